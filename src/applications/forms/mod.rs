//! What a browser sends, field by field: tidied at the door, then read into what the model takes.

pub mod can_i;
pub mod choices;
pub mod date;
pub mod text;
