//! Who decided, and who has a proposal now: by role and organisation for everybody, by name or address for colleagues.

use super::model::Proposal;
use super::store;
use crate::auth::{Role, holders_of};
use crate::dates::moment;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities as offered;
use crate::rounds::{ProposalState, deciders, whom_to_ask};

/// As what somebody decides, in words.
pub(super) fn as_what(role: Option<Role>, organisation: &str) -> String {
    match role {
        Some(Role::Coordinator) => format!("a coordinator at {organisation}"),
        Some(Role::Champion) => format!("a board member of {organisation}"),
        Some(Role::AreaLead) => format!("the area lead for {organisation}"),
        Some(Role::National) | None => format!("somebody at {organisation}"),
    }
}

/// As what somebody decided, if they still have that role.
fn role_of_decider(db: &mut AnyConnection, proposal: &Proposal) -> Result<Option<Role>, Error> {
    for role in [Role::Coordinator, Role::Champion, Role::AreaLead] {
        let holders = holders_of(db, role, proposal.organisation_id)?;
        if holders.iter().any(|(id, _)| Some(*id) == proposal.decided_by) {
            return Ok(Some(role));
        }
    }
    Ok(None)
}

/// Who decided a proposal, by role; for colleagues (`named`) with the name or address too. Nothing while it is open or if it was overtaken.
pub(super) fn decided_by(db: &mut AnyConnection, proposal: &Proposal, named: bool) -> Result<Option<String>, Error> {
    if !matches!(proposal.state, ProposalState::Approved | ProposalState::Declined) {
        return Ok(None);
    }
    let role = role_of_decider(db, proposal)?;
    let words = as_what(role, &offered::by_id(db, proposal.opportunity_id)?.organisation);
    Ok(Some(match proposal.decided_by.filter(|_| named && role.is_some()) {
        Some(id) => format!("{}, {words}", store::name_of(db, id)?),
        None => words,
    }))
}

/// That a proposal is not open any more, who decided and when.
pub(super) fn already(db: &mut AnyConnection, proposal: &Proposal) -> Result<String, Error> {
    let what = match proposal.state {
        ProposalState::Approved => "This was approved already",
        ProposalState::Declined => "This was declined already",
        ProposalState::Overtaken => {
            return Ok("This is no longer to be decided: the person has left the list or has another place.".to_owned());
        }
        ProposalState::Open => return Err(Error::internal("an open proposal was taken for decided")),
    };
    let by = decided_by(db, proposal, false)?
        .map(|who| format!(", by {who}"))
        .unwrap_or_default();
    let at = proposal.decided_at.map(|at| format!(", at {}", moment(at))).unwrap_or_default();
    Ok(format!("{what}{by}{at}."))
}

/// Who has an open proposal now, by role: of those who may decide, whoever was asked first; `None` if nobody is left who may.
pub(super) fn has_it(db: &mut AnyConnection, proposal: &Proposal) -> Result<Option<String>, Error> {
    let organisation = offered::by_id(db, proposal.opportunity_id)?.organisation;
    let all = deciders(db, proposal.application_id, proposal.organisation_id)?;
    Ok(whom_to_ask(&all, 0)
        .first()
        .map(|decider| as_what(Some(decider.role), &organisation)))
}
