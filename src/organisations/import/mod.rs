//! Bringing organisations up to date from a file of the Organisation Data Service, and areas from the lists that come with the program. A file is
//! read and checked first; then everything is stored in one transaction.

mod areas;
mod changes;
mod names;
mod rows;
mod save;

pub use areas::{AreaChanges, import_areas};
pub use changes::{Change, Changes};
pub use names::written;
pub use rows::{Entry, Organisations, read};
pub use save::import;
