//! The same line in a real browser: on a phone, on a desktop, and on a phone without scripts. Every page that somebody reaches is held to the
//! bars of accessibility, and its HTML to the checker.

use std::time::Duration as Wait;

use practise::opportunities::{self as offered};
use practise::rounds;

use super::pages::{EMAIL, GUARDIAN, SCHOOL};
use super::world::{COORDINATOR, NUMBER, SUPERVISOR, World};
use crate::schools::with_register;
use crate::support::app::TestApp;
use crate::support::browser::{Browser, DESKTOP, NARROW, PHONE, Scripts, with_browser};
use crate::support::db::Backend;
use crate::support::nu;
use crate::support::run::run;

/// Somebody at a browser who holds every page to the bars.
struct Walk<'a> {
    test: &'a TestApp,
    browser: Browser,
    /// Before every picture's name.
    name: &'static str,
    size: (u32, u32),
    /// Also ask the HTML checker and look at the narrowest screen: once is enough.
    thorough: bool,
    found: std::cell::RefCell<Vec<String>>,
}

impl Walk<'_> {
    /// Looks at the open page. What is wrong is gathered, so that one run names all of it.
    async fn look(&self, page: &str) {
        let mut sizes = vec![self.size];
        if self.thorough {
            sizes.push(NARROW);
        }
        for size in sizes {
            self.browser.resize(size).await;
            self.browser.screenshot(&format!("{}-{page}", self.name), size.0).await;
            let wide = self.browser.overflow().await;
            if wide > 0 {
                self.wrong(format!("{page} is {wide} px too wide at {} px", size.0));
            }
        }
        self.browser.resize(self.size).await;
        for violation in self.browser.axe().await {
            self.wrong(format!("{page}: {violation}"));
        }
        if self.thorough {
            // No script has run, so this is what was sent.
            let html = self
                .browser
                .run("return '<!doctype html>' + document.documentElement.outerHTML")
                .await;
            for error in nu::errors(html.as_str().unwrap()).await {
                self.wrong(format!("{page}: {error}"));
            }
        }
    }

    fn wrong(&self, words: String) {
        // Also said at once: a later step may stop the walk.
        eprintln!("{}: {words}", self.name);
        self.found.borrow_mut().push(words);
    }

    /// Presses a button and waits until its words are those of another page, or of the same one with an error.
    async fn press(&self, words: &str) {
        self.browser.click(words).await;
        tokio::time::sleep(Wait::from_millis(20)).await;
    }

    /// Sends the page as it is, looks at what is wrong with it, and goes on.
    async fn error(&self, button: &str, page: &str) {
        if !self.thorough {
            return;
        }
        self.press(button).await;
        assert!(!self.browser.text(".nhsuk-error-summary").await.is_empty(), "{page}");
        self.look(&format!("{page}-error")).await;
    }

    async fn fill(&self, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            self.browser.fill(name, value).await;
        }
    }

    async fn choose(&self, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            self.browser.choose(name, value).await;
        }
    }

    /// Opens the link of the newest mail to an address.
    async fn open(&self, to: &str) {
        let link = self.test.mail().await.latest_for(to).link();
        self.browser.open_address(&link).await;
    }

    /// The newest mail of a kind.
    async fn open_kind(&self, to: &str, kind: &str) {
        let mail = self.test.mail().await;
        let link = mail.to(to).into_iter().rfind(|mail| mail.kind == kind).unwrap().link();
        self.browser.open_address(&link).await;
    }

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
        self.choose(&[("can-come", "yes")]).await;
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
        for mail in world.mails(COORDINATOR, "proposal.asked").await {
            self.browser.open_address(&mail.link()).await;
            if self.browser.text("main").await.contains("Ada comes next") {
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

fn walk(name: &'static str, scripts: Scripts, size: (u32, u32), thorough: bool) {
    run(Backend::Sqlite, |test: TestApp| async move {
        with_register(&test);
        let world = World::new(&test, &[1, 2]);
        world.applicant("ann@example.org", &[1]);
        let (inner, outer) = (test.clone(), test);
        with_browser(&outer, scripts, |browser| async move {
            browser.resize(size).await;
            let walk = Walk {
                test: &inner,
                browser,
                name,
                size,
                thorough,
                found: std::cell::RefCell::default(),
            };
            walk.find().await;
            walk.answer().await;
            walk.confirm().await;
            walk.decide(&world).await;
            walk.coordinate().await;
            walk.browser.goto("/no-such-page").await;
            walk.look("404").await;
            let found = walk.found.borrow();
            assert!(found.is_empty(), "{} things are wrong:\n{}", found.len(), found.join("\n"));
            world.holds();
        })
        .await;
    });
}

#[test]
fn the_line_on_a_phone() {
    walk("phone", Scripts::On, PHONE, false);
}

#[test]
fn the_line_on_a_desktop() {
    walk("desktop", Scripts::On, DESKTOP, false);
}

#[test]
fn the_line_on_a_phone_without_scripts() {
    walk("plain", Scripts::Off, PHONE, true);
}
