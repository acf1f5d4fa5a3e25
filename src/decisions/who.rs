//! Who decided, and who has a proposal now: by role and organisation for everybody, by name or address for colleagues.

use super::model::Proposal;
use super::store::{self, Case};
use crate::auth::Role;
use crate::dates::moment;
use crate::db::AnyConnection;
use crate::error::Error;
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

/// Who decided a proposal, by role; for colleagues (`named`) with the name or address too. Nothing while it is open or if it was overtaken.
pub(super) fn decided_by(case: &Case, named: bool) -> Option<String> {
    if !matches!(case.proposal.state, ProposalState::Approved | ProposalState::Declined) {
        return None;
    }
    let role = case.who.as_ref().and_then(|who| who.role);
    let words = as_what(role, &case.proposal.organisation);
    Some(match case.who.as_ref().filter(|_| named && role.is_some()) {
        Some(who) => format!("{}, {words}", who.name),
        None => words,
    })
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
    let case = store::case(db, &proposal.reference, None)?;
    let by = decided_by(&case, false).map(|who| format!(", by {who}")).unwrap_or_default();
    let at = proposal.decided_at.map(|at| format!(", at {}", moment(at))).unwrap_or_default();
    Ok(format!("{what}{by}{at}."))
}

/// Who has an open proposal now, by role: of those who may decide, whoever was asked first; `None` if nobody is left who may.
pub(super) fn has_it(db: &mut AnyConnection, proposal: &Proposal) -> Result<Option<String>, Error> {
    let all = deciders(db, proposal.application_id, proposal.organisation_id)?;
    Ok(whom_to_ask(&all, 0)
        .first()
        .map(|decider| as_what(Some(decider.role), &proposal.organisation)))
}
