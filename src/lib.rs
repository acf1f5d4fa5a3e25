//! Practise.
