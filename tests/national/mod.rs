//! The national team's tool: what another policy would have changed, in numbers, and its adoption for new rounds.

mod adopting;
mod comparing;
mod roles;

use diesel::prelude::*;
use practise::allocation::{Published, allocate};
use practise::db::schema::allocation_run;
use practise::opportunities::{self as offered, Phase, RoundState};
use practise::pages::Example;
use practise::policies::{self, NewAdoption};
use practise::prioritisation::{Policy, RoundInput};
use sha2::{Digest, Sha256};
use time::Duration;

use crate::support::app::TestApp;

/// The round of the worked example.
pub fn example() -> RoundInput {
    Example::round(&policies::shipped().unwrap()[0]).unwrap()
}

/// The example over and over: `times` times as many people, placements and places.
pub fn examples(times: usize) -> RoundInput {
    let one = example();
    let mut many = RoundInput {
        opportunities: Vec::new(),
        applicants: Vec::new(),
        ..one.clone()
    };
    for number in 0..times {
        let named = |reference: &str| format!("{reference}-{number}");
        many.opportunities.extend(one.opportunities.iter().cloned().map(|mut opportunity| {
            opportunity.reference = named(&opportunity.reference);
            opportunity
        }));
        many.applicants.extend(one.applicants.iter().cloned().map(|mut applicant| {
            applicant.reference = named(&applicant.reference);
            applicant.choices = applicant.choices.iter().map(|choice| named(choice)).collect();
            applicant
        }));
    }
    many
}

/// A round that was ranked with this input under the default policy; nothing else of it is there.
pub fn drawn_round(test: &TestApp, reference: &str, input: &RoundInput) -> i64 {
    let policy = policies::shipped().unwrap().remove(0);
    let result = allocate(&policy, input).unwrap();
    let round = test.round(reference, test.now().plus(-Duration::days(30)));
    let text = input.canonical_json().unwrap();
    test.write(|tx| {
        let ranked = RoundState::Ranked {
            closed_at: tx.now,
            ranked_at: tx.now,
        };
        offered::save_round_state(tx, round, Phase::Planned, ranked)?;
        diesel::insert_into(allocation_run::table)
            .values((
                (
                    allocation_run::round_id.eq(round),
                    allocation_run::number.eq(1),
                    allocation_run::cause.eq("closed"),
                    allocation_run::engine.eq(&result.engine),
                    allocation_run::policy_sha256.eq(&result.policy_sha256),
                    allocation_run::list_sha256.eq(&result.list_sha256),
                    allocation_run::seed.eq(&result.seed),
                ),
                (
                    allocation_run::input_sha256.eq(hex::encode(Sha256::digest(text.as_bytes()))),
                    allocation_run::output_sha256.eq(&result.output_sha256),
                    allocation_run::previous_sha256.eq("0".repeat(64)),
                    allocation_run::input.eq(&text),
                    allocation_run::output.eq(result.to_json()?),
                    allocation_run::published.eq(serde_json::to_string(&Published::of(&policy, input, &result, 1))?),
                    allocation_run::created_at.eq(tx.now),
                ),
            ))
            .execute(tx.db)?;
        Ok(())
    });
    round
}

/// Adopts a policy without its pages.
pub fn adopt(test: &TestApp, round: i64, policy: &Policy) {
    let by = test.person("national@example.org");
    test.write(|tx| {
        let replaces = policies::in_force(tx.db)?.id;
        let new = NewAdoption {
            replaces,
            policy: &policies::key_of(policy),
            previewed_round: round,
            reason: "For this test.",
            by,
        };
        policies::adopt(tx, &new)
    });
}
