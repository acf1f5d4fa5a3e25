//! Every test that uses the library from outside, in one binary: a file per feature, and what they share in `support`.
//! Tests of the whole program, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says where"
)]

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod support;

mod architecture;
mod browser;
mod components;
mod portal;
mod web;
//! Tests.
mod engine;
mod schema;
