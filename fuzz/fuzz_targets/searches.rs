//! Fuzz target: any words looked for in the catalogue of careers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::outside::searches(bytes));
