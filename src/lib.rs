//! Practise: fair work experience in healthcare.

pub mod web;
