//! Components.
/// An error and the id of its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError { /// Id.
 pub id: String, /// Words.
 pub message: String }
