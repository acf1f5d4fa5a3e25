//! Handlers of coordinators' pages. What belongs to another organisation is not found.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::decide::decide;
use super::forms::DecisionForm;
use super::model::Proposal;
use super::ranked_list::{Line, RankingPage};
use super::store;
use super::views::{DashboardPage, DecidedPage, ProposalPage};
use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::links::Page;
use crate::opportunities as offered;
use crate::rounds::ProposalState;
use crate::tx::Actor;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// Lines on one page of a ranked list.
const PAGE: i64 = 50;

/// What waits, and what is on offer.
pub async fn dashboard(ctx: Ctx, viewer: Coordinator) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let waiting = store::waiting(db, &viewer.organisations, 100)?;
        Ok(DashboardPage::new(
            &waiting,
            &store::own_opportunities(db, &viewer.organisations, 100)?,
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
    ctx.load_page(move |db| {
        let (id, organisation_id) = store::opportunity_of(db, &reference)?;
        if !viewer.organisations.contains(&organisation_id) {
            return Err(Error::NotYours {
                kind: "opportunity",
                id,
                by: viewer.id,
            });
        }
        let mut rows = store::ranking(db, id, from.after, PAGE + 1)?;
        let next = (rows.len() > 50)
            .then(|| rows.pop())
            .flatten()
            .and(rows.last().and_then(|row| row.standing.priority_position));
        let lines = rows.into_iter().map(Line::new).collect::<Result<_, _>>()?;
        Ok(RankingPage::new(offered::by_id(db, id)?, lines, next))
    })
    .await
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

fn page(db: &mut AnyConnection, proposal: &Proposal, form: &DecisionForm, errors: Errors) -> Result<Page, Error> {
    if proposal.state != ProposalState::Open {
        return Ok(Box::new(DecidedPage::load(db, proposal)?));
    }
    Ok(Box::new(ProposalPage::load(db, proposal, "/coordinate", form, errors)?))
}

/// Shows one proposal, or what was decided.
pub async fn show(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let proposal = own(db, &viewer, &reference)?;
        page(db, &proposal, &DecisionForm::default(), Errors::default())
    };
    let page = ctx.app.ledger.db.read(load).await?;
    ctx.dyn_page(actix_web::http::StatusCode::OK, page.as_ref())
}

/// Takes the decision.
pub async fn answer(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<DecisionForm>) -> Result<HttpResponse, Error> {
    let decision = match sent.form.parse() {
        Ok(decision) => decision,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| {
                let proposal = own(db, &viewer, &reference)?;
                page(db, &proposal, &sent.form, errors)
            };
            let page = ctx.app.ledger.db.read(load).await?;
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
