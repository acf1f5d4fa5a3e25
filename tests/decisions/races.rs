//! Row 14, again and again: three people hold an offer of a place of which one is left, and say yes at the same moment, through two instances.
//! `make faults` runs a thousand of these races.

use diesel::prelude::*;
use futures_util::future::join_all;
use practise::db::schema::{application, opportunity, placement};

use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::form::Form;
use crate::support::run::on_both;

/// How many people want each last place.
const EACH: usize = 3;

/// How many last places there are.
fn races() -> usize {
    std::env::var("PRACTISE_RACES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(6)
}

on_both! {
    async fn row_14_of_all_who_race_for_a_last_place_one_gets_it(test: TestApp) {
        let mut world = World::new(&test, &[3]);
        let trust: i64 = test.read(|db| Ok(opportunity::table.find(world.placements[0]).select(opportunity::organisation_id).get_result(db)?));
        for number in 1..races() {
            let id = test.placement(world.round, &format!("ward{number}"), |new| {
                new.places = 3;
                new.reserves.clear();
                new.organisation_id = trust;
            });
            world.placements.push(id);
        }
        let email = |race: usize, who: usize| format!("person{race}.{who}@example.org");
        for race in 0..races() {
            for who in 0..EACH {
                world.applicant(&email(race, who), &[race]);
            }
        }
        world.rank().await;
        let client = test.sign_in(COORDINATOR).await;
        let references: Vec<String> = test.read(|db| {
            Ok(opportunity::table.filter(opportunity::id.eq_any(&world.placements)).order(opportunity::id).select(opportunity::public_ref).load(db)?)
        });
        for reference in &references {
            let page = client.get(&format!("/coordinate/opportunities/{reference}?tick=all")).await;
            page.form().submit().await.should_say("3 people are approved");
        }
        let other = test.another();
        let mail = test.mail().await;
        for race in 0..races() {
            world.lower_places(world.placements[race], 1);
            let mut forms: Vec<Form> = Vec::new();
            for who in 0..EACH {
                let link = mail.latest_for(&email(race, who)).link();
                let at = if who % 2 == 0 { &test } else { &other };
                let path = link.strip_prefix(test.address()).unwrap();
                forms.push(at.client().get(path).await.form().choose("answer", "accept"));
            }
            let answers = join_all(forms.iter().map(Form::submit)).await;
            let mut seen: Vec<u16> = answers.iter().map(|page| page.status).collect();
            seen.sort_unstable();
            assert_eq!(seen, [200, 409, 409], "race {race}");
        }
        // As the database has it: nowhere more people than places, and nobody twice.
        let rows: Vec<(i64, i64)> = test.read(|db| {
            let of = placement::table.inner_join(application::table).select((placement::opportunity_id, application::person_id));
            Ok(of.order(placement::opportunity_id).load(db)?)
        });
        let (mut places, mut people): (Vec<i64>, Vec<i64>) = rows.into_iter().unzip();
        let count = places.len();
        places.dedup();
        people.sort_unstable();
        people.dedup();
        assert_eq!((count, places.len(), people.len()), (races(), races(), races()));
        world.holds();
        println!("{} races of {EACH} for a last place: {count} places given, none twice", races());
    }
}
