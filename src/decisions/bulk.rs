//! Several people of one ranked list approved in one press: what can be approved is, from the top; the rest is named with why not.

use std::fmt;
use std::str::FromStr;

use super::decide::{decide, passing};
use super::model::{Decision, Ruling};
use super::store;
use crate::error::Error;
use crate::opportunities as offered;
use crate::rounds::{self, ProposalState};
use crate::text_enum;
use crate::tx::Tx;

text_enum! {
    /// Why somebody who was ticked was not approved.
    pub enum NotDone {
        /// A colleague decided before.
        Decided = "decided",
        /// They left the list, or have another place.
        Gone = "gone",
        /// Somebody above waits and was not ticked, so that a reason is needed.
        Above = "above",
        /// Whoever pressed knows them.
        Known = "known",
    }
}

impl NotDone {
    /// In words, after the reference.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Decided => "a colleague decided this before you",
            Self::Gone => "the person has left the list or has another place",
            Self::Above => "somebody above still waits. Decide about them first, or open this one and say why it comes first",
            Self::Known => "you said that you know this person, so a colleague decides",
        }
    }
}

/// What came of one press: how many were approved, and the others by the public reference of their application. As text it is part of the
/// address of the page that shows it, so that a press that is sent twice shows the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many were approved.
    pub done: u32,
    /// Who was not, and why.
    pub left: Vec<(String, NotDone)>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.done)?;
        self.left.iter().try_for_each(|(reference, why)| write!(f, "~{reference}.{why}"))
    }
}

impl FromStr for Outcome {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('~');
        let done = parts.next().and_then(|done| done.parse().ok()).ok_or(())?;
        let left = parts.map(|part| {
            let (reference, why) = part.split_once('.').ok_or(())?;
            let plain = reference.len() <= 20 && reference.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            if plain {
                Ok((reference.to_owned(), why.parse().map_err(|_| ())?))
            } else {
                Err(())
            }
        });
        Ok(Self {
            done,
            left: left.collect::<Result<_, ()>>()?,
        })
    }
}

/// Approves those of an opportunity's proposals that can be approved in the order of the list, in one transaction.
///
/// # Errors
/// `NotFound` if a reference is not one of this opportunity's proposals.
pub(super) fn approve(tx: &mut Tx<'_>, opportunity_id: i64, references: &[String], by: i64) -> Result<Outcome, Error> {
    let round_id = offered::by_id(tx.db, opportunity_id)?.round_id;
    offered::hold_round(tx, round_id)?;
    let mut references = references.to_vec();
    references.sort_unstable();
    references.dedup();
    let proposals = store::from_the_top(tx.db, opportunity_id, &references)?;
    if proposals.len() != references.len() {
        return Err(Error::NotFound);
    }
    let ruling = Ruling {
        decision: Decision::Approve,
        passing: None,
    };
    let mut outcome = Outcome::default();
    for id in proposals {
        let proposal = store::by_id(tx.db, id)?;
        let why = match proposal.state {
            ProposalState::Approved | ProposalState::Declined => Some(NotDone::Decided),
            ProposalState::Overtaken => Some(NotDone::Gone),
            ProposalState::Open if rounds::who_know(tx.db, proposal.application_id)?.contains(&by) => Some(NotDone::Known),
            ProposalState::Open => passing(tx.db, &proposal, None, Some(by), tx.now.date())?
                .err()
                .map(|_| NotDone::Above),
        };
        if let Some(why) = why {
            outcome.left.push((proposal.application, why));
        } else {
            decide(tx, &proposal, ruling, Some(by))?;
            outcome.done += 1;
        }
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_read_as_it_was_written_and_nothing_else_is_read() {
        let outcome = Outcome {
            done: 12,
            left: vec![("7K2M-9QXD-4TVB".to_owned(), NotDone::Above), ("A01".to_owned(), NotDone::Decided)],
        };
        assert_eq!(outcome.to_string(), "12~7K2M-9QXD-4TVB.above~A01.decided");
        assert_eq!(outcome.to_string().parse(), Ok(outcome));
        assert_eq!("0".parse(), Ok(Outcome::default()));
        for wrong in ["", "many", "-1", "1~", "1~A.nonsense", "1~<b>.above", "1~A"] {
            assert_eq!(wrong.parse::<Outcome>(), Err(()), "{wrong}");
        }
    }
}
