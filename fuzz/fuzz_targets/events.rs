//! Fuzz target: any bytes as events of the worked example.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::fuzz_bodies::events(bytes));
