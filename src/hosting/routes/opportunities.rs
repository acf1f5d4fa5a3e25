//! Handlers of an opportunity as a whole: begun, seen, checked and copied.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};

use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::hosting::fields::Fields;
use crate::hosting::load::{chosen, context, mine, mine_held};
use crate::hosting::store;
use crate::hosting::views::{BeginPage, CheckPage, CopyPage, EditPage};
use crate::hosting::write;
use crate::opportunities::{Opportunity, OpportunityState, Placement};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// Copies that are made at once at most.
const COPIES: i32 = 26;
/// Weeks between a placement and its copy at most.
const WEEKS: i32 = 104;

/// Organisations with their names, and rounds with their references and names.
type Choices = (Vec<(i64, String)>, Vec<(i64, String, String)>);

/// The organisations of the viewer, and the rounds that each of them can use; those of the one that was chosen if there are several.
fn choices(db: &mut AnyConnection, viewer: &Coordinator, fields: &Fields) -> Result<Choices, Error> {
    let own = store::names_of(db, &viewer.organisations)?;
    let of = chosen(viewer, fields.get("organisation"));
    let asked = of.map_or_else(|| viewer.organisations.clone(), |id| vec![id]);
    let mut rounds = store::rounds_for(db, &asked)?;
    rounds.sort();
    Ok((own, rounds))
}

fn named(rounds: &[(i64, String, String)]) -> Vec<(String, String)> {
    rounds
        .iter()
        .map(|(_, reference, name)| (reference.clone(), name.clone()))
        .collect()
}

/// Asks in which round a new placement is.
pub async fn begin(ctx: Ctx, viewer: Coordinator, fields: Query<Vec<(String, String)>>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let fields = Fields::from(fields.into_inner());
        let (own, rounds) = choices(db, &viewer, &fields)?;
        Ok(BeginPage::new(&own, &named(&rounds), &fields, Errors::default()))
    })
    .await
}

/// Begins a draft.
pub async fn create(ctx: Ctx, viewer: Coordinator, sent: Protected<Fields>) -> Result<HttpResponse, Error> {
    let (by, key) = (Actor::Person(viewer.id), sent.key);
    let (reading, fields) = (viewer.clone(), sent.form.clone());
    let (own, rounds) = ctx.app.ledger.db.read(move |db| choices(db, &reading, &fields)).await?;
    if rounds.is_empty() {
        return Err(Error::conflict("There is no round that takes placements now. Plan a round first."));
    }
    let organisation = chosen(&viewer, sent.form.get("organisation"));
    let picked = rounds.iter().find(|round| round.1 == sent.form.get("round")).map(|round| round.0);
    let (Some(organisation_id), Some(round_id)) = (organisation, picked) else {
        let mut errors = Errors::default();
        if organisation.is_none() {
            errors.add("organisation", "Select an organisation");
        }
        if picked.is_none() {
            errors.add("round", "Select a round");
        }
        return ctx.invalid(&BeginPage::new(&own, &named(&rounds), &sent.form, errors));
    };
    let act = move |tx: &mut Tx<'_>| write::begin_for(tx, &viewer, organisation_id, round_id);
    Ok(see_other(ctx.app.ledger.write_once(key, by, act).await?))
}

/// What there is to write and to do.
pub async fn edit(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let plan = mine(db, &viewer, &reference)?;
        Ok(EditPage::new(&context(db, plan)?))
    })
    .await
}

/// All of it on one page.
pub async fn check(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let plan = mine(db, &viewer, &reference)?;
        Ok(CheckPage::new(&context(db, plan)?))
    })
    .await
}

/// The public page as it is or will be.
pub async fn preview(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| {
        let plan = mine(db, &viewer, &reference)?;
        let state = match plan.opportunity.state {
            OpportunityState::Draft => OpportunityState::Published,
            state => state,
        };
        let shown = Opportunity { state, ..plan.opportunity };
        Ok(Placement::new(shown, Some(&plan.detail), &plan.round, now))
    })
    .await
}

/// Asks how often it is copied.
pub async fn ask_copy(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let plan = mine(db, &viewer, &reference)?;
        Ok(CopyPage::new(&context(db, plan)?, &Fields::default(), Errors::default()))
    })
    .await
}

/// Makes the copies.
pub async fn copy(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<Fields>) -> Result<HttpResponse, Error> {
    let (by, reading, named) = (Actor::Person(viewer.id), viewer.clone(), reference.clone());
    let load = move |db: &mut AnyConnection| mine(db, &reading, &named).and_then(|plan| context(db, plan));
    let context = ctx.app.ledger.db.read(load).await?;
    let mut errors = Errors::default();
    let weeks = sent.form.number("weeks", "How many weeks later", 0..=WEEKS, &mut errors);
    let copies = sent.form.number("copies", "How many copies", 1..=COPIES, &mut errors);
    let round = sent.form.get("round").to_owned();
    if !context.rounds.iter().any(|(known, _)| *known == round) {
        errors.add("round", "Select a round");
    }
    let (Some(weeks), Some(copies), true) = (weeks, copies, errors.is_empty()) else {
        return ctx.invalid(&CopyPage::new(&context, &sent.form, errors));
    };
    let act = move |tx: &mut Tx<'_>| {
        let plan = mine_held(tx, &viewer, &reference)?;
        write::copies(tx, &plan, &round, weeks, copies)
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The copies are made. Publish each when it is right")?;
    Ok(see_other(location))
}
