//! A past round played under two policies with one draw.
//!
//! The seed of a draw depends on the policy's bytes, so each policy would draw everybody anew, and most of what moved would be luck. To show the
//! rules alone, both are played with the order in which people were really drawn. The engine stays as it is: it is given the same list, in which
//! whoever was really drawn first carries the reference that this policy's own draw puts first, and so on; the answer is read back the same way.

use std::collections::BTreeMap;

use super::model::{Comparison, Move, PlacementChange, Tally};
use crate::allocation::allocate;
use crate::prioritisation::lottery::{Draw, Lottery};
use crate::prioritisation::score::standing;
use crate::prioritisation::{InputError, Policy, RoundInput};

/// Who gets what, by reference.
type Places<'a> = BTreeMap<&'a str, Option<String>>;

/// Compares what two policies make of a round whose draw had this seed.
///
/// # Errors
/// Every problem of the round under either policy: it names something that the policy does not know, or does not fit its limits.
pub fn compare(first: &Policy, second: &Policy, round: &RoundInput, seed: &[u8; 32]) -> Result<Comparison, Vec<InputError>> {
    let drawn = in_order(seed, round);
    let before = places(first, round, &drawn)?;
    let after = places(second, round, &drawn)?;
    let mut groups = vec![Tally::default(); first.bands.len()];
    let mut found = Comparison::default();
    for applicant in &round.applicants {
        let reference = applicant.reference.as_str();
        let of = |places: &Places<'_>| places.get(reference).cloned().flatten();
        let moved = Move::between(of(&before).as_deref(), of(&after).as_deref());
        let standing = standing(first, applicant);
        found.everybody.add(moved);
        groups[standing.band].add(moved);
        let on = |index: &usize| standing.pathways & (1 << index) != 0;
        let mut pathways: Vec<Option<String>> = (0..first.pathways.len())
            .filter(on)
            .map(|index| Some(first.pathways[index].id.clone()))
            .collect();
        if pathways.is_empty() {
            pathways.push(None);
        }
        for pathway in pathways {
            found.pathways.entry(pathway).or_default().add(moved);
        }
    }
    found.groups = first.bands.iter().map(|band| band.id.clone()).zip(groups).collect();
    found.placements = placements(round, &before, &after);
    Ok(found)
}

/// Everybody's reference in the order of a draw.
fn in_order<'a>(seed: &[u8; 32], round: &'a RoundInput) -> Vec<&'a str> {
    let lottery = Lottery::new(seed);
    let mut order: Vec<&str> = round.applicants.iter().map(|applicant| applicant.reference.as_str()).collect();
    order.sort_by_cached_key(|reference| (lottery.number(reference), *reference));
    order
}

/// What the engine gives everybody under a policy, if they are drawn in this order.
fn places<'a>(policy: &Policy, round: &RoundInput, drawn: &[&'a str]) -> Result<Places<'a>, Vec<InputError>> {
    let references = round.applicants.iter().map(|applicant| &applicant.reference);
    let own = Draw::of(&round.round_id, policy, &round.contributions, references);
    let own = in_order(&own.seed, round);
    let stand_in: BTreeMap<&str, &str> = drawn.iter().copied().zip(own).collect();
    let mut played = round.clone();
    for applicant in &mut played.applicants {
        if let Some(reference) = stand_in.get(applicant.reference.as_str()) {
            (*reference).clone_into(&mut applicant.reference);
        }
    }
    let result = allocate(policy, &played)?;
    let offer = |stand_in: &str| result.applicant(stand_in).and_then(|applicant| applicant.offer.clone());
    Ok(drawn
        .iter()
        .map(|person| (*person, stand_in.get(person).and_then(|one| offer(one))))
        .collect())
}

fn placements(round: &RoundInput, before: &Places<'_>, after: &Places<'_>) -> Vec<PlacementChange> {
    let mut changes: BTreeMap<&str, PlacementChange> = BTreeMap::new();
    for one in &round.opportunities {
        let change = PlacementChange {
            reference: one.reference.clone(),
            places: one.places,
            comes: 0,
            goes: 0,
        };
        changes.insert(one.reference.as_str(), change);
    }
    for (person, first) in before {
        let second = after.get(person).and_then(Option::as_deref);
        let first = first.as_deref();
        if first == second {
            continue;
        }
        if let Some(left) = first.and_then(|reference| changes.get_mut(reference)) {
            left.goes += 1;
        }
        if let Some(joined) = second.and_then(|reference| changes.get_mut(reference)) {
            joined.comes += 1;
        }
    }
    changes.into_values().collect()
}
