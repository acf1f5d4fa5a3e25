//! The draw of a bundle: promises before closing, values after it, one seed, and the numbers that follow.

use super::{Bundle, Drawn, Faults, LOTTERY, Promise, RECORD};
use crate::prioritisation::lottery::{Lottery, commitment, is_value, list_sha256, seed};
use crate::prioritisation::order::draw_order;
use crate::prioritisation::{Code, Kind, Policy};
use std::collections::HashSet;

impl Bundle {
    pub(super) fn check_draw(&self, policy: &Policy, faults: &mut Faults) {
        let record = &self.record;
        if policy.sha256_hex() != record.policy_sha256 {
            let message = format!("the policy's hash is {}", policy.sha256_hex());
            faults.add(RECORD, Some(Code::D05), "/policy_sha256", message);
        }
        self.check_promises(faults);
        let [draw, others @ ..] = record.draws.as_slice() else {
            faults.add(RECORD, None, "/draws", "the record names no draw");
            return;
        };
        for (i, _) in others.iter().enumerate() {
            let place = format!("/draws/{}", i + 1);
            faults.add(RECORD, Some(Code::D07), place, "a round has one draw; this is another");
        }
        if draw.drawn_at < record.closed_at {
            let message = format!("drawn before the round closed at {}", record.closed_at);
            faults.add(RECORD, Some(Code::D06), "/draws/0/drawn_at", message);
        }
        self.check_seed(policy, draw, faults);
        self.check_numbers(draw, faults);
    }

    fn check_promises(&self, faults: &mut Faults) {
        let promises = &self.record.contributions;
        if promises.len() < 2 {
            let message = format!("a draw needs at least 2 contributions, found {}", promises.len());
            faults.add(RECORD, Some(Code::D01), "/contributions", message);
        }
        let mut names = HashSet::new();
        for (i, promise) in promises.iter().enumerate() {
            if promise.name.is_empty() || !names.insert(promise.name.as_str()) {
                let place = format!("/contributions/{i}/name");
                faults.add(RECORD, Some(Code::D01), place, "every contribution needs a name of its own");
            }
            self.check_promise(promise, i, faults);
        }
    }

    fn check_promise(&self, promise: &Promise, i: usize, faults: &mut Faults) {
        let closed = &self.record.closed_at;
        let mut add = |code, key: &str, message: String| faults.add(RECORD, Some(code), format!("/contributions/{i}/{key}"), message);
        if promise.kind == Kind::Beacon {
            add(Code::D04, "kind", "the signature of a beacon cannot be checked here".to_owned());
        }
        let promised = hex::encode(commitment(&self.record.round_id, &promise.value));
        if !is_value(&promise.value) {
            add(Code::D02, "value", "expected 64 lower-case hexadecimal digits".to_owned());
        } else if promised != promise.commitment {
            add(Code::D02, "value", format!("the commitment of this value is {promised}"));
        }
        if promise.committed_at > *closed {
            add(Code::D03, "committed_at", format!("promised after the round closed at {closed}"));
        }
        if promise.revealed_at < *closed {
            add(Code::D06, "revealed_at", format!("shown before the round closed at {closed}"));
        }
    }

    fn check_seed(&self, policy: &Policy, draw: &Drawn, faults: &mut Faults) {
        let list = list_sha256(self.references.iter().map(String::as_str));
        if hex::encode(list) != draw.list_sha256 {
            let message = format!("the hash of the list is {}", hex::encode(list));
            faults.add(RECORD, Some(Code::D05), "/draws/0/list_sha256", message);
        }
        let values = self.record.contributions.iter().map(|promise| promise.value.as_str());
        let expected = hex::encode(seed(&self.record.round_id, policy, list, values));
        if expected != draw.seed {
            faults.add(RECORD, None, "/draws/0/seed", format!("expected {expected}"));
        }
    }

    /// Compares the published numbers with those of the published seed.
    fn check_numbers(&self, draw: &Drawn, faults: &mut Faults) {
        let key = hex::decode(&draw.seed).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let Some(key) = key else {
            faults.add(RECORD, None, "/draws/0/seed", "expected 64 hexadecimal digits");
            return;
        };
        let mut references: Vec<&str> = self.references.iter().map(String::as_str).collect();
        references.sort_unstable();
        let numbers = Lottery::new(&key).numbers(&references);
        let order = draw_order(&numbers);
        if self.lottery.len() != order.len() {
            let message = format!("{} numbers for {} references", self.lottery.len(), order.len());
            faults.add(LOTTERY, None, "(file)", message);
            return;
        }
        for ((ticket, drawn), position) in self.lottery.iter().zip(order).zip(1u32..) {
            let (reference, number) = (references[drawn as usize], hex::encode(numbers[drawn as usize]));
            if (ticket.position, ticket.reference.as_str(), &ticket.lottery) != (position, reference, &number) {
                // The first line holds the names of the columns.
                faults.add(
                    LOTTERY,
                    None,
                    format!("line {}", position + 1),
                    format!("expected {position},{reference},{number}"),
                );
            }
        }
    }
}
