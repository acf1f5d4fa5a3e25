//! Why somebody stands where they stand for one choice: written when a round is ranked, read by the status page.

use serde::{Deserialize, Serialize};

/// The text of `standing.explanation`, as JSON. Whole sentences for the applicant, made when the round was ranked, so that they never change
/// with the words of a later version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The circumstances that counted.
    pub counted: Vec<String>,
    /// The circumstances that did not, each with why not.
    pub not_counted: Vec<String>,
    /// What of it would come out otherwise another time, and what has to happen for that. Nothing here depends on anybody else.
    #[serde(default)]
    pub would_change: Vec<String>,
    /// About this choice: places, applicants, the last place offered, the waiting list.
    pub sentences: Vec<String>,
}
