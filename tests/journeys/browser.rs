//! The same line in a real browser: on a phone, on a desktop, and on a phone without scripts. Every page that somebody reaches is held to the
//! bars of accessibility, and its HTML to the checker.

use diesel::prelude::*;
use practise::db::schema::{application, person};
use practise::opportunities::{self as offered};
use practise::rounds;

use super::pages::{EMAIL, GUARDIAN, SCHOOL};
use super::walk::{Walk, walk};
use super::world::{COORDINATOR, NUMBER, SUPERVISOR, World};
use crate::schools::with_register;
use crate::support::app::TestApp;
use crate::support::browser::{DESKTOP, PHONE, Scripts};
use crate::support::db::Backend;
use crate::support::run::run;

impl Walk<'_> {
    async fn find(&self) {
        let browser = &self.browser;
        browser.goto("/").await;
        self.look("start").await;
        browser.goto("/work-experience").await;
        self.look("list").await;
        self.press("A week on the ward ward").await;
        self.look("placement").await;
        browser.goto("/apply/ward").await;
        self.look("before").await;
        self.press("Start now").await;
        self.look("can-i").await;
        self.error("Continue", "can-i").await;
        self.fill(&[
            ("date-of-birth-day", "1"),
            ("date-of-birth-month", "3"),
            ("date-of-birth-year", "2011"),
        ])
        .await;
        self.choose(&[("can-come", "yes"), ("other-placement", "no")]).await;
        self.press("Continue").await;
        self.look("email").await;
        self.error("Continue", "email").await;
        self.fill(&[("email", EMAIL)]).await;
        self.press("Continue").await;
        self.look("code").await;
        self.error("Continue", "code").await;
        let code = self.test.mail().await.latest_for(EMAIL).code();
        self.fill(&[("code", &code)]).await;
        self.press("Continue").await;
        assert_eq!(browser.h1().await.lines().last(), Some("Your application"));
        self.look("tasks").await;
    }

    async fn answer(&self) {
        let tasks = self.browser.path().await;
        self.browser.goto(&format!("{tasks}/date-of-birth")).await;
        self.look("date-of-birth").await;
        self.browser.goto(&format!("{tasks}/name")).await;
        let steps: [(&str, &[(&str, &str)], &[(&str, &str)]); 9] = [
            ("name", &[("first-name", "Ada"), ("last-name", "Okafor")], &[]),
            ("contact", &[("postcode", "ls97tf")], &[]),
            ("situation", &[], &[("situation", "at_school")]),
            (
                "circumstances",
                &[],
                &[
                    ("free-school-meals", "yes"),
                    ("meals-when", "before_september_2026"),
                    ("pupil-premium", "not_sure"),
                    ("first-generation", "yes"),
                ],
            ),
            ("aims", &[], &[("families", "nursing"), ("applying", "yes")]),
            ("reasons", &[("interest", "People and care."), ("learn", "How a ward works.")], &[]),
            ("choices", &[], &[]),
            ("availability", &[], &[("all-days", "yes")]),
            ("support", &[("adjustments", "Step-free rooms")], &[]),
        ];
        for (step, fields, ticks) in steps {
            self.look(step).await;
            if !matches!(step, "choices" | "support") {
                self.error("Save and continue", step).await;
            }
            self.fill(fields).await;
            self.choose(ticks).await;
            self.press("Save and continue").await;
            if step == "circumstances" {
                self.pick_school().await;
            }
        }
        self.look("school").await;
        self.error("Save and continue", "school").await;
        self.fill(&[
            ("organisation", "Hill School"),
            ("name", "Mx Green"),
            ("role", "Careers leader"),
            ("email", SCHOOL),
        ])
        .await;
        self.press("Save and continue").await;
        self.look("guardian").await;
        self.error("Save and continue", "guardian").await;
        self.fill(&[("name", "Bo Okafor"), ("relationship", "Mother"), ("email", GUARDIAN)])
            .await;
        self.press("Save and continue").await;
        self.look("check").await;
        self.press("Confirm and send").await;
        self.look("equality").await;
        self.error("Continue", "equality").await;
        self.choose(&[("answer", "yes")]).await;
        self.press("Continue").await;
        self.look("equality-questions").await;
        self.choose(&[("condition", "no"), ("religion", "prefer-not-to-say")]).await;
        self.press("Send my answers").await;
        self.look("submitted").await;
        self.browser.goto(&tasks).await;
        self.look("status").await;
    }

    async fn pick_school(&self) {
        self.look("attended-school").await;
        self.error("Save and continue", "attended-school").await;
        self.fill(&[("school", "castle of clouds")]).await;
        self.press("Find school").await;
        assert!(!self.browser.text(".nhsuk-error-summary").await.is_empty());
        self.look("attended-school-none").await;
        self.fill(&[("school", "carr bank")]).await;
        self.press("Find school").await;
        self.look("attended-school-found").await;
        self.error("Save and continue", "attended-school-found").await;
        self.choose(&[("picked", "900001")]).await;
        self.fill(&[("from-year", "2022")]).await;
        self.press("Save and continue").await;
    }

    async fn confirm(&self) {
        self.open(GUARDIAN).await;
        self.look("guardian-link").await;
        self.error("Confirm and send", "guardian-link").await;
        self.choose(&[("agree", "yes"), ("statement", "yes")]).await;
        self.fill(&[("full-name", "Bo Okafor"), ("relationship", "Mother")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "You agreed");
        self.look("guardian-done").await;
        self.open(SCHOOL).await;
        self.look("school-link").await;
        self.error("Confirm and send", "school-link").await;
        self.choose(&[
            ("on-roll", "yes"),
            ("free-school-meals", "yes"),
            ("pupil-premium", "yes"),
            ("meals-share", "yes"),
            ("fit", "yes"),
        ])
        .await;
        self.fill(&[
            ("meals-year", "2025 to 2026"),
            ("full-name", "Mx Green"),
            ("role", "Careers leader"),
        ])
        .await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "We have your answers");
        self.look("school-done").await;
    }

    async fn decide(&self, world: &World) {
        self.test.write(|tx| {
            let round = offered::round_by_id(tx.db, world.round)?;
            rounds::close(tx, &round)
        });
        self.open(SUPERVISOR).await;
        self.look("reveal").await;
        self.error("Show my number", "reveal").await;
        self.fill(&[("value", NUMBER)]).await;
        self.press("Show my number").await;
        assert_eq!(self.browser.h1().await, "Your number is public");
        self.look("revealed").await;
        let reference: String = self.test.read(|db| {
            let of = application::table.inner_join(person::table).filter(person::email.eq(EMAIL));
            Ok(of.select(application::public_ref).get_result(db)?)
        });
        for mail in world.mails(COORDINATOR, "proposal.asked").await {
            self.browser.open_address(&mail.link()).await;
            if self.browser.text("main").await.contains(&reference) {
                break;
            }
        }
        self.look("proposal").await;
        self.error("Confirm and send", "proposal").await;
        self.choose(&[("decision", "approve")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "Approved");
        self.look("decided").await;
        self.browser.goto("/my-applications").await;
        self.look("my-applications").await;
        self.open_kind(EMAIL, "offer.made").await;
        self.look("offer").await;
        self.error("Confirm and send", "offer").await;
        self.choose(&[("answer", "accept")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "Your place is agreed");
        self.look("agreed").await;
        self.press("See your applications").await;
        let mine = self.browser.element("main li a").await;
        self.browser.press(&mine).await;
        self.look("status-placed").await;
        self.press("Say who should be called in an emergency").await;
        self.look("emergency").await;
        self.error("Save and continue", "emergency").await;
        self.fill(&[("phone", "07700 900 982")]).await;
        self.press("Save and continue").await;
        self.look("emergency-saved").await;
        self.press("Give back your place").await;
        self.look("leave").await;
    }

    /// The coordinator's own pages, in the same browser.
    async fn coordinate(&self) {
        self.browser.goto("/sign-out").await;
        self.press("Log out").await;
        self.look("signed-out").await;
        self.browser.goto("/sign-in").await;
        self.look("sign-in").await;
        self.fill(&[("email", COORDINATOR)]).await;
        self.press("Continue").await;
        self.open(COORDINATOR).await;
        self.look("sign-in-link").await;
        self.press("Continue").await;
        self.browser.goto("/coordinate").await;
        self.look("dashboard").await;
        self.press("A week on the ward ward").await;
        self.look("ranking").await;
        let first = self.browser.element("main tbody a").await;
        self.browser.press(&first).await;
        assert_eq!(self.browser.h1().await, "Place agreed");
        self.look("person").await;
    }
}

fn line(name: &'static str, scripts: Scripts, size: (u32, u32), thorough: bool) {
    run(Backend::Sqlite, |test: TestApp| async move {
        with_register(&test);
        let world = World::new(&test, &[1, 2]);
        world.applicant("ann@example.org", &[1]);
        let world = &world;
        walk(&test, name, scripts, size, thorough, |walk| async move {
            walk.find().await;
            walk.answer().await;
            walk.confirm().await;
            walk.decide(world).await;
            walk.coordinate().await;
            walk.browser.goto("/no-such-page").await;
            walk.look("404").await;
            world.holds();
        })
        .await;
    });
}

#[test]
fn the_line_on_a_phone() {
    line("phone", Scripts::On, PHONE, false);
}

#[test]
fn the_line_on_a_desktop() {
    line("desktop", Scripts::On, DESKTOP, false);
}

#[test]
fn the_line_on_a_phone_without_scripts() {
    line("plain", Scripts::Off, PHONE, true);
}
