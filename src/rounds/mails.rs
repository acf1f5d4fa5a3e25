//! Letters about a round: to the supervisor of its draw, to coordinators and to those who wait.

use std::collections::BTreeMap;

use askama::Template;
use diesel::prelude::*;

use super::deciders::{Decider, deciders, who_know, whom_to_ask};
use super::record::StandingStatus;
use crate::applications::{self, ApplicationState};
use crate::auth::{self, Role};
use crate::dates::days;
use crate::db::schema::{application, opportunity, standing};
use crate::error::Error;
use crate::links::{self, Purpose, lifetimes};
use crate::mail::{self, Letter};
use crate::opportunities::{self as offered, Opportunity, Round};
use crate::tx::Tx;

#[derive(Template)]
#[template(path = "mail/rounds/reveal.txt")]
struct Reveal<'a> {
    round: &'a str,
    reference: &'a str,
}

/// Asks a supervisor for their number.
pub(super) fn reveal(to: &str, round: &Round) -> Result<Letter, Error> {
    mail::compose(
        "round.reveal",
        1,
        to,
        &Reveal {
            round: &round.name,
            reference: &round.reference,
        },
    )
}

/// Why somebody is asked to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The round was ranked, or a place came free.
    New,
    /// Nobody has answered.
    Reminder,
    /// A colleague who was asked knows the person.
    HandedOn,
}

#[derive(Template)]
#[template(path = "mail/rounds/proposal.txt")]
struct Proposal<'a> {
    title: &'a str,
    dates: String,
    round: &'a str,
    why: Why,
    role: Role,
}

/// Asks somebody who may decide about one proposal, with a fresh link.
pub fn ask(tx: &mut Tx<'_>, to: &Decider, round: &str, proposal_id: i64, about: &Opportunity, why: Why) -> Result<(), Error> {
    let words = Proposal {
        title: &about.title,
        dates: days(about.first_day, about.last_day),
        round,
        why,
        role: to.role,
    };
    let letter = mail::compose("proposal.asked", 1, &to.email, &words)?;
    let link = links::issue(tx, Purpose::Proposal, proposal_id, &to.email, lifetimes::PROPOSAL)?;
    mail::enqueue(tx, &letter.with_link(link))?;
    Ok(())
}

#[derive(Template)]
#[template(path = "mail/rounds/list.txt")]
struct List<'a> {
    round: &'a str,
    organisation: &'a str,
    lines: Vec<String>,
    url: String,
}

/// A proposal that was just made.
pub(super) struct Made {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub application_id: i64,
    /// Where that one stands in the order of the opportunity, from 1.
    pub position: i64,
    /// What it is for.
    pub about: Opportunity,
}

/// Asks about new proposals, from the top of each list: one letter for each proposal and whoever may decide, and one with the whole list for every
/// coordinator.
pub(super) fn tell_coordinators(tx: &mut Tx<'_>, round: &Round, mut new: Vec<Made>) -> Result<(), Error> {
    new.sort_by_key(|one| (one.about.organisation_id, one.about.id, one.position));
    for proposals in new.chunk_by(|one, next| one.about.organisation_id == next.about.organisation_id) {
        let about = &proposals[0].about;
        let usual: Vec<Decider> = auth::coordinators_of(tx.db, about.organisation_id)?
            .into_iter()
            .map(|(person_id, email)| Decider {
                person_id,
                email,
                role: Role::Coordinator,
            })
            .collect();
        for one in proposals {
            // Only somebody who was proposed before can be known to a coordinator: mostly the same people are asked about all.
            let all = if usual.is_empty() || !who_know(tx.db, one.application_id)?.is_empty() {
                deciders(tx.db, one.application_id, about.organisation_id)?
            } else {
                usual.clone()
            };
            for decider in whom_to_ask(&all, 0) {
                ask(tx, decider, &round.name, one.id, &one.about, Why::New)?;
            }
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for one in proposals {
            *counts.entry(one.about.title.as_str()).or_default() += 1;
        }
        let lines: Vec<String> = counts.iter().map(|(title, count)| format!("{title}: {count} to decide")).collect();
        for coordinator in &usual {
            let words = List {
                round: &round.name,
                organisation: &about.organisation,
                lines: lines.clone(),
                url: format!("{}/coordinate", tx.env.public_url),
            };
            mail::enqueue(tx, &mail::compose("proposals.list", 1, &coordinator.email, &words)?)?;
        }
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "mail/rounds/given-back.txt")]
struct GivenBack<'a> {
    reference: &'a str,
    title: &'a str,
    dates: String,
    organisation: &'a str,
    /// Nobody else can have the place any more.
    too_late: bool,
    url: String,
}

/// Tells every coordinator of an opportunity that whoever had agreed to come has given the place back.
pub(super) fn tell_given_back(tx: &mut Tx<'_>, reference: &str, opportunity_id: i64) -> Result<(), Error> {
    let about = offered::by_id(tx.db, opportunity_id)?;
    for (_, email) in auth::coordinators_of(tx.db, about.organisation_id)? {
        let words = GivenBack {
            reference,
            title: &about.title,
            dates: days(about.first_day, about.last_day),
            organisation: &about.organisation,
            too_late: !offered::can_offer(about.first_day, tx.now),
            url: format!("{}/coordinate", tx.env.public_url),
        };
        mail::enqueue(tx, &mail::compose("placement.given_back", 2, &email, &words)?)?;
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "mail/rounds/waiting.txt")]
struct Waiting<'a> {
    first_name: &'a str,
    round: &'a str,
    lines: Vec<String>,
    near: bool,
    url: String,
}

/// Tells everybody who is not proposed where they stand, once, after the round was ranked.
pub(super) fn tell_waiting(tx: &mut Tx<'_>, round: &Round) -> Result<(), Error> {
    let waiting: Vec<(i64, String, ApplicationState)> = application::table
        .filter(application::round_id.eq(round.id))
        .filter(application::state.eq_any([ApplicationState::Waiting, ApplicationState::NotReached]))
        .order(application::id)
        .select((application::id, application::public_ref, application::state))
        .load(tx.db)?;
    let rows: Vec<(i64, String, Option<i64>)> = standing::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .filter(application::round_id.eq(round.id))
        .filter(standing::status.eq(StandingStatus::NotOffered))
        .order((standing::application_id, standing::choice))
        .select((standing::application_id, opportunity::title, standing::waiting_position))
        .load(tx.db)?;
    let mut lines_of: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (id, title, position) in rows {
        let place = position.map_or_else(
            || "not on the waiting list".to_owned(),
            |at| format!("number {at} on the waiting list"),
        );
        lines_of.entry(id).or_default().push(format!("{title}: {place}"));
    }
    for (id, reference, state) in waiting {
        let (email, name) = applications::recipient(tx.db, id)?;
        let letter = mail::compose(
            "application.waiting",
            1,
            &email,
            &Waiting {
                first_name: name.as_ref().map_or("applicant", |name| name.first.as_str()),
                round: &round.name,
                lines: lines_of.remove(&id).unwrap_or_default(),
                near: state == ApplicationState::Waiting,
                url: format!("{}/applications/{reference}", tx.env.public_url),
            },
        )?;
        mail::enqueue(tx, &letter)?;
    }
    Ok(())
}
