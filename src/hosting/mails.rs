//! Letters of those who host: to people whose placement was taken back, and about the promise for a draw.

use askama::Template;

use super::model::WithdrawReason;
use crate::applications::{self, ApplicationState, Ending};
use crate::auth;
use crate::dates::{days, moment};
use crate::error::Error;
use crate::links::{self, Purpose, lifetimes};
use crate::mail;
use crate::opportunities::{Opportunity, Round};
use crate::rounds::{Concerned, Had};
use crate::tx::Tx;

#[derive(Template)]
#[template(path = "mail/hosting/withdrawn.txt")]
struct Withdrawn<'a> {
    first_name: &'a str,
    about: &'a Opportunity,
    dates: String,
    reason: &'static str,
    had: &'static str,
    next: &'static str,
    url: String,
    others: String,
}

/// Tells somebody that a placement was taken back, why, and what comes next.
pub(super) fn withdrawn(tx: &mut Tx<'_>, about: &Opportunity, one: Concerned, reason: WithdrawReason) -> Result<(), Error> {
    let (email, name) = applications::recipient(tx.db, one.application_id)?;
    let application = applications::application_by_id(tx.db, one.application_id)?;
    let words = Withdrawn {
        first_name: name.as_ref().map_or("applicant", |name| name.first.as_str()),
        about,
        dates: days(about.first_day, about.last_day),
        reason: reason.told(),
        had: match one.had {
            Had::Placement => "You had agreed to come. Your place there is cancelled.",
            Had::Offer => "It was offered to you. The offer has ended.",
            Had::Proposal => "You came within its places. That has ended.",
            Had::Choice => "It was one of your choices.",
        },
        next: next_step(application.state),
        url: format!("{}/applications/{}", tx.env.public_url, application.reference),
        others: format!("{}/work-experience", tx.env.public_url),
    };
    mail::enqueue(tx, &mail::compose("opportunity.withdrawn", 1, &email, &words)?)?;
    Ok(())
}

/// What comes next for somebody in this state.
fn next_step(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Proposed => {
            "You now come within the places of another of your choices. Its coordinator decides. We will email you."
        }
        ApplicationState::Offered | ApplicationState::Placed => "Your other offer stays as it is.",
        ApplicationState::Waiting | ApplicationState::NotReached => {
            "Your other choices stay. We will email you if a place comes free for you."
        }
        other if other.ending() == Ending::Over => "You have no other choice left in this round. You can apply for other placements.",
        _ => "Your other choices stay. You do not need to do anything.",
    }
}

#[derive(Template)]
#[template(path = "mail/hosting/promise.txt")]
struct Promise<'a> {
    round: &'a str,
    organisation: &'a str,
    opens: String,
}

/// Asks a supervisor for the promise of a number, with a fresh link.
pub(super) fn ask_promise(tx: &mut Tx<'_>, round: &Round, organisation: &str, email: &str) -> Result<(), Error> {
    let words = Promise {
        round: &round.name,
        organisation,
        opens: moment(round.opens_at),
    };
    let link = links::issue(tx, Purpose::Promise, round.id, email, lifetimes::PROMISE)?;
    mail::enqueue(tx, &mail::compose("round.promise", 1, email, &words)?.with_link(link))?;
    Ok(())
}

#[derive(Template)]
#[template(path = "mail/hosting/promised.txt")]
struct Promised<'a> {
    round: &'a str,
    opens: String,
    url: String,
}

/// Tells the coordinators that the promise has come.
pub(super) fn tell_promised(tx: &mut Tx<'_>, round: &Round, organisation_id: i64) -> Result<(), Error> {
    let words = Promised {
        round: &round.name,
        opens: moment(round.opens_at),
        url: format!("{}/coordinate/rounds/{}", tx.env.public_url, round.reference),
    };
    for (_, email) in auth::coordinators_of(tx.db, organisation_id)? {
        mail::enqueue(tx, &mail::compose("round.promised", 1, &email, &words)?)?;
    }
    Ok(())
}
