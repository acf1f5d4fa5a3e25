//! The application's own page: the task list of a draft, otherwise where it stands.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::super::draft::Draft;
use super::super::draft_store::{self, Owner};
use super::super::state::ApplicationState;
use super::super::status;
use super::super::summary;
use super::super::views::Tasks;
use super::Reference;
use crate::auth::Applicant;
use crate::dates;
use crate::db::Instant;
use crate::error::Error;
use crate::web::layout::render;
use crate::web::page::{Ctx, html};

/// The task list of a draft; the status page of an application that was sent.
pub async fn task_list_or_status(ctx: Ctx, applicant: Applicant, reference: Reference) -> Result<HttpResponse, Error> {
    let (owner, layout, now) = (Owner::from(applicant), ctx.layout()?, ctx.app.ledger.clock.now());
    // A few rows by key: on SQLite less work than to change threads.
    let body = ctx.app.ledger.db.read_briefly(move |db| {
        let found = status::found(db, owner.id, &reference)?;
        Ok(if found.application.state == ApplicationState::Draft {
            let draft = draft_store::fill(db, found.application, found.window, &owner, now)?;
            render(&tasks(&draft, now), &layout)?
        } else {
            render(&status::page(db, &found, now)?, &layout)?
        })
    });
    Ok(html(StatusCode::OK, body.await?))
}

fn tasks(draft: &Draft, now: Instant) -> Tasks {
    Tasks {
        path: draft.path(),
        reference: draft.application.reference.clone(),
        round: draft.window.name.clone(),
        last_day: dates::last_day_before(draft.window.closes_at),
        open: draft.window.is_open(now),
        groups: summary::tasks(draft),
    }
}
