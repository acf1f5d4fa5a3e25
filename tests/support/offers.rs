//! Rounds and placements on offer, put straight into the database.

use std::collections::BTreeMap;

use practise::db::Instant;
use practise::opportunities::{
    NewOpportunity, NewRound, OpportunityState, Phase, PolicyKey, Support, add_opportunity, add_round, round_by_id, save_round_state,
};
use practise::prioritisation::Policy;
use time::Duration;
use time::macros::date;

use super::app::TestApp;

impl TestApp {
    /// A round under the default policy that opened yesterday and closes in three weeks.
    pub fn open_round(&self, reference: &str) -> i64 {
        let id = self.round(reference, self.now().plus(-Duration::days(1)));
        self.write(|tx| {
            let open = round_by_id(tx.db, id)?.state.open()?;
            save_round_state(tx, id, Phase::Planned, open)
        });
        id
    }

    /// A planned round that opens at `opens_at`, for three weeks.
    pub fn round(&self, reference: &str, opens_at: Instant) -> i64 {
        let policy = Policy::built_in().unwrap().remove(0);
        let policy = PolicyKey {
            sha256: policy.sha256_hex(),
            id: policy.id,
            version: policy.version,
        };
        self.write(|tx| {
            add_round(
                tx,
                &NewRound {
                    reference,
                    name: &format!("Round {reference}"),
                    area_id: None,
                    opens_at,
                    closes_at: opens_at.plus(Duration::days(22)),
                    answer_days: 7,
                    policy: &policy,
                },
            )
        })
    }

    /// A placement at `slug` in a round, with an organisation of its own: five places, from 16, with all that a page can show. `change` makes it another.
    pub fn placement(&self, round_id: i64, slug: &str, change: impl FnOnce(&mut NewOpportunity<'_>)) -> i64 {
        let area = self.area(&format!("A-{slug}"));
        let organisation_id = self.organisation(&format!("O-{slug}"), "Northtown Teaching Hospitals", area);
        let title = format!("A week on the ward {slug}");
        let mut new = offer(round_id, organisation_id, slug, &title);
        change(&mut new);
        self.write(|tx| add_opportunity(tx, &new))
    }

    /// So many placements of one organisation, in one transaction.
    pub fn placements(&self, round_id: i64, many: usize) {
        let area = self.area("A-many");
        let organisation_id = self.organisation("O-many", "Northtown Teaching Hospitals", area);
        self.write(|tx| {
            for number in 0..many {
                let slug = format!("one-of-many-{number}");
                let new = offer(round_id, organisation_id, &slug, "A day on the ward");
                add_opportunity(tx, &new)?;
            }
            Ok(())
        });
    }
}

/// A placement of five days for five people, one of whom comes back to practice.
fn offer<'a>(round_id: i64, organisation_id: i64, slug: &'a str, title: &'a str) -> NewOpportunity<'a> {
    NewOpportunity {
        round_id,
        organisation_id,
        slug,
        title,
        family: "nursing",
        summary: "See how a team looks after people in hospital. You will meet nurses, porters and doctors.",
        activities: "You will follow a nurse for a day.\nYou will help to serve lunch.",
        limits: "You will not see people being washed or treated.",
        first_day: date!(2027 - 06 - 14),
        last_day: date!(2027 - 06 - 18),
        town: "Northtown",
        outcode: "LS9",
        minimum_age: 16,
        places: 5,
        local_areas: &["LS9", "LS10"],
        reserves: BTreeMap::from([("return_to_practice".to_owned(), 1)]),
        support: &[Support::Travel, Support::Food],
        dress: "Wear dark trousers and flat shoes. We lend you a top.",
        state: OpportunityState::Published,
    }
}
