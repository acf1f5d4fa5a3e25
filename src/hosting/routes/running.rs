//! Handlers of a round on its way: copied, supervised, opened, closed, called off.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::Pressed;
use super::rounds::{own, own_held};
use crate::auth::Coordinator;
use crate::error::Error;
use crate::hosting::fields::Fields;
use crate::hosting::rounds::{self, Own};
use crate::hosting::store;
use crate::hosting::views::{ConfirmPage, CopyRoundPage, SupervisorPage};
use crate::opportunities::Round;
use crate::tx::{Actor, FormKey, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// The longest name of a round, and how a supervisor is named.
const NAME: usize = 60;
/// Weeks between a round and its copy at most.
const WEEKS: i32 = 104;

async fn confirm(ctx: Ctx, viewer: Coordinator, reference: Path<String>, page: fn(&Round) -> ConfirmPage) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| Ok(page(&own(db, &viewer, &reference)?.round))).await
}

async fn done(
    ctx: Ctx,
    viewer: Coordinator,
    reference: Path<String>,
    key: FormKey,
    doing: fn(&mut Tx<'_>, &Own) -> Result<(), Error>,
    said: &str,
) -> Result<HttpResponse, Error> {
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        let own = own_held(tx, &viewer, &reference)?;
        doing(tx, &own)?;
        Ok(own.path())
    };
    let location = ctx.app.ledger.write_once(key, by, act).await?;
    ctx.flash(true, said)?;
    Ok(see_other(location))
}

/// Asks whether it opens now.
pub async fn ask_open(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    confirm(ctx, viewer, reference, ConfirmPage::open).await
}

/// Opens it.
pub async fn open(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    done(ctx, viewer, reference, sent.key, rounds::open_now, "The round is open").await
}

/// Asks whether it closes now.
pub async fn ask_close(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    confirm(ctx, viewer, reference, ConfirmPage::close).await
}

/// Closes it.
pub async fn close(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    done(ctx, viewer, reference, sent.key, rounds::close_now, "The round is closed").await
}

/// Asks whether it is called off.
pub async fn ask_cancel(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    confirm(ctx, viewer, reference, ConfirmPage::cancel).await
}

/// Calls it off.
pub async fn cancel(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    done(ctx, viewer, reference, sent.key, rounds::cancel, "The round is called off").await
}

/// Asks how much later it is run again.
pub async fn ask_copy(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let own = own(db, &viewer, &reference)?;
        Ok(CopyRoundPage::new(&own, &Fields::default(), Errors::default()))
    })
    .await
}

/// Copies it with its placements.
pub async fn copy(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Fields>) -> Result<HttpResponse, Error> {
    let (by, reading, named) = (Actor::Person(viewer.id), viewer.clone(), reference.clone());
    let stored = ctx.app.ledger.db.read(move |db| own(db, &reading, &named)).await?;
    let mut errors = Errors::default();
    let name = sent.form.needed(
        "name",
        "Enter the name of the new round",
        "Name of the new round",
        NAME,
        &mut errors,
    );
    let weeks = sent.form.number("weeks", "How many weeks later", 1..=WEEKS, &mut errors);
    let (Some(weeks), true) = (weeks, errors.is_empty()) else {
        return ctx.invalid(&CopyRoundPage::new(&stored, &sent.form, errors));
    };
    let act = move |tx: &mut Tx<'_>| {
        let own = own_held(tx, &viewer, &reference)?;
        let copy = rounds::copy(tx, &own, &name, i64::from(weeks))?;
        Ok(format!("/coordinate/rounds/{copy}"))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The round is copied")?;
    Ok(see_other(location))
}

/// Asks who supervises the draw.
pub async fn ask_who(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let own = own(db, &viewer, &reference)?;
        let fields = Fields::default()
            .with("name", own.owner.supervisor.unwrap_or_default())
            .with("email", own.owner.supervisor_email.unwrap_or_default());
        Ok(SupervisorPage::new(&own.round, &fields, Errors::default()))
    })
    .await
}

/// Names the supervisor and asks them.
pub async fn name(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Fields>) -> Result<HttpResponse, Error> {
    let (by, reading, named) = (Actor::Person(viewer.id), viewer.clone(), reference.clone());
    let stored = ctx.app.ledger.db.read(move |db| own(db, &reading, &named)).await?;
    let mut errors = Errors::default();
    let name = sent
        .form
        .needed("name", "Enter a name for the public record", "The name", NAME, &mut errors);
    if name.eq_ignore_ascii_case("portal") {
        errors.add("name", "The name must not be that of the portal");
    }
    let email = sent.form.email("email", &mut errors);
    let (Some(email), true) = (email, errors.is_empty()) else {
        return ctx.invalid(&SupervisorPage::new(&stored.round, &sent.form, errors));
    };
    let act = move |tx: &mut Tx<'_>| {
        let own = own_held(tx, &viewer, &reference)?;
        let organisation = store::names_of(tx.db, &[own.owner.organisation_id])?;
        let organisation = organisation.first().map_or("", |(_, name)| name.as_str());
        rounds::ask_supervisor(tx, &own, organisation, &name, &email)?;
        Ok(own.path())
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The supervisor is asked")?;
    Ok(see_other(location))
}
