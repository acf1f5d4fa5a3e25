//! Pages of an offer.

use askama::Template;

use super::forms::AnswerForm;
use super::model::{DeclineOffer, Offer, OfferState};
use crate::applications::ApplicationState;
use crate::dates::{days, moment};
use crate::opportunities::Opportunity;
use crate::web::components::{FieldError, Radios, SummaryList};
use crate::web::form::Errors;

/// Asks whether the applicant wants the place.
#[derive(Template)]
#[template(path = "placements/offer.html")]
pub(super) struct OfferPage {
    first_name: String,
    until: String,
    facts: SummaryList,
    answer: Radios,
    reason: Radios,
    errors: Vec<FieldError>,
    back: String,
}

impl OfferPage {
    pub fn new(first_name: &str, offer: &Offer, about: &Opportunity, back: &str, form: &AnswerForm, errors: Errors) -> Self {
        let mut reason = Radios::new("reason", "If you say no, why?").small();
        for one in DeclineOffer::ALL {
            reason = reason.item(one.as_str(), one.words());
        }
        let reason = reason.checked(form.reason.as_str()).error(errors.get("reason").map(str::to_owned));
        Self {
            first_name: first_name.to_owned(),
            until: moment(offer.expires_at),
            facts: SummaryList::new()
                .row("Placement", about.title.as_str())
                .row("With", about.organisation.as_str())
                .row("Town", about.town.as_str())
                .row("Dates", days(about.first_day, about.last_day))
                .row("Time", format!("{} to {}", about.start_time, about.finish_time))
                .row("What to wear", about.dress.as_str()),
            answer: Radios::new("answer", "Do you want this place?")
                .item("accept", "Yes, I will come")
                .item("decline", "No, give the place to somebody else")
                .checked(form.answer.as_str())
                .error(errors.get("answer").map(str::to_owned)),
            reason,
            errors: errors.0,
            back: back.to_owned(),
        }
    }
}

/// Asks whether a ranked application leaves its round.
#[derive(Template)]
#[template(path = "placements/leave.html")]
pub(super) struct LeavePage {
    pub state: ApplicationState,
    pub path: String,
}

impl LeavePage {
    fn heading(&self) -> &'static str {
        match self.state {
            ApplicationState::Placed => "Give back your place",
            _ => "Take back your application",
        }
    }

    fn keep(&self) -> &'static str {
        match self.state {
            ApplicationState::Placed => "Keep your place",
            _ => "Keep your application",
        }
    }

    fn holds_a_place(&self) -> bool {
        matches!(
            self.state,
            ApplicationState::Placed | ApplicationState::Offered | ApplicationState::Proposed
        )
    }
}

/// Says what came of an offer.
#[derive(Template)]
#[template(path = "placements/outcome.html")]
pub(super) struct OutcomePage {
    heading: &'static str,
    words: &'static str,
}

impl OutcomePage {
    pub fn new(state: OfferState) -> Self {
        let (heading, words) = match state {
            OfferState::Open => (
                "This link no longer works",
                "Your offer is still open. A newer email has another link.",
            ),
            OfferState::Accepted => (
                "Your place is agreed",
                "We have sent you an email with the dates, and a file for your calendar.",
            ),
            OfferState::Declined => (
                "You have said no to this place",
                "The place goes to the next person. You can apply for other placements.",
            ),
            OfferState::Expired => (
                "This offer has ended",
                "We did not get an answer in time, so the place has gone to the next person.",
            ),
            OfferState::Withdrawn => ("This offer is no longer open", "The application or the placement was taken back."),
        };
        Self { heading, words }
    }
}
