//! The application's own page: the task list of a draft, otherwise where it stands.

use actix_web::HttpResponse;

use super::super::draft::Draft;
use super::super::draft_store::Owner;
use super::super::state::ApplicationState;
use super::super::summary;
use super::super::views::{Tasks, Where};
use super::super::words;
use super::{Reference, own_draft};
use crate::auth::Applicant;
use crate::error::Error;
use crate::web::page::Ctx;

/// The task list of a draft; the status page of an application that was sent.
pub async fn task_list_or_status(ctx: Ctx, applicant: Applicant, reference: Reference) -> Result<HttpResponse, Error> {
    let draft = own_draft(&ctx, &Owner::from(applicant), &reference).await?;
    if draft.application.state == ApplicationState::Draft {
        task_list(&ctx, &draft)
    } else {
        status(&ctx, &draft)
    }
}

fn task_list(ctx: &Ctx, draft: &Draft) -> Result<HttpResponse, Error> {
    ctx.page(&Tasks {
        path: draft.path(),
        reference: draft.application.reference.clone(),
        round: draft.window.name.clone(),
        last_day: words::last_day(draft.window.closes_at),
        open: draft.window.is_open(ctx.app.ledger.clock.now()),
        groups: summary::tasks(draft),
    })
}

fn status(ctx: &Ctx, draft: &Draft) -> Result<HttpResponse, Error> {
    let state = draft.application.state;
    ctx.page(&Where {
        path: draft.path(),
        reference: draft.application.reference.clone(),
        round: draft.window.name.clone(),
        state: words::state(state),
        withdraw: matches!(state, ApplicationState::AwaitingConfirmation | ApplicationState::Ready),
    })
}
