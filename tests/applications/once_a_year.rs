//! One placement in a calendar year: said at once, refused when it is sent, and refused when a second one would be agreed.

use diesel::prelude::*;
use practise::applications::{self, ApplicationState, Step};
use practise::db::schema::application_answer;
use practise::opportunities as offered;
use time::macros::date;

use super::journey::born;
use crate::journeys::world::World;
use crate::support::app::TestApp;
use crate::support::run::on_both;

const ADA: &str = "ada@example.org";

on_both! {
    async fn whoever_has_a_placement_is_told_at_once_and_sends_none_for_the_same_year(test: TestApp) {
        let world = World::new(&test, &[1]);
        let first = world.applicant(ADA, &[0]);
        let round = test.open_round("R2");
        let same_year = test.placement(round, "same-year", |_| {});
        test.placement(round, "next-year", |new| {
            new.first_day = date!(2028 - 02 - 07);
            new.last_day = new.first_day;
        });
        // A second draft, begun before the first place was agreed, with the same answers.
        let person = test.person(ADA);
        let draft = test.write(|tx| {
            let wanted = offered::by_id(tx.db, same_year)?;
            let reference = applications::begin(tx, person, &wanted, Some(date!(1990 - 03 - 01)))?;
            let id = applications::application_by_ref(tx.db, &reference)?.id;
            let known: Vec<(Step, String)> = application_answer::table
                .filter(application_answer::application_id.eq(first))
                .select((application_answer::step, application_answer::answer))
                .load(tx.db)?;
            for (step, answer) in known.iter().filter(|(step, _)| *step != Step::Choices) {
                applications::put(tx, id, *step, answer)?;
            }
            Ok(reference)
        });
        world.rank().await;
        world.approve().await.should_be(200);
        world.accept(ADA).await.should_say("Your place is agreed");

        let client = test.sign_in(ADA).await;
        let page = client.get("/apply/same-year/check").await;
        let page = born(page.form(), "1", "3", "1990").choose("can-come", "yes").choose("other-placement", "no").submit().await;
        page.should_be(200).should_say("You can have 1 placement in a year, and you have one in 2027.");
        let check = client.get(&format!("/applications/{draft}/check")).await;
        let refused = check.form().submit().await;
        refused.should_be(409).should_say("You have a placement in 2027.");
        assert_eq!(refused.h1(), "You have a placement already");
        let state = || test.read(|db| applications::application_by_ref(db, &draft)).state;
        assert_eq!(state(), ApplicationState::Draft);

        // Another year is open to them, and this one is once the place is given back.
        let choices = client.get(&format!("/applications/{draft}/choices")).await;
        let (other, _) = choices.form().choices("choice-1").into_iter().find(|(_, words)| words.contains("next-year")).unwrap();
        choices.form().choose("choice-1", &other).submit().await.should_be(200);
        client.get(&format!("/applications/{draft}/check")).await.form().submit().await.should_be(200);
        assert_ne!(state(), ApplicationState::Draft);
        world.holds();
    }

    async fn of_two_offers_in_a_year_one_can_be_accepted(test: TestApp) {
        let world = World::new(&test, &[1]);
        let first = world.applicant(ADA, &[0]);
        world.rank().await;
        world.approve().await.should_be(200);
        let reference = world.application(first).reference;
        // Another round gave them a place in the same year meanwhile.
        let round = test.open_round("R2");
        let other = test.placement(round, "other", |_| {});
        let second = World { test: test.clone(), round, placements: vec![other] };
        let agreed = second.applicant(ADA, &[0]);
        test.write(|tx| add_placement(tx, agreed, other, first));
        let refused = world.accept(ADA).await;
        refused.should_be(409).should_say("You have another placement in 2027, and you can have 1 in a year.");
        assert_eq!(world.state(first), ApplicationState::Offered, "the offer stays open: {reference}");
    }
}

/// An agreed placement, as if another round had given it.
fn add_placement(tx: &mut practise::tx::Tx<'_>, application: i64, opportunity: i64, like: i64) -> Result<usize, practise::error::Error> {
    use practise::db::schema::{offer, placement, proposal};
    let run: i64 = proposal::table
        .filter(proposal::application_id.eq(like))
        .select(proposal::run_id)
        .first(tx.db)?;
    let proposed: i64 = diesel::insert_into(proposal::table)
        .values((
            proposal::public_ref.eq(tx.env.random.reference()?),
            proposal::opportunity_id.eq(opportunity),
            proposal::application_id.eq(application),
            proposal::run_id.eq(run),
            proposal::state.eq("approved"),
            proposal::created_at.eq(tx.now),
        ))
        .returning(proposal::id)
        .get_result(tx.db)?;
    let offered: i64 = diesel::insert_into(offer::table)
        .values((
            offer::public_ref.eq(tx.env.random.reference()?),
            offer::proposal_id.eq(proposed),
            offer::application_id.eq(application),
            offer::opportunity_id.eq(opportunity),
            offer::state.eq("accepted"),
            offer::made_at.eq(tx.now),
            offer::expires_at.eq(tx.now),
        ))
        .returning(offer::id)
        .get_result(tx.db)?;
    Ok(diesel::insert_into(placement::table)
        .values((
            placement::public_ref.eq(tx.env.random.reference()?),
            placement::application_id.eq(application),
            placement::opportunity_id.eq(opportunity),
            placement::offer_id.eq(offered),
            placement::state.eq("agreed"),
            placement::agreed_at.eq(tx.now),
        ))
        .execute(tx.db)?)
}
