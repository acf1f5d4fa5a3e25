//! The yearly review: what an organisation did, as the system knows it and in its own words, and the survey again.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::commitment::Commitment;
use super::model::{Organisation, Pledge};
use super::survey::Survey;
use crate::afterwards::Recommended;
use crate::db::Instant;
use crate::text_enum;

text_enum! {
    /// Where a review stands.
    pub enum ReviewState {
        /// To be written.
        Due = "due",
        /// Written; the area's lead is asked.
        Sent = "sent",
        /// Approved.
        Approved = "approved",
    }
}

/// Fewer people than this are never told as a number.
const FEWEST: i64 = 5;

/// How many of those who came have at least one circumstance that counts, as far as it may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// Fewer than five, of those who came or of those who do not have one.
    TooFew,
    /// So many.
    Known {
        /// Those with one.
        counted: i64,
        /// All who came.
        all: i64,
    },
}

impl Share {
    /// What may be told. Neither those with a circumstance nor those without may be fewer than five.
    pub const fn of(counted: i64, all: i64) -> Self {
        if counted < FEWEST || all - counted < FEWEST {
            Self::TooFew
        } else {
            Self::Known { counted, all }
        }
    }

    /// As people read it.
    pub fn words(self) -> String {
        match self {
            Self::TooFew => "Not shown: fewer than 5 people in a group".to_owned(),
            Self::Known { counted, all } => format!("{counted} of {all}"),
        }
    }
}

/// What the system knows of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The first day of the year.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Places that were offered.
    pub offered: i64,
    /// Places that were taken.
    pub taken: i64,
    /// Those who came with at least one circumstance that counts.
    pub share: Share,
    /// Activities that took place.
    pub events: i64,
    /// Case studies that were published.
    pub case_studies: i64,
    /// How many of those who came would recommend their placement, as far as it may be told. Older reviews have no word of it.
    #[serde(default)]
    pub recommended: Option<Recommended>,
}

/// The days that a review on `due_on` looks back on: the year that ends with the day before.
pub fn year_before(due_on: Date) -> (Date, Date) {
    let until = due_on.previous_day().unwrap_or(due_on);
    let year = due_on.year() - 1;
    let day = due_on.day().min(due_on.month().length(year));
    (Date::from_calendar_date(year, due_on.month(), day).unwrap_or(due_on), until)
}

/// What an organisation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewAnswers {
    /// What the system knew on the day.
    pub figures: Figures,
    /// What was done.
    pub done: String,
    /// What was not done, and why.
    pub not_done: Option<String>,
    /// The survey.
    pub survey: Survey,
}

/// A review as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its number.
    pub id: i64,
    /// The pledge.
    pub pledge_id: i64,
    /// Its day.
    pub due_on: Date,
    /// Where it stands.
    pub state: ReviewState,
    /// How many letters said that it is due.
    pub reminders: i32,
    /// What was said, once it was sent.
    pub answers: Option<ReviewAnswers>,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// When it was sent back last.
    pub sent_back_at: Option<Instant>,
    /// How often the area was reminded.
    pub chases: i32,
    /// Why it was sent back.
    pub reason: Option<String>,
}

/// A pledge with its words, whose it is, and a review of it.
#[derive(Clone, Debug)]
pub struct Yearly {
    /// The pledge.
    pub pledge: Pledge,
    /// The words that it is about.
    pub text: Commitment,
    /// Whose it is, once it was sent.
    pub organisation: Option<Organisation>,
    /// The review, if there was ever one.
    pub review: Option<Review>,
}

/// Days before its day on which a review is asked for.
const REMIND_BEFORE: [i64; 3] = [60, 14, 0];
/// Days after its day from which it is too late.
const LATE_AFTER: Duration = Duration::days(30);
/// Days that somebody has in any case after it was sent back.
const AFTER_SENT_BACK: Duration = Duration::days(14);
/// Days after the sending on which the area is reminded.
const CHASE_AFTER: [i64; 3] = [3, 7, 14];

impl Review {
    /// How many letters should have been sent by `today`.
    pub fn reminders_by(due_on: Date, today: Date) -> i32 {
        let passed = REMIND_BEFORE
            .iter()
            .filter(|days| today >= due_on.saturating_sub(Duration::days(**days)));
        i32::try_from(passed.count()).unwrap_or_default()
    }

    /// The last day on which it can be sent.
    pub fn last_day(&self) -> Date {
        let usual = self.due_on.saturating_add(LATE_AFTER);
        let after = self.sent_back_at.map(|at| at.date().saturating_add(AFTER_SENT_BACK));
        after.map_or(usual, |after| after.max(usual))
    }

    /// True if it was not sent in time.
    pub fn is_late(&self, today: Date) -> bool {
        self.state == ReviewState::Due && today > self.last_day()
    }

    /// True if the area is to be reminded of it.
    pub fn is_to_be_chased(&self, now: Instant) -> bool {
        let days = usize::try_from(self.chases).ok().and_then(|index| CHASE_AFTER.get(index));
        match (self.state, self.sent_at, days) {
            (ReviewState::Sent, Some(at), Some(days)) => now >= at.plus(Duration::days(*days)),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;

    proptest! {
        #[test]
        fn nobody_can_be_counted_out(all in 0_i64..60, counted in 0_i64..60) {
            prop_assume!(counted <= all);
            match Share::of(counted, all) {
                Share::TooFew => prop_assert!(counted < 5 || all - counted < 5),
                Share::Known { counted, all } => prop_assert!(counted >= 5 && all - counted >= 5),
            }
        }
    }

    #[test]
    fn letters_go_out_60_14_and_0_days_before() {
        let due = date!(2028 - 03 - 01);
        let by = |today| Review::reminders_by(due, today);
        assert_eq!(
            [date!(2027 - 12 - 31), date!(2028 - 01 - 01), date!(2028 - 02 - 15)].map(by),
            [0, 1, 1]
        );
        assert_eq!(
            [date!(2028 - 02 - 16), date!(2028 - 03 - 01), date!(2029 - 01 - 01)].map(by),
            [2, 3, 3]
        );
    }

    #[test]
    fn a_review_looks_back_on_the_year_before() {
        assert_eq!(year_before(date!(2028 - 03 - 01)), (date!(2027 - 03 - 01), date!(2028 - 02 - 29)));
        assert_eq!(year_before(date!(2028 - 02 - 29)), (date!(2027 - 02 - 28), date!(2028 - 02 - 28)));
    }
}
