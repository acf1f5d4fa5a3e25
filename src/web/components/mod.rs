//! The components of pages: nhsuk-frontend's, as structs that render themselves.
//!
//! Each component is an askama template and reads its options from JSON under the names that nhsuk-frontend gives them,
//! so that `tests/components.rs` can hold it against the fixtures of that package. Pages build components and write
//! `{{ field }}`; components are [`HtmlSafe`](askama::filters::HtmlSafe), so no page needs the `safe` filter.
//!
//! # Text and HTML
//! Options that take words take `impl Into<Content>`: a `&str` or `String` is text and is escaped; an [`Html`] is shown
//! as it is. [`Html`] comes from a literal ([`Html::from_static`]), from a component ([`Html::of`]) or from several of
//! these ([`Html::join`]), never from a `String`.
//!
//! # Ids
//! The id of a field is its name. Its hint is `{id}-hint`, its message `{id}-error`. The first radio or checkbox has the
//! name as its id, the others `{name}-2` and so on. A date has the fields `{name}-day`, `{name}-month` and
//! `{name}-year`, in their ids and names. A [`FieldError`] therefore names the field itself, the first answer by the name
//! of the question, or the first wrong part of a date ([`WrongParts::first`]).
//!
//! # In a form
//! ```
//! use practise::web::components::{DateInput, FieldError, Input, Radios, Textarea, WrongParts};
//!
//! let errors = [FieldError::new("first-name", "Enter your first name")];
//! let name = Input::new("first-name", "First name")
//!     .hint("As it is in your passport")
//!     .value("")
//!     .autocomplete("given-name")
//!     .width(20)
//!     .error(FieldError::find(&errors, "first-name"));
//! let birthday = DateInput::new("birth", "What is your date of birth?")
//!     .legend_is_heading()
//!     .hint("For example, 27 3 2007")
//!     .values("27", "3", "2007")
//!     .error(None::<&str>, WrongParts::default());
//! let contact = Radios::new("contact", "How should we contact you?")
//!     .item("email", "Email")
//!     .item_hint("We use the address you gave")
//!     .item("phone", "Phone")
//!     .checked("email");
//! let why = Textarea::new("why", "Why do you want to come?").max_length(400);
//! # assert!(name.to_string().contains("aria-describedby=\"first-name-hint first-name-error\""));
//! # assert!(birthday.to_string().contains("id=\"birth-day\""));
//! # assert!(contact.to_string().contains("checked"));
//! # assert!(why.to_string().contains("data-maxlength=\"400\""));
//! ```
//! Labels and legends take words, or a [`Label`] or [`Legend`] with a size, a caption or as the page's heading:
//! `Label::new("Town").caption("Your address").heading()`.
//!
//! # Shells
//! A page extends one of these, each of which extends `layout.html`:
//! - `shells/question.html`: a form. The page struct has `back: String` and `errors: Vec<FieldError>`. Blocks `title`,
//!   `before_form`, `form_attributes`, `fields`, `buttons` (a Continue button unless it is overridden), `after_form`.
//! - `shells/content.html`: something to read. Blocks `title`, `description`, `before_main`, `body`, `wide`.
//! - `shells/staff.html`: the full width. Blocks `title`, `before_main`, `body`.
//!
//! The block `title` holds the words of the page's `h1` only; the layout adds "Error: " and the name of the service.
//!
//! # Macros
//! `components/macros.html`, imported as `c`: `c::heading(text)`, `c::heading_with_caption(caption, text)`,
//! `c::button(text)`, `c::secondary_button(text)`, `c::warning_button(text)`, `c::button_link(text, href)`,
//! `c::action_link(text, href)`, `c::back_link(href)`, `c::error_summary(errors)`, `c::form_fields()` (the hidden fields
//! of every form) and `c::post_button(action, text)` (a form that is only a button).

mod action;
mod banner;
mod blocks;
mod button;
mod callouts;
mod card;
mod cell;
mod character_count;
mod choice;
mod choices;
mod date_input;
mod error_summary;
mod fieldset;
mod footer;
mod header;
mod heading;
mod html;
mod icon;
mod image;
mod input;
mod label;
mod links;
mod messages;
mod navigation;
mod options;
mod select;
mod summary_list;
mod table;
mod tag;
mod task_list;
mod text;
mod textarea;

pub use banner::NotificationBanner;
pub use blocks::{Details, InsetText, Panel};
pub use button::Button;
pub use callouts::{DoDontList, WarningCallout};
pub use card::Card;
pub use cell::{Cell, Sort};
pub use character_count::CharacterCount;
pub use choices::{Checkboxes, Radios};
pub use date_input::{DateInput, WrongParts};
pub use error_summary::{ErrorSummary, FieldError};
pub use fieldset::Fieldset;
pub use footer::Footer;
pub use header::Header;
pub use heading::{Caption, Element, Heading, Placement};
pub use html::{Attributes, Content, Html};
pub use image::Image;
pub use input::{FormGroup, Input};
pub use label::{Label, Legend};
pub use links::{ActionLink, BackLink, Breadcrumb, SkipLink};
pub use messages::{ErrorMessage, Hint};
pub use navigation::{ContentsList, Pagination};
pub use select::Select;
pub use summary_list::SummaryList;
pub use table::Table;
pub use tag::{Tag, TagColour};
pub use task_list::{TaskList, TaskStatus};
pub use text::{Part, Size};
pub use textarea::Textarea;
