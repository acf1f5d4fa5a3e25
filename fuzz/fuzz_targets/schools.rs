//! Fuzz target: any bytes as a file about schools.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::outside::schools(bytes));
