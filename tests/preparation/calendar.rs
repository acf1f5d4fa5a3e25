//! Calendars that people subscribe to.

use diesel::prelude::*;
use practise::auth::{Grant, Role, held, revoke};
use practise::db::schema::{calendar_feed, opportunity};

use super::{place, placed};
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::page::Page;
use crate::support::run::on_both;

/// The path of the calendar whose address a page shows.
fn path(test: &TestApp, page: &Page) -> String {
    let address = page.texts("p.app-unbroken").concat();
    address
        .strip_prefix(test.address())
        .expect("the address should be the portal's own")
        .to_owned()
}

on_both! {
    async fn a_calendar_is_made_read_renewed_and_ended(test: TestApp) {
        let world = World::new(&test, &[2]);
        let people = ["ann@example.org", "ben@example.org"].map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        place(&world, &people).await;
        let client = test.sign_in("ann@example.org").await;
        let page = client.get("/my-calendar").await;
        assert!(page.texts("p.app-unbroken").is_empty());
        let page = page.form().submit().await;
        let first = path(&test, &page);
        let text = test.client().get(&first).await;
        text.should_be(200);
        assert_eq!(text.header("content-type"), "text/calendar; charset=utf-8");
        assert!(text.header("cache-control").starts_with("private"));
        let body = text.body().replace("\r\n ", "");
        assert_eq!(body.matches("BEGIN:VEVENT").count(), 5, "{body}");
        assert!(body.contains("DTSTART:20270614T080000Z") && body.contains("SUMMARY:A week on the ward ward"));
        assert!(!body.contains("Okafor") && !body.contains("example.org"));

        // A coordinator's has how many start, and nobody's name or reference.
        let coordinator = test.sign_in(COORDINATOR).await;
        let page = coordinator.get("/my-calendar").await.form().submit().await;
        let theirs = path(&test, &page);
        let body = test.client().get(&theirs).await.body().replace("\r\n ", "");
        assert!(body.contains("SUMMARY:2 people start: A week on the ward ward") && body.contains("DTSTART;VALUE=DATE:20270614"), "{body}");
        for (_, id) in people {
            let one = placed(&test, id);
            assert!(!body.contains(&one.application) && !body.contains(&one.reference));
        }
        test.write(|tx| {
            let organisation: i64 = opportunity::table.find(world.placements[0]).select(opportunity::organisation_id).first(tx.db)?;
            let person = practise::auth::person_for_email(tx, COORDINATOR)?;
            let role = Grant { role: Role::Coordinator, organisation_id: Some(organisation), area_id: None };
            let grant = held(tx.db, person, &role)?.unwrap();
            revoke(tx, grant)
        });
        assert!(!test.client().get(&theirs).await.body().contains("BEGIN:VEVENT"), "a role that is taken away takes its calendar along");

        // Times that cannot be read make one entry over all days.
        test.write(|tx| Ok(diesel::update(opportunity::table).set(opportunity::start_time.eq("after breakfast")).execute(tx.db)?));
        let body = test.client().get(&first).await.body();
        assert!(body.contains("DTSTART;VALUE=DATE:20270614") && body.contains("DTEND;VALUE=DATE:20270619"), "{body}");

        // A new address ends the one before; stopping ends both.
        let client = test.sign_in("ann@example.org").await;
        let forms = |page: &Page| page.form_to("/my-calendar");
        let page = forms(&client.get("/my-calendar").await).submit().await;
        let second = path(&test, &page);
        assert_ne!(first, second);
        test.client().get(&first).await.should_be(404);
        test.client().get(&second).await.should_be(200);
        forms(&page).forge("action", "end").submit().await.should_be(200);
        test.client().get(&second).await.should_be(404);
        let digests: Vec<Vec<u8>> = test.read(|db| Ok(calendar_feed::table.select(calendar_feed::digest).load(db)?));
        let token = second.trim_start_matches("/calendar/").trim_end_matches(".ics");
        assert!(digests.iter().all(|digest| digest.len() == 32 && digest != token.as_bytes()));
        world.holds();
    }
}
