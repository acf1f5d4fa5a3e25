//! The status page: who has an application now and since when, why it stands where it stands, and what can be done.

mod explanation;
mod model;
mod store;
mod views;

use std::collections::BTreeSet;
use std::mem;

use serde::Deserialize;

pub use explanation::Explanation;
pub use store::{Found, found};
pub use views::StatusPage;

use self::model::{AskedFacts, ChoiceFacts};
use self::views::{Draw, Event, Holder, Offered, ShownChoice};
use super::state::{ApplicationState as State, Ending};
use super::state_words::{happened, of_reason, of_state};
use super::store::Application;
use crate::audit;
use crate::auth::Role;
use crate::dates;
use crate::db::{AnyConnection, Instant};
use crate::decisions::{self, DeclineReason};
use crate::error::Error;
use crate::rounds;

/// The page of an application that was sent, for its owner.
pub fn page(db: &mut AnyConnection, found: &Found, now: Instant) -> Result<StatusPage, Error> {
    let Found {
        application,
        window,
        choices: facts,
    } = found;
    let asked = match application.state {
        State::AwaitingConfirmation => store::asked(db, application.id)?,
        _ => Vec::new(),
    };
    let offer = match application.state {
        State::Offered | State::Placed => store::latest_offer(db, application.id)?,
        _ => None,
    };
    let handed_on = match application.state {
        State::Proposed => handed_on(db, application)?,
        _ => None,
    };
    let events = events(&audit::timeline_without(
        db,
        "application",
        application.id,
        ["application.answered", audit::SEEN],
    )?);
    let at = |opportunity_id: i64| facts.iter().find(|choice| choice.opportunity_id == opportunity_id);
    let offered = offer.and_then(|(opportunity_id, by)| {
        at(opportunity_id).map(|choice| Offered {
            title: choice.title.clone(),
            place: format!("{}, {}", choice.organisation, choice.town),
            when: dates::days(choice.first_day, choice.last_day),
            times: format!("{} to {}", choice.start_time, choice.finish_time),
            by: dates::moment(by),
            too_late: now >= by,
        })
    });
    let mut explained = facts
        .iter()
        .map(|choice| explanation(application.id, choice))
        .collect::<Result<Vec<_>, _>>()?;
    let ranked = ranked(facts, &mut explained);
    let choices = facts.iter().zip(explained).map(|(facts, why)| shown(facts, why)).collect();
    Ok(StatusPage {
        reference: application.reference.clone(),
        state: application.state,
        words: of_state(application.state),
        reason: application.reason.as_deref().and_then(of_reason),
        holders: match handed_on {
            Some(holder) => vec![holder],
            None => holders(application, window.closes_at, &asked, facts, offered.as_ref()),
        },
        offered,
        choices,
        draw: ranked.draw,
        counted: ranked.counted,
        not_counted: ranked.not_counted,
        would_change: ranked.would_change,
        events,
        can_withdraw: application.state.ending() == Ending::Live,
    })
}

/// How a coordinator's silence ends.
const REMINDED: &str = "If they do not answer, we remind them after 3, 7 and 14 days. Then we also ask others who can decide for them.";

/// Why somebody else decides.
const KNOWN: &str = "Somebody we asked first said that they know you. So somebody else decides. This keeps it fair.";

/// Who has the application now, since when, and until when; nobody once it is over.
fn holders(
    application: &Application,
    closes_at: Instant,
    asked: &[AskedFacts],
    choices: &[ChoiceFacts],
    offered: Option<&Offered>,
) -> Vec<Holder> {
    let since = dates::day_of(application.state_since);
    let one = |who: String, by: Option<String>| {
        vec![Holder {
            who,
            since: since.clone(),
            by,
            ask_again: None,
            note: None,
        }]
    };
    match application.state {
        State::AwaitingConfirmation => asked
            .iter()
            .filter_map(|asked| asked_holder(application, closes_at, asked))
            .collect(),
        State::Ready => one("Us. We wait for applications to close".to_owned(), Some(dates::moment(closes_at))),
        State::Proposed => {
            let proposed = choices
                .iter()
                .find(|choice| choice.standing.as_ref().is_some_and(|standing| standing.status == "offered"));
            let who = proposed.map_or_else(
                || "The coordinator".to_owned(),
                |choice| format!("The coordinator at {}", choice.organisation),
            );
            one(who, None).into_iter().map(|holder| holder.noted(REMINDED)).collect()
        }
        State::Offered => one("You".to_owned(), offered.map(|offered| offered.by.clone())),
        State::Waiting | State::NotReached => one("Nobody. We wait for a place to come free".to_owned(), None),
        _ => Vec::new(),
    }
}

