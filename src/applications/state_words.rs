//! Every state of an application, and every reason for its end, in words for the applicant.

use super::state::ApplicationState as State;
use crate::web::components::{Tag, TagColour};

/// A state for its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateWords {
    /// One to three words.
    pub tag: &'static str,
    /// The tag's colour, the same on every page.
    pub colour: TagColour,
    /// What it means.
    pub sentence: &'static str,
    /// What the applicant can do.
    pub next: &'static str,
}

impl StateWords {
    /// The state as a tag.
    pub fn tag(&self) -> Tag {
        Tag::new(self.tag, self.colour)
    }
}

const fn words(tag: &'static str, colour: TagColour, sentence: &'static str, next: &'static str) -> StateWords {
    StateWords {
        tag,
        colour,
        sentence,
        next,
    }
}

/// The words of a state.
#[expect(clippy::too_many_lines, reason = "one table with a row per state, to be read as a whole")]
pub const fn of_state(state: State) -> StateWords {
    match state {
        State::Draft => words(
            "Not sent",
            TagColour::Grey,
            "You have not sent this application yet.",
            "Finish it and send it before applications close.",
        ),
        State::AwaitingConfirmation => words(
            "Waiting for answers",
            TagColour::Yellow,
            "We have asked the people you named. We need their answers before your application can go on.",
            "Ask them to look for our email, also in their spam or junk folder.",
        ),
        State::Ready => words(
            "Complete",
            TagColour::Blue,
            "Your application is complete. After applications close, they are all put in order by the same rules.",
            "You do not need to do anything now. We will email you the result.",
        ),
        State::Proposed => words(
            "Being decided",
            TagColour::AquaGreen,
            "You came high enough for a place. A coordinator now decides about it.",
            "You do not need to do anything now. We will email you when they have decided.",
        ),
        State::Waiting => words(
            "Waiting list",
            TagColour::Purple,
            "The places went to people before you in the order. You are near the top of a waiting list.",
            "If a place comes free for you, we will email you. You can look at other placements too.",
        ),
        State::NotReached => words(
            "Not reached",
            TagColour::Orange,
            "The places went to people before you in the order. You are still on the list, but further back.",
            "Look at other placements. If a place comes free for you, we will email you.",
        ),
        State::Offered => words(
            "Offer",
            TagColour::Green,
            "You have been offered a placement.",
            "Say yes or no in time. After that, the place goes to somebody else.",
        ),
        State::Placed => words(
            "Agreed",
            TagColour::Green,
            "Your placement is agreed.",
            "Put the dates in your calendar. If you cannot go, give the place back early, so that somebody else can.",
        ),
        State::Completed => words(
            "Completed",
            TagColour::White,
            "Your placement is over.",
            "You can apply for other placements.",
        ),
        State::DidNotAttend => words(
            "Did not attend",
            TagColour::Grey,
            "The organisation told us that you did not come.",
            "If this is wrong, contact us.",
        ),
        State::Withdrawn => words(
            "Withdrawn",
            TagColour::Grey,
            "This application was taken back.",
            "You can apply for other placements.",
        ),
        State::Ineligible => words(
            "Cannot go on",
            TagColour::Red,
            "This application cannot go on.",
            "This does not count against you. You can apply in another round.",
        ),
        State::Declined => words(
            "No place",
            TagColour::Orange,
            "None of the placements you chose can give you a place.",
            "This does not count against you. Look at other placements.",
        ),
        State::OfferDeclined => words(
            "You said no",
            TagColour::Grey,
            "You said no to the offer.",
            "You can apply for other placements.",
        ),
        State::OfferExpired => words(
            "Offer ended",
            TagColour::Grey,
            "You did not answer the offer in time, so the place went to somebody else.",
            "You can apply for other placements.",
        ),
        State::CancelledByOrganisation => words(
            "Cancelled",
            TagColour::Red,
            "The organisation cannot run this placement any more.",
            "We are sorry. Look at other placements.",
        ),
        State::NotSubmitted => words(
            "Not sent",
            TagColour::Grey,
            "Applications closed before you sent this one.",
            "This does not count against you. You can apply in another round.",
        ),
    }
}

/// Why an application ended or fell back, if that is more than its state says.
pub fn of_reason(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "guardian_said_no" => {
            "Your parent or guardian told us that they do not agree. You will be under 18 on the first day, so they have to."
        }
        "guardian_did_not_answer" => {
            "Your parent or guardian had not answered when applications closed. You will be under 18 on the first day, so they have to agree."
        }
        "consent_withdrawn" => "Your parent or guardian told us that they no longer agree.",
        "no_choice_left" => "The coordinators could not give you any of the placements you chose.",
        "withdrawn_by_organisation" => "The organisation took back the placement that you chose, and no other choice is left.",
        "not_answered" => "The time to answer the offer ended.",
        _ => return None,
    })
}

/// What happened when an application came from one state to another.
pub const fn happened(from: State, to: State) -> &'static str {
    match (from, to) {
        (State::Draft, State::AwaitingConfirmation | State::Ready) => "You sent your application",
        (_, State::Ready) => "Your application was complete",
        (_, State::Draft) => "You began an application",
        (_, State::AwaitingConfirmation) => "We waited for answers",
        (_, State::Proposed) => "A coordinator was asked to decide about a place for you",
        (_, State::Waiting) => "You were put on a waiting list",
        (_, State::NotReached) => "The places went to other people, and you stayed on the list",
        (_, State::Offered) => "You were offered a placement",
        (_, State::Placed) => "You said yes, and the placement was agreed",
        (_, State::Completed) => "Your placement ended",
        (_, State::DidNotAttend) => "The organisation told us that you did not come",
        (_, State::Withdrawn) => "The application was taken back",
        (_, State::Ineligible) => "The application could not go on",
        (_, State::Declined) => "No placement was left for you",
        (_, State::OfferDeclined) => "You said no to the offer",
        (_, State::OfferExpired) => "The time to answer the offer ended",
        (_, State::CancelledByOrganisation) => "The organisation cancelled the placement",
        (_, State::NotSubmitted) => "Applications closed before you sent it",
    }
}
