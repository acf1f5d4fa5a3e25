//! Handlers of claims.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Path;
use time::Date;

use super::claiming;
use super::export::{Line, csv};
use super::forms::{ClaimForm, DecisionForm, NewClaim};
use super::model::Claim;
use super::store;
use super::views::{ClaimPage, ClaimsPage, ExpensesPage};
use crate::afterwards::guard::{look, name_of, own};
use crate::audit::{Seen, SeenPage};
use crate::auth::{Applicant, Coordinator};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::placements::{Placed, placed_by_id};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// Claims on the page of coordinators; the file has all.
const SHOWN: i64 = 100;
/// More claims than any organisation has.
const ALL: i64 = 100_000;

/// The page of an application; with a form that was sent, the claim that it makes if nothing is wrong.
fn page(
    db: &mut AnyConnection,
    viewer: &Applicant,
    (reference, today): (&str, Date),
    sent: Option<&ClaimForm>,
) -> Result<(ExpensesPage, Option<NewClaim>), Error> {
    let placed = own(db, viewer, reference)?;
    let days = claiming::days(db, &placed, today)?;
    let (new, errors) = match sent.map(|form| form.parse(&days)) {
        Some(Ok(new)) => (Some(new), Errors::default()),
        Some(Err(errors)) => (None, errors),
        None => (None, Errors::default()),
    };
    let (made, empty) = (store::of(db, placed.id)?, ClaimForm::default());
    let page = ExpensesPage::new(reference, &made, &days, sent.unwrap_or(&empty), errors);
    Ok((page, new))
}

/// What somebody has claimed.
pub async fn show(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    ctx.load_page(move |db| Ok(page(db, &viewer, (&reference, today), None)?.0)).await
}

/// Makes a claim.
pub async fn claim(ctx: Ctx, viewer: Applicant, reference: Path<String>, sent: Protected<ClaimForm>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let (form, reading, named) = (sent.form, viewer.clone(), reference.clone());
    let load = move |db: &mut AnyConnection| page(db, &reading, (&named, today), Some(&form));
    let (page, new) = ctx.app.ledger.db.read(load).await?;
    let Some(new) = new else { return ctx.invalid(&page) };
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        let placed = own(tx.db, &viewer, &reference)?;
        claiming::claim(tx, &placed, &new)?;
        Ok(format!("/applications/{reference}/expenses"))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "Your claim is sent")?;
    Ok(see_other(location))
}

/// The claims to the viewer's organisations.
pub async fn list(ctx: Ctx, viewer: Coordinator) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let totals = store::totals(db, &viewer.organisations)?;
        Ok(ClaimsPage::new(&totals, &store::to(db, &viewer.organisations, None, SHOWN)?))
    })
    .await
}

fn coordinated(db: &mut AnyConnection, viewer: &Coordinator, reference: &str) -> Result<(Claim, Placed), Error> {
    let claim = store::by_ref(db, reference)?;
    let placed = placed_by_id(db, claim.placement_id)?;
    viewer.may_have(placed.organisation_id, "expense_claim", claim.id)?;
    Ok((claim, placed))
}

fn one(
    db: &mut AnyConnection,
    viewer: &Coordinator,
    reference: &str,
    form: &DecisionForm,
    errors: Errors,
) -> Result<(ClaimPage, Option<Seen>), Error> {
    let (claim, placed) = coordinated(db, viewer, reference)?;
    let page = ClaimPage::new(&claim, name_of(db, &placed)?, &placed.title, form, errors);
    Ok((page, look(viewer, SeenPage::Placement, &[placed])))
}

/// One claim.
pub async fn show_one(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| one(db, &viewer, &reference, &DecisionForm::default(), Errors::default());
    let page = ctx.read_seen(load).await?;
    ctx.page(&page)
}

/// Decides on it.
pub async fn decide(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<DecisionForm>) -> Result<HttpResponse, Error> {
    let decision = match sent.form.parse() {
        Ok(decision) => decision,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| one(db, &viewer, &reference, &sent.form, errors);
            let page = ctx.read_seen(load).await?;
            return ctx.invalid(&page);
        }
    };
    let by = viewer.id;
    let act = move |tx: &mut Tx<'_>| {
        let viewer = viewer.again(tx.db)?;
        let (claim, _) = coordinated(tx.db, &viewer, &reference)?;
        claiming::decide(tx, &claim, decision, by)?;
        Ok(format!("/coordinate/claims/{reference}"))
    };
    let location = ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?;
    ctx.flash(true, "It is saved, and the person is told")?;
    Ok(see_other(location))
}

/// All claims as a file for finance.
pub async fn export(ctx: Ctx, viewer: Coordinator) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let (mut lines, mut of_organisation) = (Vec::new(), BTreeMap::<i64, Vec<Placed>>::new());
        for about in store::to(db, &viewer.organisations, None, ALL)? {
            let placed = placed_by_id(db, about.claim.placement_id)?;
            let name = name_of(db, &placed)?;
            of_organisation.entry(placed.organisation_id).or_default().push(placed);
            lines.push(Line { about, name });
        }
        let looks = of_organisation
            .values()
            .filter_map(|placed| look(&viewer, SeenPage::Export, placed));
        Ok((csv(&lines)?, looks.collect::<Vec<_>>()))
    };
    let bytes = ctx.read_seen(load).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8; header=present")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"claims.csv\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(bytes))
}
