//! Components.
mod character_count;
mod fieldset;
mod heading;
mod html;
mod input;
mod label;
mod messages;
mod options;
mod text;
mod textarea;

pub use character_count::CharacterCount;
pub use fieldset::Fieldset;
pub use heading::{Caption, Element, Heading, Placement};
pub use html::{Attributes, Content, Html};
pub use input::{FormGroup, Input};
pub use label::{Label, Legend};
pub use messages::{ErrorMessage, Hint};
pub use text::{Part, Size};
pub use textarea::Textarea;
