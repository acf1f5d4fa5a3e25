//! Handlers of case studies. What belongs to another organisation is not found.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::forms::CaseStudyForm;
use super::model::CaseStudy;
use super::store;
use super::views::{CaseStudiesPage, FormPage, OwnPage};
use crate::auth::Member;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::register::members::{again, chosen, organisations, own};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// Case studies on a page.
const PAGE: usize = 50;

/// Where a page of the list begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Before {
    before: Option<i64>,
}

fn mine(db: &mut AnyConnection, viewer: &Member, slug: &str) -> Result<CaseStudy, Error> {
    let study = store::case_study_by_slug(db, slug)?;
    own(viewer, study.organisation_id, "case_study", study.id)?;
    Ok(study)
}

fn path(slug: &str) -> String {
    format!("/coordinate/case-studies/{slug}")
}

/// What was written.
pub async fn list(ctx: Ctx, viewer: Member, from: Query<Before>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let limit = i64::try_from(PAGE + 1).map_err(Error::internal)?;
        let before = from.before.unwrap_or(i64::MAX);
        let mut studies = store::case_studies_of(db, &viewer.organisations, before, limit)?;
        let more = studies.len() > PAGE;
        studies.truncate(PAGE);
        Ok(CaseStudiesPage::new(&studies, more, from.before.is_none()))
    })
    .await
}

/// Asks for a new case study.
pub async fn begin(ctx: Ctx, viewer: Member) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let own = organisations(db, &viewer)?;
        Ok(FormPage::new(&CaseStudyForm::default(), &own, None, Errors::default()))
    };
    ctx.load_page(load).await
}

/// Keeps a draft.
pub async fn add(ctx: Ctx, viewer: Member, sent: Protected<CaseStudyForm>) -> Result<HttpResponse, Error> {
    let (new, organisation_id) = match (sent.form.parse(), chosen(&viewer, &sent.form.organisation)) {
        (Ok(new), Ok(id)) => (new, id),
        (parsed, chosen) => {
            let mut errors = chosen.err().unwrap_or_default();
            errors.0.extend(parsed.err().unwrap_or_default().0);
            let load = move |db: &mut AnyConnection| Ok(FormPage::new(&sent.form, &organisations(db, &viewer)?, None, errors));
            return ctx.invalid(&ctx.app.ledger.db.read(load).await?);
        }
    };
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        own(&again(tx.db, &viewer)?, organisation_id, "organisation", organisation_id)?;
        Ok(path(&store::add_case_study(tx, organisation_id, &new)?))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, by, act).await?))
}

/// Shows a case study as others read it, or would.
pub async fn show(ctx: Ctx, viewer: Member, slug: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| Ok(OwnPage::new(mine(db, &viewer, &slug)?))).await
}

/// Asks for changes.
pub async fn edit(ctx: Ctx, viewer: Member, slug: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let study = mine(db, &viewer, &slug)?;
        Ok(FormPage::new(
            &CaseStudyForm::from(&study),
            &[],
            Some(&study.slug),
            Errors::default(),
        ))
    })
    .await
}

/// Changes what is written.
pub async fn change(ctx: Ctx, viewer: Member, slug: Path<String>, sent: Protected<CaseStudyForm>) -> Result<HttpResponse, Error> {
    let (by, reading, named) = (Actor::Person(viewer.id), viewer.clone(), slug.clone());
    let study = ctx.app.ledger.db.read(move |db| mine(db, &reading, &named)).await?;
    let new = match sent.form.parse() {
        Ok(new) => new,
        Err(errors) => return ctx.invalid(&FormPage::new(&sent.form, &[], Some(&study.slug), errors)),
    };
    let act = move |tx: &mut Tx<'_>| {
        let viewer = again(tx.db, &viewer)?;
        let study = mine(tx.db, &viewer, &slug)?;
        store::change_case_study(tx, study.id, &new)?;
        Ok(path(&study.slug))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, by, act).await?))
}

/// A form that is only a button.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pressed {}

/// What a button does to a case study.
type Act = fn(&mut Tx<'_>, i64) -> Result<(), Error>;

async fn press(
    ctx: Ctx,
    viewer: Member,
    slug: Path<String>,
    sent: Protected<Pressed>,
    act: Act,
    said: &str,
) -> Result<HttpResponse, Error> {
    let by = Actor::Person(viewer.id);
    let write = move |tx: &mut Tx<'_>| {
        let viewer = again(tx.db, &viewer)?;
        let study = mine(tx.db, &viewer, &slug)?;
        act(tx, study.id)?;
        Ok(path(&study.slug))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, write).await?;
    ctx.flash(true, said)?;
    Ok(see_other(location))
}

/// Puts it on the register.
pub async fn publish(ctx: Ctx, viewer: Member, slug: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    press(ctx, viewer, slug, sent, store::publish_case_study, "The case study is published").await
}

/// Takes it off the register.
pub async fn take_down(ctx: Ctx, viewer: Member, slug: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    press(ctx, viewer, slug, sent, store::take_down_case_study, "The case study is taken down").await
}
