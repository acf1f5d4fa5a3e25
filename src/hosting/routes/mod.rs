//! Handlers of those who host. What belongs to another organisation is not found.

pub mod acts;
pub mod opportunities;
pub mod packs;
pub mod rounds;
pub mod running;
pub mod sections;

use serde::Deserialize;

/// A form that is only a button.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pressed {}
