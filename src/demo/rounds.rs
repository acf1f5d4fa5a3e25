//! The three rounds of the demonstration, and the answers of those who are asked.

use time::Duration;

use crate::confirmations::{GuardianLink, SchoolLink};
use crate::db::Instant;
use crate::decisions::ProposalLink;
use crate::error::Error;
use crate::links::{self, Handler, Purpose};
use crate::opportunities::{self as offered, NewRound};
use crate::placements::OfferLink;
use crate::pledges::{ReviewLink, SignerLink};
use crate::policies;
use crate::prioritisation::lottery;
use crate::rounds::{self, Supervisor};
use crate::tx::{Actor, Tx};
use crate::web::form::Pairs;

/// The number that the supervisor of every demonstration round has promised.
pub(super) const SUPERVISOR: &str = "5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed";

/// Adds a round with the policy in force; answers its number.
pub(super) fn add_round(tx: &mut Tx<'_>, reference: &str, name: &str, opens_at: Instant, closes_at: Instant) -> Result<i64, Error> {
    let policy = policies::in_force(tx.db)?.policy;
    offered::add_round(
        tx,
        &NewRound {
            reference,
            name,
            area_id: None,
            opens_at,
            closes_at,
            answer_days: 7,
            policy: &policy,
        },
    )
}

/// Opens a round with the supervisor's promise.
pub(super) fn open(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    let round = offered::round_by_id(tx.db, id)?;
    let commitment = hex::encode(lottery::commitment(&round.reference, SUPERVISOR));
    let supervisor = Supervisor {
        name: "independent supervisor",
        email: "supervisor@example.org",
        commitment: &commitment,
    };
    rounds::open(tx, &round, &supervisor)
}

/// Closes a round and reveals the supervisor's number, so that it is ranked.
pub(super) fn close_and_rank(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    let round = offered::round_by_id(tx.db, id)?;
    rounds::close(tx, &round)?;
    rounds::reveal_missing(tx, &round.reference, SUPERVISOR)
}

/// Answers every live link of a purpose the way its page would; `fields` says what is posted for the subject with this number, or nothing.
pub(super) fn answer_links(
    tx: &mut Tx<'_>,
    purpose: Purpose,
    fields: impl Fn(usize) -> Option<Vec<(&'static str, &'static str)>>,
) -> Result<(), Error> {
    let handler: Box<dyn Handler> = match purpose {
        Purpose::Guardian => Box::new(GuardianLink::new(rounds::leave)),
        Purpose::School => Box::new(SchoolLink),
        Purpose::Proposal => Box::new(ProposalLink),
        Purpose::Offer => Box::new(OfferLink),
        Purpose::SignIn
        | Purpose::Reveal
        | Purpose::SavedSearch
        | Purpose::Invitation
        | Purpose::Promise
        | Purpose::RiskNotice
        | Purpose::Reconfirmation
        | Purpose::Afterwards
        | Purpose::KeepInTouch => {
            return Err(Error::internal("not a link of the demonstration"));
        }
        Purpose::Signatory | Purpose::Champion | Purpose::PledgeApproval => Box::new(SignerLink),
        Purpose::PledgeReview => Box::new(ReviewLink),
    };
    for (index, id) in links::live(tx.db, purpose, tx.now)?.into_iter().enumerate() {
        let link = links::by_id(tx.db, id)?;
        // A colleague's link about the same matter dies when the first is used.
        if link.standing(tx.now) != links::Standing::Live {
            continue;
        }
        let Some(fields) = fields(index) else { continue };
        let form = fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let posted = links::Posted {
            form: Pairs(form),
            from: "192.0.2.0/24".to_owned(),
        };
        tx.actor = Actor::Link(id);
        if matches!(handler.answer(tx, &link, &posted)?, links::Answer::Invalid(_)) {
            return Err(Error::internal(format!("the demonstration's answer to {purpose} was refused")));
        }
    }
    tx.actor = Actor::Operator;
    Ok(())
}

/// Days before or after a moment.
pub(super) fn days(at: Instant, days: i64) -> Instant {
    at.plus(Duration::days(days))
}
