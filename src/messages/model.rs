//! What a message and a conversation are, and how long people can write.

use time::Duration;

use crate::db::Instant;
use crate::text_enum;

/// So long after the end of an offer or a placement both sides can still write.
pub const AFTER: Duration = Duration::days(60);
/// Nobody is told of messages more often than this.
pub const REST: Duration = Duration::HOUR;
/// Messages of one side in one conversation and day.
pub const PER_DAY: i64 = 20;
/// The longest message, in UTF-16 code units as browsers count.
pub const LONGEST: u32 = 2000;

text_enum! {
    /// Who writes.
    pub enum Side {
        /// The applicant.
        Applicant = "applicant",
        /// A coordinator of the organisation.
        Coordinator = "coordinator",
    }
}

impl Side {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Applicant => Self::Coordinator,
            Self::Coordinator => Self::Applicant,
        }
    }
}

/// A conversation: about one application at one opportunity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The application.
    pub application_id: i64,
    /// Its public reference.
    pub application: String,
    /// The applicant's first and last name; empty once they were erased.
    pub name: String,
    /// The opportunity.
    pub opportunity_id: i64,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub organisation_id: i64,
    /// That organisation's name.
    pub organisation: String,
    /// The round.
    pub round_id: i64,
    /// The public reference of the placement, or of the offer while there is none: its name in coordinators' addresses.
    pub reference: String,
    /// Until when people can write.
    pub until: Instant,
}

impl Thread {
    /// True if people can write at `now`.
    pub fn is_open(&self, now: Instant) -> bool {
        now < self.until
    }
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its number.
    pub id: i64,
    /// Who wrote it.
    pub from: Side,
    /// The words.
    pub body: String,
    /// When.
    pub sent_at: Instant,
    /// True if the other side has reported it.
    pub flagged: bool,
    /// True if the other side has seen it.
    pub read: bool,
}

/// Whether somebody has to be told of a message now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// They were told since it was sent.
    Done,
    /// They were told of others a moment ago: later.
    Later,
    /// Now.
    Now,
}

/// Whether somebody who was last told at `last` has to be told at `now` of a message that was sent at `sent`.
pub fn telling(last: Option<Instant>, sent: Instant, now: Instant) -> Telling {
    match last {
        Some(last) if last >= sent => Telling::Done,
        Some(last) if now < last.plus(REST) => Telling::Later,
        _ => Telling::Now,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn nobody_is_told_twice_in_an_hour_and_nobody_is_forgotten() {
        let at = |minute| Instant::new(datetime!(2027-01-11 09:00)).plus(Duration::minutes(minute));
        assert_eq!(telling(None, at(0), at(0)), Telling::Now);
        assert_eq!(telling(Some(at(0)), at(0), at(30)), Telling::Done);
        assert_eq!(telling(Some(at(0)), at(30), at(30)), Telling::Later);
        assert_eq!(telling(Some(at(0)), at(30), at(59)), Telling::Later);
        assert_eq!(telling(Some(at(0)), at(30), at(60)), Telling::Now);
        assert_eq!(telling(Some(at(60)), at(30), at(60)), Telling::Done);
    }
}
