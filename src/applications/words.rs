//! Dates and names of answers in words for a reader.

use time::{Date, Duration};

use super::answers::{Situation, Step};
use super::circumstances::YesNo;
use super::state::ApplicationState;
use crate::db::Instant;
use crate::opportunities::Opportunity;
use crate::web::dates;

/// The days from first to last: `6 August 2027`, or `6 to 10 August 2027`.
pub fn days(first: Date, last: Date) -> String {
    if first == last {
        dates::long(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} to {}", first.day(), dates::long(last))
    } else {
        format!("{} to {}", dates::long(first), dates::long(last))
    }
}

/// The last whole day on which an application can be sent, for a round that closes at `at`: `6 August 2027`.
pub fn last_day(at: Instant) -> String {
    dates::long(dates::uk_date(at.plus(Duration::SECOND * -1)))
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

/// Where an application stands, in a few words for its applicant.
pub const fn state(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Draft => "Not sent yet",
        ApplicationState::AwaitingConfirmation => "Sent, waiting for somebody to confirm it",
        ApplicationState::Ready => "Sent and complete",
        ApplicationState::Proposed => "With an organisation, which decides next",
        ApplicationState::Waiting => "On a waiting list",
        ApplicationState::NotReached => "No place so far",
        ApplicationState::Offered => "You have an offer to answer",
        ApplicationState::Placed => "You have a placement",
        ApplicationState::Completed => "Placement completed",
        ApplicationState::DidNotAttend => "You did not come to the placement",
        ApplicationState::Withdrawn => "You took it back",
        ApplicationState::Ineligible => "It could not go on",
        ApplicationState::Declined => "Not offered a place",
        ApplicationState::OfferDeclined => "You said no to the offer",
        ApplicationState::OfferExpired => "The offer was not answered in time",
        ApplicationState::CancelledByOrganisation => "Cancelled by the organisation",
        ApplicationState::NotSubmitted => "Not sent before the round closed",
    }
}

/// What a step is called in the task list.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Name => "Name",
        Step::DateOfBirth => "Date of birth",
        Step::Contact => "Contact details",
        Step::Situation => "What you do now",
        Step::Circumstances => "Your circumstances",
        Step::Aims => "What you hope to do",
        Step::Reasons => "Why you want to come",
        Step::Choices => "Placements that you want",
        Step::Availability => "When you can come",
        Step::Needs => "Support that you need",
        Step::School => "School, college or service",
        Step::Guardian => "Parent or guardian",
    }
}
