//! The demonstration played from beginning to end: one round settled, one ranked and being decided, one open.

use diesel::prelude::*;
use time::{Date, Duration};

use super::answers::{answer_all, possible};
use super::cast::{Person, person};
use super::places::{add_opportunities, add_places};
use super::pledges;
use super::recorded::add_recorded;
use super::rounds::{add_round, answer_links, close_and_rank, days, open};
use super::schools::add_schools;
use crate::applications::{self, Owner};
use crate::auth;
use crate::clock::Clock;
use crate::db::schema::{organisation, outbox};
use crate::db::{AnyConnection, Db, Instant};
use crate::error::Error;
use crate::links::Purpose;
use crate::placements;
use crate::tx::{Actor, Ledger};

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Played {
    /// How many invented people applied, or began to.
    pub applicants: usize,
    /// How many placements are on offer.
    pub opportunities: usize,
}

/// True if a database has nothing yet: the demonstration is for those only.
pub fn wanted(db: &Db) -> Result<bool, Error> {
    db.read_now(|db| {
        let organisations: i64 = organisation::table.count().get_result(db)?;
        Ok(organisations == 0)
    })
}

/// How many people apply in each round.
const CROWDS: [std::ops::Range<usize>; 3] = [0..130, 130..280, 280..400];

/// Fills an empty database as of `today` at midday. `ledger` must have a fixed clock, which is moved, and seeded randomness.
///
/// # Errors
/// `Conflict` if the clock is not a fixed one.
pub fn play(ledger: &Ledger, today: Date) -> Result<Played, Error> {
    let Clock::Fixed(_) = ledger.clock else {
        return Err(Error::conflict("The demonstration needs a clock that it can move."));
    };
    let now = Instant::midnight(today).plus(Duration::hours(12));
    at(ledger, days(now, -430));
    let places = ledger.write_now(Actor::Operator, add_places)?;
    for (index, ago, kinds) in pledges::LONG_AGO {
        pledges::sign(ledger, places.signer(index), kinds, days(now, -ago))?;
    }
    at(ledger, days(now, -90));
    let first_days = [60, 60, 75].map(|ahead| monday(days(now, ahead).date()));
    let starts = [-90, -40, -10];
    let ends = [-60, -2, 20];
    let names = ["Autumn round", "Winter round", "Spring round"];
    let references = ["DEMO-AUTUMN", "DEMO-WINTER", "DEMO-SPRING"];
    let rounds = ledger.write_now(Actor::Operator, |tx| {
        add_schools(tx)?;
        let mut rounds = Vec::new();
        for index in 0..3 {
            let id = add_round(
                tx,
                references[index],
                names[index],
                days(now, starts[index]),
                days(now, ends[index]),
            )?;
            add_opportunities(tx, &places, id, first_days[index], index * 4)?;
            rounds.push(id);
        }
        Ok(rounds)
    })?;
    for (index, crowd) in CROWDS.into_iter().enumerate() {
        at(ledger, days(now, starts[index]));
        ledger.write_now(Actor::Operator, |tx| open(tx, rounds[index]))?;
        at(ledger, days(now, starts[index] + 1));
        for number in crowd {
            apply(ledger, rounds[index], &person(number, today), index == 2)?;
        }
        at(ledger, days(now, starts[index] + 3));
        confirm(ledger, index == 2)?;
        if index < 2 {
            at(ledger, days(now, ends[index]));
            ledger.write_now(Actor::Operator, |tx| close_and_rank(tx, rounds[index]))?;
            decide(ledger, index == 0)?;
        }
    }
    pledges::on_their_way(ledger, places.signer(7), places.signer(8), now)?;
    at(ledger, now);
    ledger.write_now(Actor::Operator, |tx| add_recorded(tx, today))?;
    ledger.write_now(Actor::Operator, |tx| post(tx.db))?;
    Ok(Played {
        applicants: 400,
        opportunities: 30,
    })
}

fn at(ledger: &Ledger, when: Instant) {
    ledger.clock.advance(when.since(ledger.clock.now()));
}

fn monday(date: Date) -> Date {
    let ahead = (7 - i64::from(date.weekday().number_days_from_monday())) % 7;
    date.saturating_add(Duration::days(ahead))
}

