//! What the operator's pages are asked for and send.

use serde::Deserialize;

/// A form that is only a button.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ButtonForm {}

/// Which letters.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Older {
    /// Those with a lower number than this; left out, the newest.
    pub before: Option<i64>,
}
