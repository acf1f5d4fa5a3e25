//! During and after a placement, as everybody on it meets it.

mod attendance;
mod browser;
mod certificate;
mod feedback;
mod forgetting;
mod later;
mod money;

use diesel::prelude::*;
use practise::db::Instant;
use practise::db::schema::{opportunity, placement};
use practise::placements::PlacementState;
use time::macros::date;
use time::{Date, Duration};

use crate::journeys::world::World;
use crate::support::app::TestApp;

/// The days of every placement of the world, which are all working days.
pub const FIRST: Date = date!(2027 - 06 - 14);
pub const LAST: Date = date!(2027 - 06 - 18);
pub const ANN: &str = "ann@example.org";

/// So many people, each with a place at the first placement, in the order of the list.
pub async fn placed(test: &TestApp, people: &[&'static str]) -> (World, Vec<(&'static str, i64)>) {
    let places = i32::try_from(people.len()).unwrap();
    let world = World::new(test, &[places]);
    let people: Vec<_> = people.iter().map(|email| (*email, world.applicant(email, &[0]))).collect();
    world.rank().await;
    for _ in &people {
        let waiting = world.mails(crate::journeys::world::COORDINATOR, "proposal.asked").await;
        for mail in waiting {
            let page = test.client().open(&mail.link()).await;
            if page.has("input[name=decision]") {
                page.form().choose("decision", "approve").submit().await;
            }
        }
    }
    for (email, _) in &people {
        world.accept(email).await.should_say("Your place is agreed");
    }
    (world, people)
}

/// Lets time pass until the late morning of a day.
pub fn until(test: &TestApp, day: Date) {
    let moment = Instant::midnight(day).plus(Duration::hours(10));
    test.pass(moment.since(test.now()));
}

/// The reference of the placement of an application, and where it stands.
pub fn placement_of(test: &TestApp, application_id: i64) -> (String, PlacementState) {
    test.read(|db| {
        Ok(placement::table
            .filter(placement::application_id.eq(application_id))
            .select((placement::public_ref, placement::state))
            .get_result(db)?)
    })
}

/// The reference of a placement on offer.
pub fn opportunity_ref(test: &TestApp, id: i64) -> String {
    test.read(|db| Ok(opportunity::table.find(id).select(opportunity::public_ref).get_result(db)?))
}

/// The days from the first to the last.
pub fn days() -> Vec<Date> {
    (0..5).map(|day| FIRST + Duration::days(day)).collect()
}

/// One person who came on the first four days and was ill on the last, on the day after; nothing is closed.
pub async fn came(test: &TestApp) -> (World, i64, String) {
    let (world, people) = placed(test, &[ANN]).await;
    let id = people[0].1;
    until(test, LAST + Duration::DAY);
    let (reference, _) = placement_of(test, id);
    let coordinator = test.sign_in(crate::journeys::world::COORDINATOR).await;
    let mut form = coordinator
        .get(&format!("/coordinate/placements/{reference}/attendance"))
        .await
        .form();
    for day in days() {
        let mark = if day == LAST { "absent_told" } else { "came" };
        form = form.choose(&format!("mark-{day}"), mark);
    }
    form.submit().await.should_be(200).should_say("The attendance is saved");
    (world, id, reference)
}

/// The same, and the placement is closed.
pub async fn completed(test: &TestApp) -> (World, i64, String) {
    let (world, id, reference) = came(test).await;
    let coordinator = test.sign_in(crate::journeys::world::COORDINATOR).await;
    let ask = coordinator.get(&format!("/coordinate/placements/{reference}/close")).await;
    let next = ask.should_say("The placement counts as completed").form().submit().await;
    assert_eq!(next.path, format!("/coordinate/placements/{reference}/certificate"));
    (world, id, reference)
}
