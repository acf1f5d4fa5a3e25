//! Asking: the row, the link, the letter and the day of the first reminder, in one transaction.

use serde_json::json;
use time::Duration;

use super::mails::{ApplicantNews, GuardianAsked, News, SchoolAsked};
use super::model::{Confirmation, ConfirmationState, Kind, next_chase};
use super::store::{self, Asked};
use crate::applications::{Application, ApplicationState, Guardian, SchoolContact, application_by_id, change_state, recipient};
use crate::auth::normalise_email;
use crate::error::Error;
use crate::links::{self, lifetimes};
use crate::opportunities::round_by_id;
use crate::tx::Tx;
use crate::{audit, dates, mail};

/// So many letters in a day go to addresses that one person chose, whatever they apply for: nobody is flooded in somebody's name.
const LETTERS_A_DAY: i64 = 12;

/// The words for a guardian's address that is the applicant's own.
pub const OWN_ADDRESS: &str = "This email address must be different from yours";

/// Asks the guardian and the school that a sent application names. Whoever needs neither is not asked; the state is for the caller to set.
///
/// # Errors
/// `Conflict` if the guardian's address is the applicant's own: nobody consents for themselves.
pub fn ask(tx: &mut Tx<'_>, application_id: i64, guardian: Option<&Guardian>, school: Option<&SchoolContact>) -> Result<(), Error> {
    if let Some(guardian) = guardian {
        let asked = Asked {
            kind: Kind::Guardian,
            name: &guardian.name,
            relationship: &guardian.relationship,
            email: &guardian.email,
        };
        ask_one(tx, application_id, &asked)?;
    }
    if let Some(school) = school {
        let relationship = format!("{}, {}", school.role, school.organisation);
        ask_one(
            tx,
            application_id,
            &Asked {
                kind: Kind::School,
                name: &school.name,
                relationship: &relationship,
                email: &school.email,
            },
        )?;
    }
    Ok(())
}

/// Asks one person now. Whoever was asked before in this role is not any more: their links are overtaken.
pub fn ask_one(tx: &mut Tx<'_>, application_id: i64, asked: &Asked<'_>) -> Result<(), Error> {
    let email = normalise_email(asked.email);
    let (own, _) = recipient(tx.db, application_id)?;
    if email == own {
        return Err(Error::conflict(OWN_ADDRESS));
    }
    let application = application_by_id(tx.db, application_id)?;
    if store::letters_asked_since(tx.db, application.person_id, tx.now.plus(-Duration::DAY))? >= LETTERS_A_DAY {
        return Err(Error::conflict("You have asked many people today. Try again tomorrow."));
    }
    let closes_at = round_by_id(tx.db, application.round_id)?.closes_at;
    let id = store::save_asked(
        tx,
        application_id,
        &Asked { email: &email, ..*asked },
        next_chase(tx.now, tx.now, closes_at),
    )?;
    links::supersede(tx, asked.kind.purpose(), id)?;
    audit::record(
        tx,
        "confirmation.asked",
        "application",
        application_id,
        &json!({"kind": asked.kind}),
    )?;
    let confirmation = store::by_id(tx.db, id)?;
    send(tx, &confirmation, false)
}

/// Sends the letter of a confirmation with a fresh link.
pub fn send(tx: &mut Tx<'_>, confirmation: &Confirmation, reminder: bool) -> Result<(), Error> {
    let application = application_by_id(tx.db, confirmation.application_id)?;
    let answer_by = dates::last_day_before(round_by_id(tx.db, application.round_id)?.closes_at);
    let (_, applicant) = recipient(tx.db, application.id)?;
    let applicant = applicant.ok_or_else(|| Error::internal(format!("application {} was sent without a name", application.id)))?;
    let (first_name, full_name) = (one_line(&applicant.first), one_line(&applicant.to_string()));
    let choices = store::chosen(tx.db, application.id)?;
    let (name, service) = (one_line(&confirmation.name), tx.env.service_name.clone());
    let (name, first_name, choices, answer_by, service) = (
        name.as_str(),
        first_name.as_str(),
        &choices[..],
        answer_by.as_str(),
        service.as_str(),
    );
    let to = &confirmation.email;
    let letter = match confirmation.kind {
        Kind::Guardian => mail::compose(
            "confirmation.guardian",
            1,
            to,
            &GuardianAsked {
                name,
                first_name,
                choices,
                answer_by,
                reminder,
                service,
            },
        )?,
        Kind::School => {
            let full_name = full_name.as_str();
            mail::compose(
                "confirmation.school",
                1,
                to,
                &SchoolAsked {
                    name,
                    full_name,
                    first_name,
                    choices,
                    answer_by,
                    reminder,
                    service,
                },
            )?
        }
    };
    let link = links::issue(tx, confirmation.kind.purpose(), confirmation.id, to, lifetimes::CONFIRMATION)?;
    mail::enqueue(tx, &letter.with_link(link))?;
    Ok(())
}

/// Tells the applicant.
pub fn tell(tx: &mut Tx<'_>, application: &Application, news: News) -> Result<(), Error> {
    let (email, name) = recipient(tx.db, application.id)?;
    let first_name = name.map(|name| one_line(&name.first));
    let closes_on = dates::last_day_before(round_by_id(tx.db, application.round_id)?.closes_at);
    let words = ApplicantNews {
        news,
        first_name: first_name.as_deref(),
        closes_on: &closes_on,
        address: &format!("{}/applications/{}", tx.env.public_url, application.reference),
        search: &format!("{}/work-experience", tx.env.public_url),
        service: &tx.env.service_name,
    };
    let letter = mail::compose(news.kind(), 1, &email, &words)?;
    mail::enqueue(tx, &letter)?;
    Ok(())
}

/// Lets an application go on once everybody who was asked has answered.
pub fn settle(tx: &mut Tx<'_>, application_id: i64) -> Result<(), Error> {
    let application = application_by_id(tx.db, application_id)?;
    let open = store::of_application(tx.db, application_id)?
        .iter()
        .any(|confirmation| matches!(confirmation.state, ConfirmationState::Waiting | ConfirmationState::Refused));
    if open || application.state != ApplicationState::AwaitingConfirmation {
        return Ok(());
    }
    change_state(
        tx,
        application_id,
        ApplicationState::AwaitingConfirmation,
        ApplicationState::Ready,
        None,
    )?;
    tell(tx, &application, News::Ready)
}

/// Ends what is still asked about an application that is over: rows are cancelled, links overtaken. For whoever withdraws or ends one.
pub fn call_off(tx: &mut Tx<'_>, application_id: i64) -> Result<(), Error> {
    for confirmation in store::of_application(tx.db, application_id)? {
        if store::save_cancelled(tx, confirmation.id)? {
            links::supersede(tx, confirmation.kind.purpose(), confirmation.id)?;
            audit::record(
                tx,
                "confirmation.cancelled",
                "application",
                application_id,
                &json!({"kind": confirmation.kind}),
            )?;
        }
    }
    Ok(())
}

/// Words from a form as one line: a line break in a name would begin a new block of the letter, and brackets its button.
fn one_line(words: &str) -> String {
    words
        .replace("[[", "")
        .replace("]]", "")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
