//! Practise: fair work experience in healthcare.

// Templates name the types they use from the crate's root, here and in tests.
extern crate self as practise;

pub mod web;
