//! The engine: the published vectors, the rules and the invariants of `practise/1`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::format_collect
)]

mod after_release;
mod bundles;
mod by_hand;
mod command_line;
mod counted;
mod draw;
mod equal_to_reference;
mod explained;
mod fairness;
mod fuzz_bodies;
mod fuzzed;
mod inputs;
mod published;
mod reference;
mod rounds;
mod structure;
mod vectors;
mod verified;
