//! From attendance to certificate and feedback in a browser, on a phone without scripts; every page is held to the bars of accessibility.

use practise::afterwards::{ask_due, write_after};
use time::Duration;
use time::macros::date;

use super::{ANN, LAST, days, placed, placement_of, until};
use crate::journeys::walk::{Walk, walk};
use crate::journeys::world::{COLLEAGUE, COORDINATOR};
use crate::support::app::TestApp;
use crate::support::browser::{PHONE, Scripts};
use crate::support::db::Backend;
use crate::support::run::run;

const BEN: &str = "ben@example.org";

impl Walk<'_> {
    async fn become_signed_in(&self, email: &str) {
        self.browser.take_cookies(&self.test.sign_in(email).await).await;
    }

    async fn pick_day(&self) {
        let option = self.browser.element("select[name='day'] option[value='2027-06-15']").await;
        option.click().await.unwrap();
    }

    async fn record_and_close(&self, ann: &str, ben: &str) {
        self.become_signed_in(COORDINATOR).await;
        self.browser.goto("/coordinate/afterwards").await;
        self.look("after-list").await;
        self.press("A week on the ward ward").await;
        self.look("after-day").await;
        self.error("Confirm and save", "after-day").await;
        self.choose(&[(&format!("mark-{ann}"), "came"), (&format!("mark-{ben}"), "absent_told")])
            .await;
        self.press("Confirm and save").await;
        self.look("after-day-saved").await;
        self.browser.goto(&format!("/coordinate/placements/{ann}/attendance")).await;
        self.look("after-person").await;
        for day in days() {
            self.choose(&[(&format!("mark-{day}"), "came")]).await;
        }
        self.press("Confirm and save").await;
        self.press("close this placement").await;
        self.look("after-close").await;
        self.press("Confirm and save").await;
        assert_eq!(self.browser.h1().await.lines().last(), Some("Make the certificate"));
        self.browser.goto(&format!("/coordinate/placements/{ann}/values")).await;
        self.look("after-values").await;
        self.error("Confirm and save", "after-values").await;
        self.choose(&[("value", "compassion")]).await;
        self.pick_day().await;
        self.fill(&[("note", "Sat with a man who was afraid")]).await;
        self.press("Confirm and save").await;
        self.browser.goto(&format!("/coordinate/placements/{ann}/certificate")).await;
        self.look("after-certificate").await;
        self.fill(&[("hours", "x")]).await;
        self.error("Confirm and send", "after-certificate").await;
        self.fill(&[("hours", "35")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "The certificate");
        self.look("after-issued").await;
        self.press("See what others see when they check it").await;
        assert_eq!(self.browser.h1().await, "This certificate is valid");
        self.look("after-check").await;
        self.browser
            .goto(&format!("/coordinate/placements/{ann}/certificate/withdraw"))
            .await;
        self.look("after-withdraw").await;
        self.browser.goto(&format!("/coordinate/placements/{ann}/feedback")).await;
        self.look("after-organisation").await;
        self.browser.goto(&format!("/coordinate/placements/{ann}/afterwards")).await;
        self.look("after-placement").await;
    }

    async fn say_how_it_was(&self, own: &str) {
        self.open_kind(ANN, "placement.after").await;
        self.look("after-feedback").await;
        self.error("Confirm and send", "after-feedback").await;
        self.choose(&[
            ("expected", "yes"),
            ("careers", "yes"),
            ("looked-after", "yes"),
            ("recommend", "yes"),
            ("plans", "more_sure"),
            ("keep-in-touch", "yes"),
        ])
        .await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "Thank you");
        self.look("after-told").await;
        self.become_signed_in(ANN).await;
        self.browser.goto(own).await;
        self.press("During and after your placement").await;
        self.look("after-own").await;
        self.press("Say how it was").await;
        self.look("after-said").await;
        for (page, name) in [("expenses", "after-expenses"), ("thanks", "after-thanks")] {
            self.browser.goto(&format!("{own}/{page}")).await;
            self.look(name).await;
            self.error("Confirm and send", name).await;
        }
        self.fill(&[("words", "Thank you for all that you showed me.")]).await;
        self.press("Confirm and send").await;
        self.browser.goto(&format!("{own}/thanks")).await;
        self.look("after-thanked").await;
        self.browser.goto(&format!("{own}/expenses")).await;
        self.choose(&[("kind", "travel")]).await;
        self.pick_day().await;
        self.fill(&[("amount", "4.50"), ("note", "Bus there and back")]).await;
        self.press("Confirm and send").await;
        self.look("after-claimed").await;
        self.browser.goto(&format!("{own}/keep-in-touch")).await;
        self.look("after-keep").await;
    }

    async fn pay(&self) {
        self.become_signed_in(COLLEAGUE).await;
        self.browser.goto("/coordinate/claims").await;
        self.look("after-claims").await;
        let claim = self.browser.element("main tbody a").await;
        self.browser.press(&claim).await;
        self.look("after-claim").await;
        self.error("Confirm and send", "after-claim").await;
        self.choose(&[("decision", "agree")]).await;
        self.press("Confirm and send").await;
        self.look("after-agreed").await;
        self.open_kind(COLLEAGUE, "placement.after.coordinator").await;
        self.look("after-link").await;
        self.error("Confirm and send", "after-link").await;
    }
}

#[test]
fn from_attendance_to_certificate_on_a_phone_without_scripts() {
    run(Backend::Sqlite, |test: TestApp| async move {
        let (world, people) = placed(&test, &[ANN, BEN]).await;
        let world = &world;
        until(&test, LAST + Duration::DAY);
        let [ann, ben] = [people[0].1, people[1].1].map(|id| placement_of(&test, id).0);
        let own = format!("/applications/{}", world.application(people[0].1).reference);
        let lead = test.read(|db| {
            use diesel::prelude::*;
            use practise::db::schema::organisation;
            let code = organisation::code.like("O-%");
            Ok(organisation::table.filter(code).select(organisation::area_id).first::<i64>(db)?)
        });
        test.area_lead("lead@example.org", lead);
        let test = &test;
        walk(test, "afterwards", Scripts::Off, PHONE, true, |walk| async move {
            write_after(test.ledger()).unwrap();
            walk.record_and_close(&ann, &ben).await;
            walk.say_how_it_was(&own).await;
            walk.pay().await;
            until(test, date!(2027 - 09 - 18));
            ask_due(test.ledger()).unwrap();
            walk.open_kind(ANN, "keep_in_touch.news").await;
            walk.look("after-doing").await;
            walk.error("Confirm and send", "after-doing").await;
            walk.choose(&[("doing", "school")]).await;
            walk.press("Confirm and send").await;
            walk.look("after-doing-done").await;
            walk.become_signed_in("lead@example.org").await;
            walk.browser.goto("/lead/afterwards").await;
            walk.look("after-area").await;
        })
        .await;
        assert_eq!(world.agreed(), 1, "Ben's placement is still open");
    });
}
