//! Practise.
fn main() {}
