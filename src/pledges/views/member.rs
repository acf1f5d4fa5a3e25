//! Pages of an organisation's champions and coordinators.

use askama::Template;

use crate::dates;
use crate::pledges::forms::{MOST_REASON, WithdrawForm};
use crate::pledges::model::{Organisation, Pledge, PledgeState};
use crate::pledges::review::{Review, ReviewState};
use crate::pledges::standing;
use crate::web::components::{Cell, CharacterCount, FieldError, SummaryList, Table, Textarea};
use crate::web::form::Errors;

/// What an organisation has signed.
#[derive(Template)]
#[template(path = "pledges/own.html")]
pub struct OwnPledges {
    pledges: Option<Table>,
}

impl OwnPledges {
    /// The page of the pledges of somebody's organisations.
    pub fn new(pledges: &[(Pledge, Organisation)]) -> Self {
        let columns = Table::new("What your organisation has signed")
            .column("Commitment")
            .column("Organisation")
            .column("Where it stands")
            .column("Next review")
            .scrolling();
        let table = pledges.iter().fold(columns, |table, (pledge, organisation)| {
            let review = pledge.review_on.filter(|_| pledge.state.is_in_force()).map(dates::day);
            table.row([
                Cell::link(pledge.kind.name(), format!("/coordinate/pledges/{}", pledge.reference)),
                Cell::from(organisation.name.as_str()),
                Cell::from(pledge.state.words()),
                Cell::from(review.unwrap_or_default()),
            ])
        });
        Self {
            pledges: (!pledges.is_empty()).then_some(table),
        }
    }
}

/// One pledge of one's own organisation.
#[derive(Template)]
#[template(path = "pledges/own_pledge.html")]
pub struct OwnPledge {
    name: &'static str,
    facts: SummaryList,
    path: String,
    verify: Option<String>,
    review: Option<ReviewState>,
    /// Where the review is written, if it is due.
    write: Option<String>,
    withdraw: bool,
}

impl OwnPledge {
    /// The page. `champion` is true for a champion of the organisation, who may withdraw it.
    pub fn new(pledge: &Pledge, organisation: &Organisation, review: Option<&Review>, champion: bool) -> Self {
        let mut facts = SummaryList::new()
            .row("Organisation", organisation.name.as_str())
            .row("Where it stands", pledge.state.words());
        if let Some(sentences) = standing::sentences(pledge) {
            facts = facts.row("On the public page", sentences);
        }
        if let Some(reason) = &pledge.reason {
            facts = facts.row("Why it was withdrawn", reason.as_str());
        }
        let current = review.filter(|_| pledge.state == PledgeState::DueForReview);
        if let Some(review) = current {
            facts = facts.row("Send the review by", dates::day(review.last_day()));
        }
        Self {
            name: pledge.kind.name(),
            facts,
            path: format!("/coordinate/pledges/{}", pledge.reference),
            verify: pledge.published_at.map(|_| pledge.verify_path()),
            review: current.map(|review| review.state),
            write: current
                .filter(|review| review.state == ReviewState::Due)
                .map(|_| format!("/coordinate/pledges/{}/review", pledge.reference)),
            withdraw: champion && pledge.state.is_in_force(),
        }
    }
}

/// Takes a pledge back.
#[derive(Template)]
#[template(path = "pledges/withdraw.html")]
pub struct WithdrawPage {
    back: String,
    errors: Vec<FieldError>,
    name: &'static str,
    organisation: String,
    reason: CharacterCount,
}

impl WithdrawPage {
    /// The page of a pledge that is in force.
    pub fn new(pledge: &Pledge, organisation: &Organisation, form: &WithdrawForm, errors: Errors) -> Self {
        let reason = Textarea::new("reason", "Why do you withdraw it?")
            .hint("The lead of your area and your coordinators are told this")
            .value(&form.reason)
            .error(errors.get("reason").map(str::to_owned));
        Self {
            back: format!("/coordinate/pledges/{}", pledge.reference),
            name: pledge.kind.name(),
            organisation: organisation.name.clone(),
            reason: reason.max_length(u32::from(MOST_REASON)),
            errors: errors.0,
        }
    }
}
