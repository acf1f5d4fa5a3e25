//! Writing an opportunity: begun, changed, copied, published, paused and closed. Every change has its audit row.

use serde_json::json;

use super::fields::Fields;
use super::model::{Plan, Section};
use super::sections::{self, Context};
use super::state::Act;
use super::store;
use crate::audit;
use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{self as offered, Detail, NewOpportunity, Opportunity, OpportunityState, Phase, Round};
use crate::organisations::slug;
use crate::policies;
use crate::prioritisation::Policy;
use crate::tx::Tx;

/// The least age that a new draft says until somebody says another.
const USUAL_AGE: i32 = 16;

/// The rules of a round: what it has, or what it gets when it opens.
pub fn policy_of(db: &mut AnyConnection, round: &Round) -> Result<Policy, Error> {
    let key = if round.state.phase() == Phase::Planned {
        policies::in_force(db)?.policy
    } else {
        round.policy.clone()
    };
    policies::with_key(&key)
}

/// Begins a draft in a round; answers its number.
pub fn begin(tx: &mut Tx<'_>, organisation_id: i64, round_id: i64) -> Result<i64, Error> {
    let round = offered::round_by_id(tx.db, round_id)?;
    // It has no days yet; the row needs some.
    let day = round.closes_at.plus(time::Duration::weeks(4)).date();
    let slug = format!("draft-{}", tx.env.random.reference()?.to_lowercase());
    let id = offered::add_opportunity(
        tx,
        &NewOpportunity {
            round_id,
            organisation_id,
            slug: &slug,
            title: "",
            family: "",
            summary: "",
            activities: "",
            limits: "",
            first_day: day,
            last_day: day,
            town: "",
            outcode: "",
            minimum_age: USUAL_AGE,
            places: 0,
            local_areas: &[],
            reserves: std::collections::BTreeMap::new(),
            support: &[],
            dress: "",
            state: OpportunityState::Draft,
        },
    )?;
    offered::put_detail(tx, id, &Detail::default())?;
    audit::record(tx, "opportunity.begun", "opportunity", id, &json!({"round": round_id}))?;
    Ok(id)
}

/// Stores what a page says now. What is on show has to stay complete.
///
/// # Errors
/// `Conflict` if it would not, or if places and rounds do not fit.
pub fn save(tx: &mut Tx<'_>, section: Section, plan: &Plan) -> Result<(), Error> {
    let one = &plan.opportunity;
    if one.state != OpportunityState::Draft
        && plan.round.state.phase() == Phase::Planned
        && let Some((_, words)) = plan.missing(&policy_of(tx.db, &plan.round)?).into_iter().next()
    {
        return Err(Error::conflict(format!(
            "This placement is on show, so it has to be complete. {words}."
        )));
    }
    offered::save_opportunity(tx, one)?;
    offered::put_detail(tx, one.id, &plan.detail)?;
    audit::record(tx, "opportunity.changed", "opportunity", one.id, &json!({"page": section}))
}

/// Puts a complete draft on show, pauses it, resumes it or closes it.
///
/// # Errors
/// `Conflict`, in words for the coordinator, if no way leads there or something is missing.
pub fn act(tx: &mut Tx<'_>, plan: &Plan, act: Act) -> Result<(), Error> {
    let next = act.lead(plan.opportunity.state, plan.round.state.phase())?;
    let mut one = Opportunity {
        state: next,
        ..plan.opportunity.clone()
    };
    if act == Act::Publish {
        if let Some((_, words)) = plan.missing(&policy_of(tx.db, &plan.round)?).into_iter().next() {
            return Err(Error::conflict(format!("This placement is not complete. {words}.")));
        }
        let wanted = slug(&format!("{} {} {}", one.title, one.town, one.first_day));
        one.slug = store::free_slug(tx.db, &wanted, one.id)?;
        offered::mark_published(tx, one.id)?;
    }
    offered::save_opportunity(tx, &one)?;
    audit::record(
        tx,
        act.done(),
        "opportunity",
        one.id,
        &json!({"from": plan.opportunity.state, "to": next}),
    )
}

