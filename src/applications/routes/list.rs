//! All applications of whoever is signed in.

use actix_web::HttpResponse;

use super::super::draft_store;
use super::super::state::ApplicationState;
use super::super::state_words::of_state;
use super::super::views::{List, Listed};
use crate::auth::Applicant;
use crate::dates;
use crate::error::Error;
use crate::web::page::Ctx;

/// The list, newest first.
pub async fn show(ctx: Ctx, applicant: Applicant) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| {
        let applications = draft_store::all_of(db, applicant.id)?;
        let listed = applications.into_iter().map(|(application, round, closes_at)| Listed {
            href: format!("/applications/{}", application.reference),
            state: of_state(application.state).tag,
            send_by: (application.state == ApplicationState::Draft && now < closes_at).then(|| dates::last_day_before(closes_at)),
            reference: application.reference,
            round,
        });
        Ok(List {
            applications: listed.collect(),
        })
    })
    .await
}
