//! Keeping it true: a review falls due, is asked for, sent, approved or sent back, or the pledge lapses; and an organisation can withdraw.

use serde_json::json;

use super::asking::approvers;
use super::forms::Said;
use super::mails::{About, ReviewAsked, ReviewSent, Told, What};
use super::model::{Organisation, Pledge, PledgeState};
use super::review::{Review, ReviewAnswers, ReviewState};
use super::sending::change;
use super::state::{DUE_BEFORE, Event};
use super::steps::in_letter;
use super::store::{organisations, pledges, promises, reviews};
use crate::auth::{self, Role};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::jobs::{Tally, one_by_one};
use crate::links::{self, Purpose, lifetimes};
use crate::tx::{Ledger, Tx};
use crate::{audit, dates, mail};

const BATCH: i64 = 200;

/// Job: makes pledges due, asks for reviews, reminds areas, and lets lapse what was not reviewed in time. Each pledge has a transaction of its own.
///
/// # Errors
/// `Unavailable` if the database cannot be used: the rest waits for the next run.
pub fn review_due(ledger: &Ledger) -> Result<String, Error> {
    let today = ledger.clock.now().date();
    let falling = ledger.db.read_now(|db| reviews::falling_due(db, today, DUE_BEFORE, BATCH))?;
    let mut tally = one_by_one(ledger, &falling, |id| *id, |tx, id| fall_due(tx, *id))?;
    let mut after = 0;
    loop {
        let due = ledger.db.read_now(|db| reviews::due(db, after, BATCH))?;
        let Some(last) = due.last() else {
            return tally.outcome("moved or reminded");
        };
        after = *last;
        let more: Tally = one_by_one(ledger, &due, |id| *id, |tx, id| look_after(tx, *id))?;
        tally += more;
    }
}

/// Whose pledge it is.
fn organisation_of(db: &mut AnyConnection, pledge: &Pledge, today: time::Date) -> Result<Organisation, Error> {
    let id = pledge
        .organisation_id
        .ok_or_else(|| Error::internal(format!("pledge {}: no organisation", pledge.id)))?;
    organisations::by_id(db, id, today)
}

/// The addresses of the champions and coordinators of an organisation.
pub fn members(db: &mut AnyConnection, organisation_id: i64) -> Result<Vec<String>, Error> {
    let mut people: Vec<String> = auth::coordinators_of(db, organisation_id)?
        .into_iter()
        .map(|(_, email)| email)
        .collect();
    people.extend(auth::addresses_with(db, Role::Champion, organisation_id)?);
    people.sort();
    people.dedup();
    Ok(people)
}

fn fall_due(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let pledge = pledges::by_id(tx.db, id)?;
    let today = tx.now.date();
    let (PledgeState::Published, Some(due_on)) = (pledge.state, pledge.review_on) else {
        return Ok(false);
    };
    change(tx, &pledge, &Event::FallDue)?;
    let review = reviews::add(tx, id, due_on, Review::reminders_by(due_on, today))?;
    ask(tx, &pledge, &review)?;
    Ok(true)
}

/// Reminds, or lets lapse.
fn look_after(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    pledges::hold(tx, id)?;
    let pledge = pledges::by_id(tx.db, id)?;
    let Some(review) = reviews::last(tx.db, id)?.filter(|_| pledge.state == PledgeState::DueForReview) else {
        return Ok(false);
    };
    let today = tx.now.date();
    if review.is_late(today) {
        change(tx, &pledge, &Event::Lapse)?;
        links::supersede(tx, Purpose::PledgeReview, review.id)?;
        tell(tx, &pledge, What::Lapsed, None, true)?;
        return Ok(true);
    }
    if review.is_to_be_chased(tx.now) {
        return Ok(reviews::count_chase(tx, &review)? && ask_area(tx, &pledge, true).map(|()| true)?);
    }
    let reminders = Review::reminders_by(review.due_on, today);
    if review.state == ReviewState::Due && reminders > review.reminders && reviews::count_reminders(tx, &review, reminders)? {
        ask(tx, &pledge, &review)?;
        return Ok(true);
    }
    Ok(false)
}

/// Asks the organisation's people for a review.
fn ask(tx: &mut Tx<'_>, pledge: &Pledge, review: &Review) -> Result<(), Error> {
    let organisation = organisation_of(tx.db, pledge, tx.now.date())?;
    for to in members(tx.db, organisation.id)? {
        ask_one(tx, pledge, review, &organisation, &to)?;
    }
    audit::record(
        tx,
        "review.asked",
        "pledge",
        pledge.id,
        &json!({"due_on": review.due_on.to_string()}),
    )
}

