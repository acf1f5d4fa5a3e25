//! Fuzz target: any bytes as the list of a draw and as the files of a bundle.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::fuzz_bodies::draw(bytes));
