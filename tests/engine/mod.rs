//! The engine: the published vectors, the rules and the invariants of `practise/1`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod vectors;
