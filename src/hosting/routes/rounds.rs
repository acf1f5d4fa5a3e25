//! Handlers of rounds: their list, the picture of one, and how it is planned.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::hosting::fields::Fields;
use crate::hosting::load::chosen;
use crate::hosting::rounds::{self, Own};
use crate::hosting::store;
use crate::hosting::views::{PicturePage, RoundFormPage, RoundsPage};
use crate::opportunities::hold_round;
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// Rounds on a page.
const ROUNDS: usize = 25;
/// Placements on a page.
const LINES: usize = 50;

/// Where a page of rounds begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Before {
    before: Option<i64>,
}

/// Where a page of placements begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct After {
    after: i64,
}

/// The round with this reference, if one of the viewer's organisations runs it.
pub(super) fn own(db: &mut AnyConnection, viewer: &Coordinator, reference: &str) -> Result<Own, Error> {
    rounds::own(db, reference, &viewer.organisations, viewer.id)
}

/// The same for a change: the round is held first, and the viewer's roles are read again.
pub(super) fn own_held(tx: &mut Tx<'_>, viewer: &Coordinator, reference: &str) -> Result<Own, Error> {
    let viewer = viewer.again(tx.db)?;
    let round_id = own(tx.db, &viewer, reference)?.round.id;
    hold_round(tx, round_id)?;
    own(tx.db, &viewer, reference)
}

/// The rounds that the viewer's organisations run or offer something in.
pub async fn list(ctx: Ctx, viewer: Coordinator, from: Query<Before>) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| {
        let limit = i64::try_from(ROUNDS + 1).map_err(Error::internal)?;
        let mut found = store::rounds_of(db, &viewer.organisations, from.before, limit)?;
        let more = found.len() > ROUNDS;
        found.truncate(ROUNDS);
        let ids: Vec<i64> = found.iter().map(|round| round.id).collect();
        let pending = store::pending(db, &viewer.organisations, &ids)?;
        Ok(RoundsPage::new(&found, &pending, &viewer.organisations, now, more))
    })
    .await
}

/// A round as it is now. One of an area is there for whoever offers something in it.
pub async fn show(ctx: Ctx, viewer: Coordinator, reference: Path<String>, from: Query<After>) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| {
        let (round, owner) = store::round_and_owner(db, &reference)?;
        let owner = owner.filter(|owner| viewer.organisations.contains(&owner.organisation_id));
        let limit = i64::try_from(LINES + 1).map_err(Error::internal)?;
        let mut lines = store::lines(db, round.id, &viewer.organisations, from.after, limit)?;
        if owner.is_none() && lines.is_empty() && from.after == 0 {
            return Err(Error::NotYours {
                kind: "round",
                id: round.id,
                by: viewer.id,
            });
        }
        let more = lines.len() > LINES;
        lines.truncate(LINES);
        Ok(PicturePage::new(&round, owner.as_ref(), &lines, more, now))
    })
    .await
}

/// Asks for a new round.
pub async fn begin(ctx: Ctx, viewer: Coordinator) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let own = store::names_of(db, &viewer.organisations)?;
        Ok(RoundFormPage::begin(&own, &Fields::default(), Errors::default()))
    })
    .await
}

/// Makes a round.
pub async fn create(ctx: Ctx, viewer: Coordinator, sent: Protected<Fields>) -> Result<HttpResponse, Error> {
    let by = Actor::Person(viewer.id);
    let parsed = rounds::read(&sent.form, ctx.app.ledger.clock.now());
    let (new, organisation_id) = match (parsed, chosen(&viewer, sent.form.get("organisation"))) {
        (Ok(new), Some(id)) => (new, id),
        (parsed, chosen) => {
            let mut errors = Errors::default();
            if chosen.is_none() {
                errors.add("organisation", "Select an organisation");
            }
            errors.0.extend(parsed.err().unwrap_or_default().0);
            let organisations = viewer.organisations.clone();
            let own = ctx.app.ledger.db.read(move |db| store::names_of(db, &organisations)).await?;
            return ctx.invalid(&RoundFormPage::begin(&own, &sent.form, errors));
        }
    };
    let act = move |tx: &mut Tx<'_>| rounds::create_for(tx, &viewer, organisation_id, &new);
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The round is planned")?;
    Ok(see_other(location))
}

/// Asks what is to change.
pub async fn edit(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let own = own(db, &viewer, &reference)?;
        Ok(RoundFormPage::change(&own.round, &rounds::filled(&own.round), Errors::default()))
    })
    .await
}

/// Changes it.
pub async fn change(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Fields>) -> Result<HttpResponse, Error> {
    let (by, reading, named) = (Actor::Person(viewer.id), viewer.clone(), reference.clone());
    let stored = ctx.app.ledger.db.read(move |db| own(db, &reading, &named)).await?;
    let new = match rounds::read(&sent.form, ctx.app.ledger.clock.now()) {
        Ok(new) => new,
        Err(errors) => return ctx.invalid(&RoundFormPage::change(&stored.round, &sent.form, errors)),
    };
    let act = move |tx: &mut Tx<'_>| {
        let own = own_held(tx, &viewer, &reference)?;
        rounds::change(tx, &own, &new)?;
        Ok(own.path())
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The round is changed")?;
    Ok(see_other(location))
}
