//! The school that somebody goes to or went to last, and whether the rule about schools fits it.

use serde::{Deserialize, Serialize};

use crate::schools::{Percent, School, Share, Years, used};

/// The rule: at least this share of the school's pupils could have free school meals.
pub const LEAST_SHARE: Percent = Percent::whole(30);

/// Step `attended`: asked of those who would be the first in their family to go to university.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attended {
    /// The school's reference number in the register; nothing if it is not there.
    pub urn: Option<i32>,
    /// Its name and town: the register's, or as they were typed.
    pub name: String,
    /// Where it is, in the register's words; empty if it is not there.
    pub place: String,
    /// When the applicant was there, as far as they told us.
    pub years: Years,
    /// The figure that is used, as it was when the school was chosen; nothing if the register has none.
    pub share: Option<UsedShare>,
}

/// A figure as it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedShare {
    /// The figure with its year and source.
    pub share: Share,
    /// True if the applicant was there at that census; false if it is only the nearest.
    pub there: bool,
}

impl Attended {
    /// A school of the register with that of its figures which counts for somebody who was there in `years`.
    pub fn in_register(school: &School, shares: &[Share], years: Years, this_year: i32) -> Self {
        Self {
            urn: Some(school.urn),
            name: school.name_and_town(),
            place: school.place(),
            years,
            share: used(shares, years, this_year).map(|share| UsedShare {
                there: years.cover(share.census_year, this_year),
                share: share.clone(),
            }),
        }
    }

    /// A school that is not in the register, as it was typed.
    pub fn typed(name: String, years: Years) -> Self {
        Self {
            urn: None,
            name,
            place: String::new(),
            years,
            share: None,
        }
    }

    /// Whether the rule fits the school; nothing if only the school itself can say.
    pub fn has_least_share(&self) -> Option<bool> {
        self.share.as_ref().map(UsedShare::is_enough)
    }
}

impl UsedShare {
    /// True if the rule fits the figure.
    pub fn is_enough(&self) -> bool {
        self.share.value >= LEAST_SHARE
    }

    /// Figure, year and source, and that it is of another year if it is.
    pub fn figure(&self) -> String {
        if self.there {
            format!("{}.", self.share)
        } else {
            format!("{}. We used the school census that is nearest to your time there.", self.share)
        }
    }

    /// The figure, and what the rule makes of it.
    pub fn words(&self) -> String {
        let counts = if self.is_enough() {
            format!("This is at least {LEAST_SHARE}, so your answer can count.")
        } else {
            format!("This is less than {LEAST_SHARE}, so your answer does not count.")
        };
        format!("{} {counts}", self.figure())
    }
}
