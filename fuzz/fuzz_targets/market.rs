//! Fuzz target: any bytes as somebody else's market.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::fuzz_bodies::market(bytes));
