//! What the targets share with the tests: the bodies, and the slow reference they compare with.

#[path = "../../tests/engine/fuzz_bodies.rs"]
pub mod fuzz_bodies;
#[path = "../../tests/engine/reference.rs"]
pub mod reference;
#[path = "../../tests/outside/bodies.rs"]
pub mod outside;
