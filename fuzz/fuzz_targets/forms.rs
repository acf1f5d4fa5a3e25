//! Fuzz target: any bytes as the body of a form.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::outside::forms(bytes));
