//! Letters after a placement.

use askama::Template;

use super::certificate::model::WhyWithdrawn;
use super::expenses::model::{Claim, ClaimState, WhyRefused, pounds};
use super::guard::name_of;
use crate::applications::{self, Name};
use crate::auth;
use crate::dates;
use crate::error::Error;
use crate::mail::{self, Letter};
use crate::opportunities::{self as offered, Opportunity};
use crate::placements::Placed;
use crate::tx::Tx;

fn first(name: Option<&Name>) -> &str {
    name.map_or("applicant", |name| name.first.as_str())
}

/// What somebody typed as part of a paragraph: on one line, and never a part of the letter's own form.
fn in_letter(words: &str) -> String {
    let words = words.replace("[[", "").replace("]]", "");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Template)]
#[template(path = "mail/afterwards/after.txt")]
struct AfterMail<'a> {
    first_name: &'a str,
    about: &'a Opportunity,
    dates: String,
}

/// Asks who came how it was.
pub fn after(tx: &mut Tx<'_>, to: &str, name: Option<&Name>, placed: &Placed) -> Result<Letter, Error> {
    let about = offered::by_id(tx.db, placed.opportunity_id)?;
    let words = AfterMail {
        first_name: first(name),
        dates: dates::days(about.first_day, about.last_day),
        about: &about,
    };
    mail::compose("placement.after", 1, to, &words)
}

/// The page of the participant's own.
fn own_page(tx: &Tx<'_>, placed: &Placed) -> String {
    format!("{}/applications/{}/afterwards", tx.env.public_url, placed.application)
}

#[derive(Template)]
#[template(path = "mail/afterwards/after-coordinator.txt")]
struct AfterCoordinatorMail<'a> {
    application: &'a str,
    about: &'a Opportunity,
    dates: String,
}

/// Asks a coordinator who came, and how it was.
pub fn after_coordinator(tx: &mut Tx<'_>, to: &str, placed: &Placed) -> Result<Letter, Error> {
    let about = offered::by_id(tx.db, placed.opportunity_id)?;
    let words = AfterCoordinatorMail {
        application: &placed.application,
        dates: dates::days(about.first_day, about.last_day),
        about: &about,
    };
    mail::compose("placement.after.coordinator", 1, to, &words)
}

#[derive(Template)]
#[template(path = "mail/afterwards/told.txt")]
struct ToldMail<'a> {
    subject: &'a str,
    first_name: &'a str,
    placement: &'a str,
    sentences: Vec<String>,
    url: String,
}

/// Tells the participant something about their placement, and leads to its page.
fn tell(tx: &mut Tx<'_>, kind: &'static str, placed: &Placed, subject: &str, sentences: Vec<String>) -> Result<(), Error> {
    let (email, name) = applications::recipient(tx.db, placed.application_id)?;
    let words = ToldMail {
        subject,
        first_name: first(name.as_ref()),
        placement: &placed.title,
        sentences,
        url: own_page(tx, placed),
    };
    mail::enqueue(tx, &mail::compose(kind, 1, &email, &words)?)?;
    Ok(())
}

/// Tells the participant that the record says that they did not come.
pub fn did_not_attend(tx: &mut Tx<'_>, placed: &Placed) -> Result<(), Error> {
    let sentences = vec![
        "The organisation told us that you did not come to this placement.".to_owned(),
        "If this is wrong, contact us. Then we look at it again.".to_owned(),
    ];
    tell(
        tx,
        "placement.did_not_attend",
        placed,
        "Your placement was recorded as not attended",
        sentences,
    )
}

/// Tells the participant that there is a certificate.
pub fn certificate_issued(tx: &mut Tx<'_>, placed: &Placed, number: &str) -> Result<(), Error> {
    let sentences = vec![
        "The organisation has made a certificate of your placement. You can download it.".to_owned(),
        format!("Its number is {number}. Anybody can check that number on our site. They do not see your name."),
    ];
    tell(tx, "certificate.issued", placed, "Your certificate is ready", sentences)
}

/// Tells the participant that the certificate is not valid any more.
pub fn certificate_withdrawn(tx: &mut Tx<'_>, placed: &Placed, why: WhyWithdrawn) -> Result<(), Error> {
    let sentences = vec![format!("The organisation has withdrawn your certificate. {}", why.told())];
    tell(tx, "certificate.withdrawn", placed, "Your certificate was withdrawn", sentences)
}

/// Tells the claimant what came of a claim.
pub fn claim_decided(tx: &mut Tx<'_>, placed: &Placed, claim: &Claim, state: ClaimState, reason: Option<WhyRefused>) -> Result<(), Error> {
    let amount = pounds(i64::from(claim.pence));
    let what = format!("{} on {}, {amount}", claim.kind.words(), dates::day(claim.on_day));
    let (subject, words) = match state {
        ClaimState::Agreed => (
            "Your claim was agreed",
            "The organisation has agreed to your claim. It pays you itself.",
        ),
        ClaimState::Paid => ("Your claim was paid", "The organisation says that it has paid your claim."),
        ClaimState::Refused | ClaimState::Sent => ("Your claim was refused", "The organisation has refused your claim."),
    };
    let why = reason.map(|reason| format!("The reason: {}.", reason.words().to_lowercase()));
    let sentences = [Some(words.to_owned()), Some(format!("The claim: {what}.")), why];
    tell(tx, "claim.decided", placed, subject, sentences.into_iter().flatten().collect())
}

#[derive(Template)]
#[template(path = "mail/afterwards/claim.txt")]
struct ClaimMail<'a> {
    application: &'a str,
    title: &'a str,
    url: String,
}

/// Tells every coordinator that somebody claims money.
pub fn claim_made(tx: &mut Tx<'_>, placed: &Placed) -> Result<(), Error> {
    let words = ClaimMail {
        application: &placed.application,
        title: &placed.title,
        url: format!("{}/coordinate/claims", tx.env.public_url),
    };
    for (_, email) in auth::coordinators_of(tx.db, placed.organisation_id)? {
        mail::enqueue(tx, &mail::compose("claim.made", 1, &email, &words)?)?;
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "mail/afterwards/thanks.txt")]
struct ThanksMail<'a> {
    name: &'a str,
    about: &'a Opportunity,
    dates: String,
    words: String,
}

/// Sends a participant's thanks. Nothing of this letter stays once it has left.
pub fn thanks(tx: &mut Tx<'_>, to: &str, placed: &Placed, words: &str) -> Result<(), Error> {
    let about = offered::by_id(tx.db, placed.opportunity_id)?;
    let words = ThanksMail {
        name: &in_letter(&name_of(tx.db, placed)?),
        dates: dates::days(about.first_day, about.last_day),
        about: &about,
        words: in_letter(words),
    };
    mail::enqueue(tx, &mail::compose("thanks.sent", 1, to, &words)?.forgotten())?;
    Ok(())
}

#[derive(Template)]
#[template(path = "mail/afterwards/keep-in-touch.txt")]
struct KeepInTouchMail<'a> {
    first_name: &'a str,
    about: &'a Opportunity,
    dates: String,
}

/// Asks what somebody does, some months later. Its link answers, and stops the questions.
pub fn keep_in_touch(tx: &mut Tx<'_>, to: &str, name: Option<&Name>, placed: &Placed) -> Result<Letter, Error> {
    let about = offered::by_id(tx.db, placed.opportunity_id)?;
    let words = KeepInTouchMail {
        first_name: first(name),
        dates: dates::days(about.first_day, about.last_day),
        about: &about,
    };
    mail::compose("keep_in_touch.news", 1, to, &words)
}