/// Who decides in place of those who were asked first, and know the applicant; nothing if none of them does.
fn handed_on(db: &mut AnyConnection, application: &Application) -> Result<Option<Holder>, Error> {
    let Some((organisation_id, since)) = decisions::declared_at(db, application.id)? else {
        return Ok(None);
    };
    let all = rounds::deciders(db, application.id, organisation_id)?;
    let role = rounds::whom_to_ask(&all, 0).first().map(|decider| decider.role);
    let organisation = store::organisation_name(db, organisation_id)?;
    let who = match role {
        Some(Role::Coordinator) => format!("Another coordinator at {organisation}"),
        Some(Role::Champion) => format!("A board member of {organisation}"),
        Some(Role::AreaLead) => format!("The area lead for {organisation}"),
        Some(Role::National) | None => format!("{organisation}. We look for somebody else who can decide"),
    };
    Ok(Some(Holder {
        who,
        since: dates::day_of(since),
        by: None,
        ask_again: None,
        note: Some(KNOWN),
    }))
}

fn asked_holder(application: &Application, closes_at: Instant, asked: &AskedFacts) -> Option<Holder> {
    let who = match asked.kind.as_str() {
        "guardian" => "Your parent or guardian",
        _ => "Your school, college or adviser",
    };
    let note = match asked.state.as_str() {
        "waiting" if asked.address_refused => Some("Our email to them came back. Check the address, or give us another name."),
        "waiting" => None,
        "refused" => Some("They told us that you are not on their roll. Give us another name."),
        _ => return None,
    };
    Some(Holder {
        who: who.to_owned(),
        since: dates::day_of(asked.answered_at.unwrap_or(asked.asked_at)),
        by: Some(dates::moment(closes_at)),
        ask_again: Some(format!("/applications/{}/ask-again/{}", application.reference, asked.kind)),
        note,
    })
}

/// What is the same for every choice.
#[derive(Default)]
struct Ranked {
    counted: Vec<String>,
    not_counted: Vec<String>,
    would_change: Vec<String>,
    draw: Option<Draw>,
}

/// What counted, what did not, and the place in the draw, taken out of the first explanation; nothing before the round is ranked.
fn ranked(choices: &[ChoiceFacts], explained: &mut [Explanation]) -> Ranked {
    let mut both = choices.iter().zip(explained);
    let Some((standing, why)) = both.find_map(|(choice, why)| Some((choice.standing.as_ref()?, why))) else {
        return Ranked::default();
    };
    Ranked {
        counted: mem::take(&mut why.counted),
        not_counted: mem::take(&mut why.not_counted),
        would_change: mem::take(&mut why.would_change),
        draw: Some(Draw {
            band: standing.band_words().to_owned(),
            lottery: standing.short_lottery(),
            position: standing.draw_position,
        }),
    }
}

fn shown(facts: &ChoiceFacts, why: Explanation) -> ShownChoice {
    ShownChoice {
        title: facts.title.clone(),
        href: format!("/work-experience/{}", facts.slug),
        place: format!("{}, {}", facts.organisation, facts.town),
        when: dates::days(facts.first_day, facts.last_day),
        status: facts.standing.as_ref().map(|standing| standing.status.clone()),
        declined: facts.declined.as_deref().and_then(why_declined),
        sentences: why.sentences,
    }
}

/// What the letter about a decline says of its reason.
fn why_declined(reason: &str) -> Option<&'static str> {
    reason.parse::<DeclineReason>().ok().map(DeclineReason::told)
}

/// Why a choice stands where it stands; empty before the round is ranked.
fn explanation(id: i64, choice: &ChoiceFacts) -> Result<Explanation, Error> {
    let Some(standing) = &choice.standing else {
        return Ok(Explanation::default());
    };
    serde_json::from_str(&standing.explanation)
        .map_err(|error| Error::internal(format!("standing of application {id}: explanation at column {}", error.column())))
}

/// What happened, newest first, without who did it; what happened twice at the same time is told once.
fn events(entries: &[audit::Told]) -> Vec<Event> {
    let mut told = BTreeSet::new();
    let mut events: Vec<Event> = entries
        .iter()
        .filter_map(|entry| Some((entry, what(entry)?)))
        .filter(|(entry, what)| told.insert((entry.at, *what)))
        .map(|(entry, what)| Event {
            when: dates::moment(entry.at),
            what,
        })
        .collect();
    events.reverse();
    events
}

/// Of an audit row's facts, those that the page tells.
#[derive(Deserialize)]
struct Facts<'a> {
    kind: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
}

fn what(entry: &audit::Told) -> Option<&'static str> {
    let facts: Facts<'_> = serde_json::from_str(&entry.detail).ok()?;
    let guardian = facts.kind == Some("guardian");
    Some(match entry.act.as_str() {
        "application.moved" => happened(facts.from?.parse().ok()?, facts.to?.parse().ok()?),
        "confirmation.asked" if guardian => "We asked your parent or guardian",
        "confirmation.asked" => "We asked your school, college or adviser",
        "confirmation.chased" if guardian => "We reminded your parent or guardian",
        "confirmation.chased" => "We reminded your school, college or adviser",
        "confirmation.answered" if guardian => "Your parent or guardian answered",
        "confirmation.answered" => "Your school, college or adviser answered",
        "consent.withdrawn" => "Your parent or guardian no longer agreed",
        _ => return None,
    })
}
