//! Naming somebody else, or correcting an address, while an application waits.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde_json::json;
use time::Duration;

use super::asking::{OWN_ADDRESS, ask_one};
use super::forms::AskAgainForm;
use super::model::{Confirmation, ConfirmationState, Kind};
use super::store::{self, Asked};
use super::views::AskAgainPage;
use crate::applications::{self, Application, ApplicationState};
use crate::audit;
use crate::auth::{Applicant, normalise_email};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::Actor;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// How often in a day an applicant can name somebody else of one kind.
const PER_DAY: usize = 3;
const OFTEN: &str = "You have changed this 3 times today. Try again tomorrow";
/// The name of that act in the audit log.
const ASKED_AGAIN: &str = "confirmation.asked_again";

/// The form, with what was given before.
pub async fn show(ctx: Ctx, viewer: Applicant, path: Path<(String, Kind)>) -> Result<HttpResponse, Error> {
    let (reference, kind) = path.into_inner();
    ctx.load_page(move |db| {
        let (application, confirmation) = open(db, &viewer, &reference, kind)?;
        let form = AskAgainForm {
            full_name: confirmation.name,
            relationship: confirmation.relationship,
            email: confirmation.email,
        };
        Ok(page(&application, kind, form, Errors::default()))
    })
    .await
}

/// Asks anew.
pub async fn send(
    ctx: Ctx,
    viewer: Applicant,
    path: Path<(String, Kind)>,
    Protected { mut form, key }: Protected<AskAgainForm>,
) -> Result<HttpResponse, Error> {
    let (reference, kind) = path.into_inner();
    let mut errors = form.check();
    if normalise_email(&form.email) == viewer.email {
        errors.add("email", OWN_ADDRESS);
    }
    let (now, who) = (ctx.app.ledger.clock.now(), viewer.clone());
    let (application, often) = ctx
        .app
        .ledger
        .db
        .read(move |db| {
            let (application, _) = open(db, &who, &reference, kind)?;
            let often = asked_since(db, application.id, kind, now.plus(-Duration::DAY))?;
            Ok((application, often))
        })
        .await?;
    if often >= PER_DAY {
        errors.add("email", OFTEN);
    }
    if !errors.is_empty() {
        return ctx.invalid(&page(&application, kind, form, errors));
    }
    let to = ctx
        .app
        .ledger
        .write_once(key, Actor::Person(viewer.id), move |tx| {
            // Read again: an answer may have come meanwhile.
            let (application, _) = open(tx.db, &viewer, &application.reference, kind)?;
            if asked_since(tx.db, application.id, kind, tx.now.plus(-Duration::DAY))? >= PER_DAY {
                return Err(Error::conflict(OFTEN));
            }
            audit::record(tx, ASKED_AGAIN, "application", application.id, &json!({"kind": kind}))?;
            let asked = Asked {
                kind,
                name: &form.full_name,
                relationship: &form.relationship,
                email: &form.email,
            };
            ask_one(tx, application.id, &asked)?;
            Ok(format!("/applications/{}", application.reference))
        })
        .await?;
    ctx.flash(true, "We have sent a new email")?;
    Ok(see_other(to))
}

/// The viewer's own application with the confirmation that it waits for.
///
/// # Errors
/// `NotFound` if it is not theirs or was not asked for; `Conflict` if it is answered already.
fn open(db: &mut AnyConnection, viewer: &Applicant, reference: &str, kind: Kind) -> Result<(Application, Confirmation), Error> {
    let application = applications::own(db, viewer.id, reference)?;
    let mut of_application = store::of_application(db, application.id)?.into_iter();
    let confirmation = of_application
        .find(|confirmation| confirmation.kind == kind)
        .ok_or(Error::NotFound)?;
    let waits = matches!(confirmation.state, ConfirmationState::Waiting | ConfirmationState::Refused);
    if application.state != ApplicationState::AwaitingConfirmation || !waits {
        return Err(Error::conflict(
            "Nobody has to be asked any more. The person you named has answered, or the application has moved on.",
        ));
    }
    Ok((application, confirmation))
}

fn asked_since(db: &mut AnyConnection, application_id: i64, kind: Kind, since: Instant) -> Result<usize, Error> {
    let about = json!({"kind": kind}).to_string();
    let entries = audit::timeline(db, "application", application_id)?;
    Ok(entries
        .iter()
        .filter(|entry| entry.act == ASKED_AGAIN && entry.at > since && entry.detail == about)
        .count())
}

fn page(application: &Application, kind: Kind, form: AskAgainForm, errors: Errors) -> AskAgainPage {
    AskAgainPage {
        kind,
        back: format!("/applications/{}", application.reference),
        form,
        errors: errors.0,
    }
}
