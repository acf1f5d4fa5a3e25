//! Fuzz target: any text as the three fields of a date of birth.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::outside::dates(bytes));
