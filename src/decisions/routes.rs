//! Handlers of coordinators' pages. What belongs to another organisation is not found.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::decide::decide;
use super::forms::DecisionForm;
use super::model::Proposal;
use super::ranked_list::RankingPage;
use super::store;
use super::views::{DashboardPage, DecidedPage, ProposalPage};
use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::hosting;
use crate::links::Page;
use crate::rounds::ProposalState;
use crate::tx::Actor;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// What waits, and what is on offer.
pub async fn dashboard(ctx: Ctx, viewer: Coordinator) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| {
        let waiting = store::waiting(db, &viewer.organisations, 100)?;
        let rounds = hosting::overview(db, &viewer.organisations, now)?;
        Ok(DashboardPage::new(
            &waiting,
            &store::own_opportunities(db, &viewer.organisations, 100)?,
            rounds,
        ))
    })
    .await
}

/// Where a page of the list begins.
#[derive(Debug, Default, Deserialize)]
pub struct After {
    #[serde(default)]
    after: i64,
}

/// The ranked list of one opportunity.
pub async fn ranking(ctx: Ctx, viewer: Coordinator, reference: Path<String>, from: Query<After>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| RankingPage::load(db, &viewer, &reference, from.after);
    let (page, seen) = ctx.app.ledger.db.read(load).await?;
    ctx.saw(Some(seen)).await?;
    ctx.page(&page)
}

/// The proposal with this reference, if it belongs to the viewer.
fn own(db: &mut AnyConnection, viewer: &Coordinator, reference: &str) -> Result<Proposal, Error> {
    let proposal = store::by_ref(db, reference)?;
    if viewer.organisations.contains(&proposal.organisation_id) {
        Ok(proposal)
    } else {
        Err(Error::NotYours {
            kind: "proposal",
            id: proposal.id,
            by: viewer.id,
        })
    }
}

/// The page of a proposal, and whose data it shows.
fn page(
    db: &mut AnyConnection,
    viewer: &Coordinator,
    proposal: &Proposal,
    form: &DecisionForm,
    errors: Errors,
) -> Result<(Page, Option<Seen>), Error> {
    let seen = |page| Seen {
        by: Actor::Person(viewer.id),
        role: ReaderRole::Coordinator,
        organisation_id: Some(proposal.organisation_id),
        page,
        applications: vec![proposal.application_id],
    };
    if proposal.state == ProposalState::Open {
        let page = ProposalPage::load(db, proposal, "/coordinate", form, errors)?;
        return Ok((Box::new(page), Some(seen(SeenPage::Proposal))));
    }
    let page = DecidedPage::load(db, proposal)?;
    let seen = page.names_the_person().then(|| seen(SeenPage::Agreed));
    Ok((Box::new(page), seen))
}

/// Shows one proposal, or what was decided.
pub async fn show(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let proposal = own(db, &viewer, &reference)?;
        page(db, &viewer, &proposal, &DecisionForm::default(), Errors::default())
    };
    let (page, seen) = ctx.app.ledger.db.read(load).await?;
    ctx.saw(seen).await?;
    ctx.dyn_page(actix_web::http::StatusCode::OK, page.as_ref())
}

/// Takes the decision.
pub async fn answer(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<DecisionForm>) -> Result<HttpResponse, Error> {
    let decision = match sent.form.parse() {
        Ok(decision) => decision,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| {
                let proposal = own(db, &viewer, &reference)?;
                page(db, &viewer, &proposal, &sent.form, errors)
            };
            let (page, seen) = ctx.app.ledger.db.read(load).await?;
            ctx.saw(seen).await?;
            return ctx.dyn_page(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY, page.as_ref());
        }
    };
    let by = viewer.id;
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        // Read again: a role may have been taken away since the request began.
        let viewer = viewer.again(tx.db)?;
        let proposal = own(tx.db, &viewer, &reference)?;
        decide(tx, &proposal, decision, Some(by))?;
        Ok(format!("/coordinate/proposals/{}", proposal.reference))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?))
}