/// Asks one person for a review, with a fresh link.
pub fn ask_one(tx: &mut Tx<'_>, pledge: &Pledge, review: &Review, organisation: &Organisation, to: &str) -> Result<(), Error> {
    let words = ReviewAsked {
        about: &About::new(organisation, pledge),
        due_on: &dates::day(review.due_on),
        last_day: &dates::day(review.last_day()),
        passed: tx.now.date() >= review.due_on,
        service: &tx.env.service_name,
    };
    let letter = mail::compose("pledge.review", 1, to, &words)?;
    let link = links::issue(tx, Purpose::PledgeReview, review.id, to, lifetimes::PLEDGE_REVIEW)?;
    mail::enqueue(tx, &letter.with_link(link))?;
    Ok(())
}

/// Asks the leads of the area to look at a review.
fn ask_area(tx: &mut Tx<'_>, pledge: &Pledge, reminder: bool) -> Result<(), Error> {
    let organisation = organisation_of(tx.db, pledge, tx.now.date())?;
    for to in approvers(tx.db, organisation.id)? {
        let words = ReviewSent {
            about: &About::new(&organisation, pledge),
            reminder,
            address: &format!("{}/lead/reviews/{}", tx.env.public_url, pledge.reference),
            service: &tx.env.service_name,
        };
        mail::enqueue(tx, &mail::compose("pledge.review_sent", 1, &to, &words)?)?;
    }
    Ok(())
}

/// Takes what an organisation says about its year. `by` is the person, if they are known.
///
/// # Errors
/// `Conflict`, in words for the reader, if a colleague sent it before or it is too late.
pub fn send_review(tx: &mut Tx<'_>, review: &Review, answers: &ReviewAnswers, by: Option<i64>) -> Result<(), Error> {
    pledges::hold(tx, review.pledge_id)?;
    let pledge = pledges::by_id(tx.db, review.pledge_id)?;
    if pledge.state != PledgeState::DueForReview || !reviews::send(tx, review.id, answers, by)? {
        return Err(Error::conflict("This review was sent a moment ago, or its time is over."));
    }
    links::supersede(tx, Purpose::PledgeReview, review.id)?;
    audit::record(tx, "review.sent", "pledge", pledge.id, &json!({}))?;
    ask_area(tx, &pledge, false)
}

/// Takes the answer of the area's lead.
///
/// # Errors
/// `Conflict`, in words for the reader, if it was answered before.
pub fn answer_review(tx: &mut Tx<'_>, pledge: &Pledge, review: &Review, said: &Said, by: i64) -> Result<(), Error> {
    let answered = || Error::conflict("This was answered a moment ago.");
    pledges::hold(tx, pledge.id)?;
    match said {
        Said::Yes => {
            if !reviews::approve(tx, review.id, by)? {
                return Err(answered());
            }
            change(tx, pledge, &Event::Renew)?;
            if let (Some(answers), Some(organisation_id)) = (&review.answers, pledge.organisation_id) {
                promises::put_survey(tx, organisation_id, tx.now.date().year(), &answers.survey)?;
            }
            tell(tx, pledge, What::Renewed, None, false)?;
        }
        Said::SendBack(reason) => {
            if !reviews::send_back(tx, review.id, reason)? {
                return Err(answered());
            }
            tell(tx, pledge, What::ReviewSentBack, Some(reason), false)?;
        }
    }
    audit::record(tx, "review.answered", "pledge", pledge.id, &json!({"how": said.how()}))
}

/// Takes a pledge back, with the champion's reason.
///
/// # Errors
/// `Conflict` if it is not in force any more.
pub fn withdraw(tx: &mut Tx<'_>, pledge: &Pledge, reason: &str) -> Result<(), Error> {
    change(tx, pledge, &Event::Withdraw(reason.to_owned()))?;
    if let Some(review) = reviews::last(tx.db, pledge.id)? {
        links::supersede(tx, Purpose::PledgeReview, review.id)?;
    }
    tell(tx, pledge, What::Withdrawn, Some(reason), true)
}

/// Tells the organisation's people, and if asked for the area's leads.
fn tell(tx: &mut Tx<'_>, pledge: &Pledge, what: What, reason: Option<&str>, area: bool) -> Result<(), Error> {
    let organisation = organisation_of(tx.db, pledge, tx.now.date())?;
    let mut people = members(tx.db, organisation.id)?;
    if area {
        people.extend(approvers(tx.db, organisation.id)?);
    }
    people.sort();
    people.dedup();
    // Its dates are those after the change.
    let pledge = pledges::by_id(tx.db, pledge.id)?;
    let reason = reason.map(in_letter);
    for to in &people {
        let words = Told {
            what,
            about: &About::new(&organisation, &pledge),
            reason: reason.as_deref(),
            review_on: &pledge.review_on.map(dates::day).unwrap_or_default(),
            page: &format!("{}{}", tx.env.public_url, pledge.verify_path()),
            work: &format!("{}/coordinate/pledges/{}", tx.env.public_url, pledge.reference),
            service: &tx.env.service_name,
        };
        mail::enqueue(tx, &mail::compose(what.kind(), 1, to, &words)?)?;
    }
    Ok(())
}
