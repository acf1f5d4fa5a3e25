//! Letters about a round: to the supervisor of its draw, to coordinators and to those who wait.

use std::collections::BTreeMap;

use askama::Template;
use diesel::prelude::*;

use super::record::StandingStatus;
use crate::applications::{self, ApplicationState};
use crate::auth;
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

#[derive(Template)]
#[template(path = "mail/rounds/proposal.txt")]
struct Proposal<'a> {
    title: &'a str,
    dates: String,
    round: &'a str,
    reminder: bool,
}

/// Asks one coordinator to decide on one proposal, with a fresh link.
pub fn ask_coordinator(tx: &mut Tx<'_>, to: &str, round: &str, proposal_id: i64, about: &Opportunity, reminder: bool) -> Result<(), Error> {
    let dates = days(about.first_day, about.last_day);
    let letter = mail::compose(
        "proposal.asked",
        1,
        to,
        &Proposal {
            title: &about.title,
            dates,
            round,
            reminder,
        },
    )?;
    let link = links::issue(tx, Purpose::Proposal, proposal_id, to, lifetimes::PROPOSAL)?;
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

/// Tells every coordinator of the organisations with new proposals: one letter for each proposal, and one with the whole list.
pub(super) fn tell_coordinators(tx: &mut Tx<'_>, round: &Round, new: &[(i64, Opportunity)]) -> Result<(), Error> {
    let mut by_organisation: BTreeMap<i64, Vec<&(i64, Opportunity)>> = BTreeMap::new();
    for one in new {
        by_organisation.entry(one.1.organisation_id).or_default().push(one);
    }
    for (organisation_id, proposals) in by_organisation {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, opportunity) in &proposals {
            *counts.entry(opportunity.title.as_str()).or_default() += 1;
        }
        let lines: Vec<String> = counts.iter().map(|(title, count)| format!("{title}: {count} to decide")).collect();
        for (_, email) in auth::coordinators_of(tx.db, organisation_id)? {
            for (proposal, opportunity) in &proposals {
                ask_coordinator(tx, &email, &round.name, *proposal, opportunity, false)?;
            }
            let organisation = &proposals[0].1.organisation;
            let url = format!("{}/coordinate", tx.env.public_url);
            let letter = mail::compose(
                "proposals.list",
                1,
                &email,
                &List {
                    round: &round.name,
                    organisation,
                    lines: lines.clone(),
                    url,
                },
            )?;
            mail::enqueue(tx, &letter)?;
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
