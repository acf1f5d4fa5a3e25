//! Checking the answers, sending them, and the page that says so.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::super::draft::Draft;
use super::super::draft_store::Owner;
use super::super::equality::is_done_with_equality;
use super::super::flow::Flow;
use super::super::state::ApplicationState;
use super::super::submit::{submit, year_taken};
use super::super::summary;
use super::super::views::{CheckAnswers, NotReady, Submitted, WhyNot};
use super::{Button, Reference, own_draft};
use crate::auth::Applicant;
use crate::dates;
use crate::error::Error;
use crate::tx::Actor;
use crate::web::form::Protected;
use crate::web::page::{Ctx, see_other};

/// Shows the answers; back to the task list as long as some are missing.
pub async fn show(ctx: Ctx, applicant: Applicant, reference: Reference) -> Result<HttpResponse, Error> {
    let draft = own_draft(&ctx, &Owner::from(applicant), &reference).await?;
    let flow = Flow::new(&draft.answers, &draft.placements);
    if draft.application.state != ApplicationState::Draft || !flow.is_complete() {
        return Ok(see_other(draft.path()));
    }
    let sent = flow.sent();
    ctx.page(&CheckAnswers {
        path: draft.path(),
        groups: summary::answers(&draft),
        guardian: sent.guardian.is_some(),
        school: sent.school.is_some(),
    })
}

/// Sends the application. Pressed again, it shows the same page.
pub async fn send(ctx: Ctx, applicant: Applicant, reference: Reference, sent: Protected<Button>) -> Result<HttpResponse, Error> {
    let owner = Owner::from(applicant);
    let draft = own_draft(&ctx, &owner, &reference).await?;
    if draft.application.state == ApplicationState::Draft
        && let Some(why) = not_ready(&ctx, &draft).await?
    {
        return ctx.page_with(StatusCode::CONFLICT, &NotReady { path: draft.path(), why });
    }
    let done = ctx
        .app
        .ledger
        .write_once(sent.key, Actor::Person(owner.id), move |tx| submit(tx, &owner, &reference));
    Ok(see_other(done.await?))
}

/// Why a draft cannot be sent now.
async fn not_ready(ctx: &Ctx, draft: &Draft) -> Result<Option<WhyNot>, Error> {
    if !draft.window.is_open(ctx.app.ledger.clock.now()) {
        return Ok(Some(WhyNot::Closed));
    }
    if !Flow::new(&draft.answers, &draft.placements).is_complete() {
        return Ok(Some(WhyNot::Incomplete));
    }
    let draft = draft.clone();
    let taken = ctx.app.ledger.db.read(move |db| year_taken(db, &draft)).await?;
    Ok(taken.map(WhyNot::PlacedIn))
}

/// Says that the application was sent, and what happens next.
pub async fn sent(ctx: Ctx, applicant: Applicant, reference: Reference) -> Result<HttpResponse, Error> {
    let draft = own_draft(&ctx, &Owner::from(applicant), &reference).await?;
    let id = draft.application.id;
    let equality = !ctx.app.ledger.db.read(move |db| is_done_with_equality(db, id)).await?;
    let waits = matches!(
        draft.application.state,
        ApplicationState::AwaitingConfirmation | ApplicationState::Ready
    );
    if waits {
        ctx.page(&submitted(draft, equality))
    } else {
        Ok(see_other(draft.path()))
    }
}

fn submitted(draft: Draft, equality: bool) -> Submitted {
    let sent = Flow::new(&draft.answers, &draft.placements).sent();
    Submitted {
        path: draft.path(),
        last_day: dates::last_day_before(draft.window.closes_at),
        guardian: sent.guardian.is_some(),
        school: sent.school.is_some(),
        email: draft.email,
        equality,
        reference: draft.application.reference,
    }
}
