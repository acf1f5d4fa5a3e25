//! Dates and names of answers in words for a reader.

use time::Date;

use super::answers::Situation;
use super::circumstances::YesNo;
use crate::db::Instant;
use crate::opportunities::Opportunity;

/// A date such as `6 August 2027`.
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}

/// The days from first to last: `6 August 2027`, or `6 to 10 August 2027`.
pub fn days(first: Date, last: Date) -> String {
    if first == last {
        day(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} to {}", first.day(), day(last))
    } else {
        format!("{} to {}", day(first), day(last))
    }
}

/// The last day on which an application can be sent, for a round that closes at `at`.
pub fn last_chance(at: Instant) -> String {
    day(at.plus(time::Duration::microseconds(-1)).date())
}

/// A placement in one line.
pub fn placement(placement: &Opportunity) -> String {
    let when = days(placement.first_day, placement.last_day);
    format!("{}, {}, {}, {when}", placement.title, placement.organisation, placement.town)
}

/// What somebody does now, as they chose it.
pub const fn situation(situation: Situation) -> &'static str {
    match situation {
        Situation::AtSchool => "I am at school, college or sixth form",
        Situation::NotInEducationOrWork => "I am aged 16 to 24 and not in education, work or training",
        Situation::CareerChange => "I work, and I am thinking of moving into health",
        Situation::FormerProfessional => "I trained in a health profession and I want to come back",
        Situation::ReturningToWork => "I am coming back to work after ill health or after caring for somebody",
        Situation::SomethingElse => "Something else",
    }
}

/// An answer about a circumstance.
pub const fn yes_no(answer: YesNo) -> &'static str {
    match answer {
        YesNo::Yes => "Yes",
        YesNo::No => "No",
        YesNo::NotSure => "I am not sure",
        YesNo::PreferNotToSay => "I prefer not to say",
    }
}
