//! Handlers of what is done with an opportunity as a whole.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::Pressed;
use crate::auth::Coordinator;
use crate::error::Error;
use crate::hosting::fields::Fields;
use crate::hosting::load::{mine, mine_held};
use crate::hosting::model::WithdrawReason;
use crate::hosting::state::Act;
use crate::hosting::views::WithdrawPage;
use crate::hosting::withdraw as taking_back;
use crate::hosting::write;
use crate::tx::{Actor, FormKey, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

async fn done(ctx: Ctx, viewer: Coordinator, reference: String, key: FormKey, act: Act) -> Result<HttpResponse, Error> {
    let by = Actor::Person(viewer.id);
    let doing = move |tx: &mut Tx<'_>| {
        let plan = mine_held(tx, &viewer, &reference)?;
        write::act(tx, &plan, act)?;
        Ok(plan.path())
    };
    let location = ctx.app.ledger.write_once(key, by, doing).await?;
    ctx.flash(true, act.said())?;
    Ok(see_other(location))
}

/// Publishes.
pub async fn publish(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    done(ctx, viewer, reference.into_inner(), sent.key, Act::Publish).await
}

/// Pauses.
pub async fn pause(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    done(ctx, viewer, reference.into_inner(), sent.key, Act::Pause).await
}

/// Resumes.
pub async fn resume(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    done(ctx, viewer, reference.into_inner(), sent.key, Act::Resume).await
}

/// Closes.
pub async fn close(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Pressed>) -> Result<HttpResponse, Error> {
    done(ctx, viewer, reference.into_inner(), sent.key, Act::Close).await
}

/// Asks why it is taken back.
pub async fn ask_withdraw(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        Ok(WithdrawPage::new(
            &mine(db, &viewer, &reference)?,
            &Fields::default(),
            Errors::default(),
        ))
    })
    .await
}

/// Takes it back.
pub async fn withdraw(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Fields>) -> Result<HttpResponse, Error> {
    let (by, reading, named) = (Actor::Person(viewer.id), viewer.clone(), reference.clone());
    let plan = ctx.app.ledger.db.read(move |db| mine(db, &reading, &named)).await?;
    let Ok(reason) = sent.form.get("reason").parse::<WithdrawReason>() else {
        let mut errors = Errors::default();
        errors.add("reason", "Select why you take it back");
        return ctx.invalid(&WithdrawPage::new(&plan, &sent.form, errors));
    };
    let act = move |tx: &mut Tx<'_>| {
        let plan = mine_held(tx, &viewer, &reference)?;
        taking_back::withdraw(tx, &plan, reason)?;
        Ok(plan.path())
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, Act::Withdraw.said())?;
    Ok(see_other(location))
}
