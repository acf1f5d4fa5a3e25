//! What somebody does on the page of a proposal, signed in or by the emailed link.

use serde_json::json;

use super::conflict::hand_on;
use super::decide::{KNOWN, decide};
use super::model::{Act, Proposal};
use super::store;
use crate::audit::{self, ReaderRole, Seen, SeenPage};
use crate::auth::Role;
use crate::error::Error;
use crate::opportunities as offered;
use crate::rounds::{self, ProposalState};
use crate::tx::Tx;

/// Who acts, and as what.
#[derive(Clone, Copy, Debug)]
pub(super) struct By {
    /// The person.
    pub person_id: i64,
    /// As what.
    pub role: Role,
}

impl By {
    /// A coordinator who is signed in.
    pub const fn coordinator(person_id: i64) -> Self {
        Self {
            person_id,
            role: Role::Coordinator,
        }
    }

    /// As what they read.
    pub const fn reader(self) -> ReaderRole {
        match self.role {
            Role::Champion => ReaderRole::Champion,
            Role::AreaLead => ReaderRole::AreaLead,
            Role::Coordinator | Role::National => ReaderRole::Coordinator,
        }
    }
}

/// Does it.
///
/// # Errors
/// `Conflict`, in words for whoever acts, if that cannot be done any more.
pub(super) fn act(tx: &mut Tx<'_>, proposal: &Proposal, what: Act, by: By) -> Result<(), Error> {
    match what {
        Act::ShowName => show_name(tx, proposal, by),
        Act::Know => hand_on(tx, proposal, by.person_id),
        Act::Decide(ruling) => decide(tx, proposal, ruling, Some(by.person_id)),
    }
}

/// Writes down that the name is shown from now on, to the end of the hour. The page looks for that.
fn show_name(tx: &mut Tx<'_>, proposal: &Proposal, by: By) -> Result<(), Error> {
    offered::hold_round(tx, proposal.round_id)?;
    let proposal = &store::by_id(tx.db, proposal.id)?;
    if rounds::who_know(tx.db, proposal.application_id)?.contains(&by.person_id) {
        return Err(Error::conflict(KNOWN));
    }
    if proposal.state != ProposalState::Open {
        return Ok(());
    }
    let seen = Seen {
        by: tx.actor,
        role: by.reader(),
        organisation_id: Some(proposal.organisation_id),
        page: SeenPage::Name,
        applications: vec![proposal.application_id],
    };
    audit::saw_in(tx, &seen)?;
    audit::record(tx, "proposal.name_shown", "proposal", proposal.id, &json!({}))
}
