//! Fuzz target: any bytes as a file of organisations.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::outside::organisations(bytes));
