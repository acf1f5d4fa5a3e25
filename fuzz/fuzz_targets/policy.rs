//! Fuzz target: any bytes as a policy.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::fuzz_bodies::policy(bytes));
