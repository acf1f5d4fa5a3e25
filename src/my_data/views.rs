//! The pages about somebody's own data.

use askama::Template;

use super::words::{what, who};
use crate::audit::Look;
use crate::dates::moment;
use crate::web::components::{Cell, FieldError, Table};

/// What somebody can do with their data.
#[derive(Template)]
#[template(path = "my_data/overview.html")]
pub struct Overview {
    /// Whether they have proven who they are a moment ago.
    pub proven: bool,
    /// The address that the code goes to.
    pub email: String,
}

/// Asks for the code.
#[derive(Template)]
#[template(path = "my_data/code.html")]
pub struct CodePage {
    /// The page before.
    pub back: String,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// The address that the letter went to.
    pub email: String,
}

/// Warns, and asks whether to delete.
#[derive(Template)]
#[template(path = "my_data/delete.html")]
pub struct DeletePage {
    /// The page before.
    pub back: String,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// Whether they have proven who they are a moment ago: only then the button deletes.
    pub proven: bool,
    /// The address that the code, and the last letter, goes to.
    pub email: String,
}

/// Says that it is done. It knows nobody any more.
#[derive(Template)]
#[template(path = "my_data/deleted.html")]
pub struct Deleted;

/// Who looked at an application's data.
#[derive(Template)]
#[template(path = "my_data/who_looked.html")]
pub struct WhoLooked {
    path: String,
    looks: Option<Table>,
    /// The number that the next page begins before.
    next: Option<i64>,
}

impl WhoLooked {
    /// The page with these looks, newest first; `more` if there are older ones.
    pub fn new(path: String, looks: &[Look], more: bool) -> Self {
        let columns = Table::new("Who looked at your data, newest first")
            .hide_caption()
            .column("When")
            .column("Who")
            .column("What they saw")
            .scrolling();
        let table = looks.iter().fold(columns, |table, look| {
            table.row([Cell::from(moment(look.at)), Cell::from(who(look)), Cell::from(what(look.page))])
        });
        Self {
            path,
            next: looks.last().map(|look| look.id).filter(|_| more),
            looks: (!looks.is_empty()).then_some(table),
        }
    }
}
