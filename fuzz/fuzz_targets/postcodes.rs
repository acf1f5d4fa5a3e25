//! Fuzz target: any text as a postcode.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::outside::postcodes(bytes));
