//! Fuzz target: any text as a link's token, a code, and the page to go on to.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::outside::tokens(bytes));
