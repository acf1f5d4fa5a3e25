//! Fuzz target: any text as the recipient, subject and words of a mail.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| practise_fuzz::outside::mails(bytes));
