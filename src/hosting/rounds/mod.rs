//! Rounds that coordinators run by themselves: made, changed, copied, supervised, opened, closed or called off.

mod form;
mod promise;
mod running;

pub use form::{NewWindow, body, filled, read};
pub use promise::PromiseLink;
pub use running::open_due;
pub(super) use running::{ask_supervisor, cancel, close_now, open_now};

use serde_json::json;
use time::Duration;

use super::store;
use super::write;
use crate::audit;
use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{self as offered, NewRound, Phase, Round};
use crate::policies;
use crate::tx::Tx;

/// A round of an organisation, with how far the promise for its draw is.
#[derive(Clone, Debug)]
pub struct Own {
    /// The round.
    pub round: Round,
    /// Who runs it, and its supervisor.
    pub owner: store::Owner,
}

impl Own {
    /// The address of its page.
    pub fn path(&self) -> String {
        format!("/coordinate/rounds/{}", self.round.reference)
    }

    /// True until it opens or is called off.
    pub fn is_planned(&self) -> bool {
        self.round.state.phase() == Phase::Planned && self.owner.cancelled_at.is_none()
    }
}

/// The round with this reference, if it is run by one of these organisations.
///
/// # Errors
/// `NotFound` if there is none, `NotYours` if it is another's or an area's.
pub fn own(db: &mut AnyConnection, reference: &str, organisations: &[i64], by: i64) -> Result<Own, Error> {
    let (round, owner) = store::round_and_owner(db, reference)?;
    match owner {
        Some(owner) if organisations.contains(&owner.organisation_id) => Ok(Own { round, owner }),
        _ => Err(Error::NotYours {
            kind: "round",
            id: round.id,
            by,
        }),
    }
}

/// Makes a planned round for an organisation; answers its reference.
pub fn create(tx: &mut Tx<'_>, organisation_id: i64, new: &NewWindow) -> Result<String, Error> {
    let policy = policies::in_force(tx.db)?.policy;
    let reference = tx.env.random.reference()?;
    let id = offered::add_round(
        tx,
        &NewRound {
            reference: &reference,
            name: &new.name,
            area_id: None,
            opens_at: new.opens_at,
            closes_at: new.closes_at,
            answer_days: new.answer_days,
            policy: &policy,
        },
    )?;
    store::add_owner(tx, id, organisation_id)?;
    audit::record(tx, "round.created", "round", id, &json!({"organisation": organisation_id}))?;
    Ok(reference)
}

/// Makes a planned round for one of the viewer's organisations; answers the address of its page.
///
/// # Errors
/// `Forbidden` if the viewer does not coordinate it any more.
pub fn create_for(tx: &mut Tx<'_>, viewer: &Coordinator, organisation_id: i64, new: &NewWindow) -> Result<String, Error> {
    if !viewer.again(tx.db)?.organisations.contains(&organisation_id) {
        return Err(Error::Forbidden);
    }
    Ok(format!("/coordinate/rounds/{}", create(tx, organisation_id, new)?))
}

/// Changes a planned round.
///
/// # Errors
/// `Conflict` if it is open or called off, or if a published placement would begin before it closes.
pub fn change(tx: &mut Tx<'_>, own: &Own, new: &NewWindow) -> Result<(), Error> {
    if !own.is_planned() {
        return Err(Error::conflict("A round can be changed until it opens."));
    }
    let closes_on = new.closes_at.date();
    let listed = offered::of_round(tx.db, own.round.id)?;
    if let Some(early) = listed.iter().find(|one| one.first_day <= closes_on) {
        return Err(Error::conflict(format!(
            "“{}” is on show and begins before this round would close.",
            early.title
        )));
    }
    store::set_window(tx, own.round.id, &new.name, new.opens_at, new.closes_at, new.answer_days)?;
    audit::record(tx, "round.changed", "round", own.round.id, &json!({}))
}

/// Copies a round with an organisation's placements, so many weeks later; answers the new round's reference.
pub fn copy(tx: &mut Tx<'_>, own: &Own, name: &str, weeks: i64) -> Result<String, Error> {
    let by = Duration::weeks(weeks);
    let new = NewWindow {
        name: name.to_owned(),
        opens_at: own.round.opens_at.plus(by),
        closes_at: own.round.closes_at.plus(by),
        answer_days: own.round.answer_days,
    };
    let organisation_id = own.owner.organisation_id;
    let reference = create(tx, organisation_id, &new)?;
    let round = offered::round_by_ref(tx.db, &reference)?;
    for plan in store::plans_of(tx.db, own.round.id, organisation_id)? {
        write::copy(tx, &plan, &round, weeks)?;
    }
    Ok(reference)
}