/// Copies a plan as a draft of a round, so many weeks later; answers its number.
pub fn copy(tx: &mut Tx<'_>, plan: &Plan, round: &Round, weeks: i64) -> Result<i64, Error> {
    let id = begin(tx, plan.opportunity.organisation_id, round.id)?;
    let made = offered::by_id(tx.db, id)?;
    let later = plan.later(weeks, tx.now);
    let draft = Opportunity {
        id,
        slug: made.slug,
        reference: made.reference,
        round_id: round.id,
        state: OpportunityState::Draft,
        ..later.opportunity
    };
    offered::save_opportunity(tx, &draft)?;
    offered::put_detail(tx, id, &later.detail)?;
    if let Ok(pack) = store::pack(tx.db, plan.opportunity.id) {
        super::packs::keep(tx, id, &pack.name, &pack.body)?;
    }
    audit::record(
        tx,
        "opportunity.copied",
        "opportunity",
        id,
        &json!({"of": plan.opportunity.id, "weeks": weeks}),
    )?;
    Ok(id)
}

/// Begins a draft in a round that the organisation can use; answers the address of its first page.
///
/// # Errors
/// `Conflict` if the round takes no placements any more.
pub fn begin_for(tx: &mut Tx<'_>, viewer: &Coordinator, organisation_id: i64, round_id: i64) -> Result<String, Error> {
    let viewer = viewer.again(tx.db)?;
    if !viewer.organisations.contains(&organisation_id) {
        return Err(Error::Forbidden);
    }
    offered::hold_round(tx, round_id)?;
    usable(tx, organisation_id, round_id)?;
    let id = begin(tx, organisation_id, round_id)?;
    let reference = offered::by_id(tx.db, id)?.reference;
    Ok(format!("/coordinate/opportunities/{reference}/edit/{}", Section::What))
}

fn usable(tx: &mut Tx<'_>, organisation_id: i64, round_id: i64) -> Result<(), Error> {
    let rounds = store::rounds_for(tx.db, &[organisation_id])?;
    if rounds.iter().any(|(id, ..)| *id == round_id) {
        Ok(())
    } else {
        Err(Error::conflict("This round takes no further placements."))
    }
}

/// Copies a plan several times, each a week after the one before; answers the address of the round's page.
///
/// # Errors
/// `Conflict` if the round takes no placements any more.
pub fn copies(tx: &mut Tx<'_>, plan: &Plan, round: &str, weeks: i32, copies: i32) -> Result<String, Error> {
    let round = offered::round_by_ref(tx.db, round)?;
    usable(tx, plan.opportunity.organisation_id, round.id)?;
    for later in weeks..weeks + copies {
        copy(tx, plan, &round, i64::from(later))?;
    }
    Ok(format!("/coordinate/rounds/{}", round.reference))
}

/// Stores what was typed on a page, if the round's rules still let it; answers the address of the plan.
///
/// # Errors
/// `Conflict` if it can no longer be changed so.
pub fn save_typed(tx: &mut Tx<'_>, section: Section, context: &Context, fields: &Fields) -> Result<String, Error> {
    let mut plan = sections::read(section, fields, context, tx.now).map_err(|errors| {
        let words = errors.0.into_iter().next().map_or_else(String::new, |error| error.message);
        Error::conflict(words)
    })?;
    if section == Section::What && context.is_free() && fields.get("round") != plan.round.reference {
        plan.round = offered::round_by_ref(tx.db, fields.get("round"))?;
        offered::hold_round(tx, plan.round.id)?;
        usable(tx, plan.opportunity.organisation_id, plan.round.id)?;
        plan.opportunity.round_id = plan.round.id;
    }
    save(tx, section, &plan)?;
    Ok(plan.path())
}
