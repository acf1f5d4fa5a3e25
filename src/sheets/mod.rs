//! Sheets: a table as a file for a spreadsheet, in which no cell is ever taken for a formula.

mod csv;
mod xlsx;

pub use csv::csv;

use crate::db::Instant;
use crate::error::Error;

/// A table to take along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name: at most 31 characters, none of `[]:*?/\`.
    pub name: &'static str,
    /// The heads of its columns.
    pub head: Vec<&'static str>,
    /// The rows, a cell for each column.
    pub rows: Vec<Vec<String>>,
}

/// What a sheet is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Comma-separated, in UTF-8 with the mark by which Excel knows that.
    Csv,
    /// Office Open XML.
    Xlsx,
}

impl Kind {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The end of its file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

impl Sheet {
    /// The bytes of the file; the same sheet at the same time gives the same bytes.
    pub fn write(&self, kind: Kind, made_at: Instant) -> Result<Vec<u8>, Error> {
        match kind {
            Kind::Csv => csv::write(self),
            Kind::Xlsx => xlsx::write(self, made_at),
        }
    }
}
