//! What the pages about somebody's own data send.

use serde::Deserialize;

use crate::web::form::Errors;

/// Asks for a code.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct AskForm {
    /// `delete`, or nothing for the download.
    pub next: String,
}

impl AskForm {
    /// Where somebody goes once they have proven who they are.
    pub fn path(&self) -> &'static str {
        if self.next == "delete" { "/my-data/delete" } else { "/my-data" }
    }
}

/// How the data is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// To read.
    Pdf,
    /// For programs.
    Json,
}

/// Asks for the file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DownloadForm {
    /// `json`, or anything else for the file to read.
    pub format: String,
}

impl DownloadForm {
    /// Which of the two files.
    pub fn wanted(&self) -> Format {
        if self.format == "json" { Format::Json } else { Format::Pdf }
    }
}

/// Deletes everything.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct DeleteForm {
    /// `yes` if the box is ticked.
    pub sure: Vec<String>,
}

impl DeleteForm {
    /// Whether the sender has said that they are sure, or what is wrong.
    pub fn check(&self) -> Result<(), Errors> {
        let mut errors = Errors::default();
        if !self.sure.iter().any(|ticked| ticked == "yes") {
            errors.add("sure", "Select that you understand that this cannot be undone");
        }
        errors.or(|| ())
    }
}
