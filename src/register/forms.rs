//! What the search of the register asks for. Its addresses are links that people share, so a choice that there is not is taken as not made.

use serde::Deserialize;

use super::index::Index;
use super::wanted::Wanted;
use crate::error::Error;
use crate::organisations::AreaKind;
use crate::web::form::Pairs;

/// Longer words than this are cut.
const WORDS: usize = 100;

/// The search as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SearchForm {
    /// Words.
    pub q: String,
    /// The code of a region.
    pub region: String,
    /// The code of an integrated care board.
    pub board: String,
    /// The code of an education and training board.
    pub letb: String,
    /// Which commitment.
    pub commitment: String,
    /// Where it stands.
    pub status: String,
    /// The last organisation of the page before.
    pub after: String,
    /// The number of the page, only for its title.
    pub page: String,
}

impl SearchForm {
    /// Reads the query of an address. One of an unknown form asks for everything.
    ///
    /// # Errors
    /// `BadRequest` if it is not text.
    pub fn read(query: &str) -> Result<Self, Error> {
        Ok(Pairs::decode(query.as_bytes())?.parse().unwrap_or_default())
    }

    /// What is wanted.
    pub fn wanted(&self, index: &Index) -> Wanted {
        let words = self.q.split_whitespace().collect::<Vec<_>>().join(" ");
        let code = |kind: AreaKind| match kind {
            AreaKind::Region => &self.region,
            AreaKind::IntegratedCareBoard => &self.board,
            AreaKind::Letb => &self.letb,
        };
        let areas = AreaKind::ALL.iter().filter_map(|kind| index.area(*kind, code(*kind)));
        Wanted {
            words: words.chars().take(WORDS).collect(),
            areas: areas.cloned().collect(),
            commitment: self.commitment.parse().ok(),
            status: self.status.parse().ok(),
        }
    }

    /// The number of the page, if it is not the first.
    pub fn number(&self, first: bool) -> u16 {
        if first { 1 } else { self.page.parse::<u16>().unwrap_or(2).max(2) }
    }
}
