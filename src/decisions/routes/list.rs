//! Handlers of the dashboard, of ranked lists, and of the lead's page. What belongs to another organisation is not found.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::auth::{AreaLead, Coordinator};
use crate::db::AnyConnection;
use crate::decisions::bulk;
use crate::decisions::forms::BulkForm;
use crate::decisions::ranked_list::{self, RankingPage, View};
use crate::decisions::store;
use crate::decisions::views::{DashboardPage, LeadPage};
use crate::error::Error;
use crate::hosting;
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// What waits, and what is on offer.
pub async fn dashboard(ctx: Ctx, viewer: Coordinator) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| {
        let waiting = store::waiting(db, &viewer.organisations, viewer.id, 100)?;
        let rounds = hosting::overview(db, &viewer.organisations, now)?;
        Ok(DashboardPage::new(
            &waiting,
            &store::own_opportunities(db, &viewer.organisations, 100)?,
            rounds,
        ))
    })
    .await
}

/// Which part of the list, and what came of a press before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Part {
    after: i64,
    tick: String,
    done: String,
}

/// The ranked list of one opportunity.
pub async fn ranking(ctx: Ctx, viewer: Coordinator, reference: Path<String>, part: Query<Part>) -> Result<HttpResponse, Error> {
    let view = View {
        after: part.after,
        all: part.tick == "all",
        outcome: part.done.parse().ok(),
        errors: Errors::default(),
    };
    let load = move |db: &mut AnyConnection| RankingPage::load(db, &viewer, &reference, view);
    let page = ctx.read_seen(load).await?;
    ctx.page(&page)
}

/// Approves those who were ticked.
pub async fn approve(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<BulkForm>) -> Result<HttpResponse, Error> {
    let (by, after) = (viewer.id, sent.form.after);
    if sent.form.proposal.is_empty() {
        let mut errors = Errors::default();
        errors.add("proposal", "Select who to approve");
        let view = View {
            after,
            errors,
            ..View::default()
        };
        let load = move |db: &mut AnyConnection| RankingPage::load(db, &viewer, &reference, view);
        let page = ctx.read_seen(load).await?;
        return if page.is_wrong() { ctx.invalid(&page) } else { ctx.page(&page) };
    }
    let approve = move |tx: &mut Tx<'_>| {
        let viewer = viewer.again(tx.db)?;
        let about = ranked_list::own(tx.db, &viewer, &reference)?;
        let outcome = bulk::approve(tx, about.id, &sent.form.proposal, by)?;
        Ok(format!("/coordinate/opportunities/{reference}?after={after}&done={outcome}"))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, Actor::Person(by), approve).await?))
}

/// The decisions out of order of the viewer's areas.
pub async fn lead(ctx: Ctx, viewer: AreaLead) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| Ok(LeadPage::new(&store::passed_in_areas(db, &viewer.areas, 500)?)))
        .await
}
