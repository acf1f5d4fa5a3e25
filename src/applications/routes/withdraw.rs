//! Taking an application back, and deleting a draft.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::super::draft_store::Owner;
use super::super::state::ApplicationState;
use super::super::views::{Ended, Withdraw};
use super::super::withdraw::{Withdrawal, withdraw};
use super::{Button, Reference, own_draft};
use crate::auth::Applicant;
use crate::error::Error;
use crate::tx::Actor;
use crate::web::form::Protected;
use crate::web::page::{Ctx, see_other};

/// Where a ranked application leaves its round, which gives what it holds to the next person.
fn leave(path: &str) -> String {
    format!("{path}/leave")
}

/// Asks whether to take it back.
pub async fn show(ctx: Ctx, applicant: Applicant, reference: Reference) -> Result<HttpResponse, Error> {
    let draft = own_draft(&ctx, &Owner::from(applicant), &reference).await?;
    match draft.application.state {
        ApplicationState::Draft | ApplicationState::AwaitingConfirmation | ApplicationState::Ready => ctx.page(&Withdraw {
            path: draft.path(),
            draft: draft.application.state == ApplicationState::Draft,
            round: draft.window.name,
        }),
        ApplicationState::Withdrawn => Ok(see_other(draft.path())),
        state if state.is_ranked() => Ok(see_other(leave(&draft.path()))),
        _ => ctx.page(&Ended { path: draft.path() }),
    }
}

/// Takes it back. Pressed again, it leads to the same page.
pub async fn take_back(ctx: Ctx, applicant: Applicant, reference: Reference, _: Protected<Button>) -> Result<HttpResponse, Error> {
    let (owner, path) = (Owner::from(applicant), format!("/applications/{reference}"));
    let outcome = ctx
        .app
        .ledger
        .write(Actor::Person(owner.id), move |tx| withdraw(tx, &owner, &reference))
        .await?;
    match outcome {
        Withdrawal::Deleted => ctx.flash(true, "Your draft is deleted.")?,
        Withdrawal::Withdrawn => ctx.flash(true, "You have taken back your application.")?,
        Withdrawal::NotHere(ApplicationState::Withdrawn) => {}
        Withdrawal::NotHere(state) if state.is_ranked() => return Ok(see_other(leave(&path))),
        Withdrawal::NotHere(_) => return ctx.page_with(StatusCode::CONFLICT, &Ended { path }),
    }
    Ok(see_other("/my-applications"))
}
