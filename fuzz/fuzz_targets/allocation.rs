//! Fuzz target: any bytes as a round for the fast engine, the slow reference and the verifier.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::fuzz_bodies::allocation(bytes));
