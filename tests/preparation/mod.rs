//! Before a placement: tasks, "are you still coming?", calendars and the sheet of a day.

mod calendar;
mod coming;
mod tasks;

use diesel::prelude::*;
use practise::applications::ApplicationState;
use practise::db::schema::opportunity_detail;
use practise::placements::{Placed, placed_as};
use time::{Date, Time};

use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;

/// What a coordinator has planned for a placement on offer.
pub fn with_plan(test: &TestApp, opportunity: i64) {
    test.write(|tx| {
        Ok(diesel::insert_into(opportunity_detail::table)
            .values((
                opportunity_detail::opportunity_id.eq(opportunity),
                opportunity_detail::weekdays.eq("[1,2,3,4,5]"),
                opportunity_detail::meeting_point.eq("Main entrance, north wing"),
                opportunity_detail::supervisor.eq("Sam Green"),
                opportunity_detail::supervisor_job.eq("Ward manager"),
                opportunity_detail::pack.eq("Bring lunch.\n\nTie back long hair."),
                opportunity_detail::risks.eq("You may meet people who are ill. You wear gloves."),
                opportunity_detail::changed_at.eq(tx.now),
            ))
            .execute(tx.db)?)
    });
}

/// Lets time pass until this time of day, UTC.
pub fn until(test: &TestApp, day: Date, time: Time) {
    let at = practise::db::Instant::new(time::PrimitiveDateTime::new(day, time));
    test.pass(at.since(test.now()));
}

/// Approves everybody who is proposed, and has each of these people accept their offer.
pub async fn place(world: &World, people: &[(&'static str, i64)]) {
    for mail in world.mails(COORDINATOR, "proposal.asked").await {
        let page = world.test.client().open(&mail.link()).await;
        if page.h1() != "Approved" {
            page.form().choose("decision", "approve").submit().await.should_say("Approved");
        }
    }
    for (email, _) in world.of_state(people, ApplicationState::Offered) {
        world.accept(email).await.should_say("Your place is agreed");
    }
}

/// The placement of an application.
pub fn placed(test: &TestApp, application: i64) -> Placed {
    test.read(|db| placed_as(db, application)).expect("there should be a placement")
}