/// One person applies; in the open round some only begin, and a few take it back.
fn apply(ledger: &Ledger, round_id: i64, person: &Person, still_open: bool) -> Result<(), Error> {
    ledger.clock.advance(Duration::minutes(7));
    ledger.write_now(Actor::Operator, |tx| {
        let chosen = possible(tx, round_id, person)?;
        let Some(first) = chosen.first() else { return Ok(()) };
        let id = auth::person_for_email(tx, &person.email)?;
        tx.actor = Actor::Person(id);
        let reference = applications::begin(tx, id, first, Some(person.born))?;
        let application = applications::application_by_ref(tx.db, &reference)?;
        if still_open && person.number % 5 == 4 {
            return Ok(());
        }
        answer_all(tx, application.id, person, &chosen)?;
        let owner = Owner {
            id,
            email: person.email.clone(),
        };
        applications::submit(tx, &owner, &reference)?;
        if person.number % 37 == 5 {
            applications::withdraw(tx, &owner, &reference)?;
        }
        Ok(())
    })
}

/// Guardians and schools answer; in the open round some have not yet, and some never do.
fn confirm(ledger: &Ledger, still_open: bool) -> Result<(), Error> {
    let silent = move |index: usize| index % 23 == 7 || (still_open && index.is_multiple_of(3));
    ledger.write_now(Actor::Operator, |tx| {
        answer_links(tx, Purpose::Guardian, |index| {
            let agree = if index % 17 == 9 { "no" } else { "yes" };
            (!silent(index)).then(|| {
                vec![
                    ("agree", agree),
                    ("full-name", "Sam Guardian"),
                    ("relationship", "Parent"),
                    ("statement", "yes"),
                ]
            })
        })
    })?;
    ledger.write_now(Actor::Operator, |tx| {
        answer_links(tx, Purpose::School, |index| {
            let says = ["yes", "yes", "cannot_say", "no"][index % 4];
            (!silent(index)).then(|| {
                vec![
                    ("on-roll", "yes"),
                    ("free-school-meals", says),
                    ("pupil-premium", says),
                    ("meals-share", "yes"),
                    ("meals-year", "2025 to 2026"),
                    ("fit", "yes"),
                    ("full-name", "Alex Careers"),
                    ("role", "Careers lead"),
                ]
            })
        })
    })
}

/// Coordinators decide and applicants answer. To the end: again and again, until nothing is open; otherwise some of it, once.
fn decide(ledger: &Ledger, to_the_end: bool) -> Result<(), Error> {
    for turn in 0..if to_the_end { 12 } else { 1 } {
        ledger.clock.advance(Duration::days(i64::from(to_the_end)));
        ledger.write_now(Actor::Operator, |tx| {
            answer_links(tx, Purpose::Proposal, |index| match index % 12 {
                5 if turn < 3 => Some(vec![
                    ("decision", "decline"),
                    ("reason", "support_not_possible"),
                    ("passing", "asked_to_choose"),
                ]),
                // A reason is looked at only where somebody above still waits.
                _ if to_the_end || index % 3 == 0 => Some(vec![("decision", "approve"), ("passing", "waits_for_information")]),
                _ => None,
            })
        })?;
        ledger.clock.advance(Duration::hours(20));
        ledger.write_now(Actor::Operator, |tx| {
            answer_links(tx, Purpose::Offer, |index| match index % 8 {
                3 if turn < 3 => Some(vec![("answer", "decline"), ("reason", "dates")]),
                6 if turn < 3 => None,
                _ if to_the_end || index % 2 == 0 => Some(vec![("answer", "accept")]),
                _ => None,
            })
        })?;
    }
    if to_the_end {
        ledger.clock.advance(Duration::days(8));
        placements::expire_due(ledger)?;
    }
    Ok(())
}

/// The letters of the past have left: nothing of the demonstration is sent again.
fn post(db: &mut AnyConnection) -> Result<(), Error> {
    diesel::update(outbox::table.filter(outbox::state.eq("queued")))
        .set((
            outbox::state.eq("sent"),
            outbox::attempts.eq(1),
            outbox::finished_at.eq(outbox::created_at.nullable()),
        ))
        .execute(db)?;
    Ok(())
}
