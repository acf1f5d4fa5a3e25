//! Fuzz target: any text as who sent a request, and as a setting.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::outside::addresses(bytes));
