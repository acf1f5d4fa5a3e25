//! What a certificate says.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::afterwards::model::CoreValue;
use crate::db::Instant;
use crate::text_enum;

text_enum! {
    /// Why a certificate is withdrawn.
    pub enum WhyWithdrawn {
        /// Something in it is wrong; another one can be made.
        Mistake = "mistake",
        /// It was made for the wrong person.
        WrongPerson = "wrong_person",
        /// The person asked for it.
        Asked = "asked",
    }
}

impl WhyWithdrawn {
    /// The words beside the radio button.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Mistake => "Something in it is wrong",
            Self::WrongPerson => "It was made for the wrong person",
            Self::Asked => "The person asked for it",
        }
    }

    /// What the participant is told.
    pub const fn told(self) -> &'static str {
        match self {
            Self::Mistake => "Something in it was wrong. The organisation can make a new one.",
            Self::WrongPerson => "It was made for the wrong person.",
            Self::Asked => "You asked for this.",
        }
    }
}

/// A value that was seen, as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenValue {
    /// The value.
    pub value: CoreValue,
    /// The day.
    pub on_day: Date,
    /// What was done.
    pub note: String,
}

/// What is printed, as it was on the day of issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Who came.
    pub name: String,
    /// The placement's title.
    pub title: String,
    /// The organisation's name.
    pub organisation: String,
    /// The days on which the person came.
    pub days: Vec<Date>,
    /// How many hours that was, if it is known.
    pub hours: Option<u16>,
    /// What was done, in paragraphs.
    pub activities: String,
    /// Values that were seen.
    pub values: Vec<SeenValue>,
}

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its row.
    pub id: i64,
    /// The placement.
    pub placement_id: i64,
    /// The number that anybody can check it by.
    pub number: String,
    /// What is printed; nothing once its person is erased.
    pub body: Option<Body>,
    /// When it was issued.
    pub issued_at: Instant,
    /// When it was withdrawn, if it was.
    pub withdrawn_at: Option<Instant>,
}

impl Certificate {
    /// The path of the page that says whether it is valid.
    pub fn path(&self) -> String {
        format!("/certificates/{}", self.number)
    }
}
