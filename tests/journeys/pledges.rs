//! An organisation signs both commitments in a real browser, three people say yes, and a year later it looks back: every page is held to the bars of
//! accessibility, and its HTML to the checker.

use practise::pledges::{newest, review_due};
use time::Duration;

use super::walk::{Walk, walk};
use crate::pledges::world::{BOTH, CHAMPION, COORDINATOR, LEAD, SIGNATORY, STARTER, World, ambassadors};
use crate::support::app::TestApp;
use crate::support::browser::{DESKTOP, PHONE, Scripts};
use crate::support::db::Backend;
use crate::support::run::run;

impl Walk<'_> {
    /// Picks an option of a list.
    async fn pick(&self, name: &str, value: &str) {
        let option = self.browser.element(&format!("[name='{name}'] option[value='{value}']")).await;
        option.click().await.unwrap();
    }

    /// Logs in by the emailed code, from a page that asks for the address.
    async fn log_in(&self, email: &str, page: &str) {
        self.look(page).await;
        self.error("Continue", page).await;
        self.fill(&[("email", email)]).await;
        self.press("Continue").await;
        let code = self.test.mail().await.latest_for(email).code();
        self.fill(&[("code", &code)]).await;
        self.press("Continue").await;
    }

    async fn sign(&self) {
        self.browser.goto("/pledge").await;
        self.look("pledge-start").await;
        self.press("Start now").await;
        self.log_in(STARTER, "pledge-email").await;
        self.look("pledge-begin").await;
        self.press("Begin a new signing").await;
        self.look("pledge-tasks").await;
        let tasks = self.browser.path().await;
        self.browser.goto(&format!("{tasks}/commitments")).await;
        self.look("pledge-commitments").await;
        self.error("Save and continue", "pledge-commitments").await;
        self.choose(&[("commitments", "practise"), ("commitments", "health_ambassador")])
            .await;
        self.press("Save and continue").await;
        self.look("pledge-organisation").await;
        self.error("Save and continue", "pledge-organisation").await;
        self.fill(&[("search", "hospital")]).await;
        self.press("Find organisation").await;
        self.look("pledge-organisation-found").await;
        self.choose(&[("picked", "RHI")]).await;
        self.press("Save and continue").await;
        for kind in BOTH {
            for clause in &newest(*kind).unwrap().clauses {
                if ["requests", "time"].contains(&clause.id.as_str()) {
                    self.look(&format!("pledge-{}", clause.id)).await;
                    self.error("Save and continue", &format!("pledge-{}", clause.id)).await;
                }
                self.fill(&[("statement", "We do this every week.")]).await;
                if clause.number.is_some() {
                    self.fill(&[("promised", "12")]).await;
                }
                self.press("Save and continue").await;
            }
        }
        self.name_people().await;
        self.look("pledge-activities").await;
        for number in 1..=5 {
            self.fill(&[(&format!("title-{number}"), "A school visit")]).await;
            self.pick(&format!("month-{number}"), "2027-03").await;
        }
        self.press("Save and continue").await;
        self.look("pledge-capacity").await;
        self.error("Save and continue", "pledge-capacity").await;
        self.choose(&[
            ("programme", "yes"),
            ("run-by", "learning"),
            ("sources", "staff"),
            ("local-first", "no"),
            ("neet", "yes"),
        ])
        .await;
        self.fill(&[("requests", "240"), ("places", "80")]).await;
        self.pick("barrier-1", "places").await;
        self.press("Save and continue").await;
        self.look("pledge-check").await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "Your commitment was sent");
        self.look("pledge-sent").await;
        self.press("See who has it now").await;
        self.look("pledge-status").await;
        self.browser.goto("/pledge/begin").await;
        self.look("pledge-begun").await;
    }

    async fn name_people(&self) {
        let people = [("Sam Hill", SIGNATORY), ("Noor Shah", CHAMPION), ("Jo Field", COORDINATOR)];
        for ((name, email), page) in people
            .into_iter()
            .zip(["pledge-signatory", "pledge-champion", "pledge-coordinator"])
        {
            self.look(page).await;
            self.error("Save and continue", page).await;
            self.fill(&[("name", name), ("job", "Director"), ("email", email)]).await;
            self.press("Save and continue").await;
        }
        self.look("pledge-ambassadors").await;
        self.error("Save and continue", "pledge-ambassadors").await;
        for (one, number) in ambassadors().iter().zip(1..) {
            self.fill(&[(&format!("name-{number}"), &one.name), (&format!("job-{number}"), &one.job)])
                .await;
        }
        self.press("Save and continue").await;
    }

    async fn approve(&self) {
        for (to, kind, page) in [
            (SIGNATORY, "pledge.signatory", "pledge-sign"),
            (CHAMPION, "pledge.champion", "pledge-stand-behind"),
            (LEAD, "pledge.approval", "pledge-approve"),
        ] {
            self.open_kind(to, kind).await;
            self.look(page).await;
            self.error("Confirm and send", page).await;
            self.choose(&[("answer", "yes")]).await;
            self.press("Confirm and send").await;
            self.look(&format!("{page}-done")).await;
        }
        assert_eq!(self.browser.h1().await, "It is approved");
        let letter = self.test.mail().await.latest_for(CHAMPION).text();
        let path = letter
            .split_whitespace()
            .find_map(|word| word.find("/pledges/").map(|at| word[at..].to_owned()));
        self.browser.goto(&path.unwrap()).await;
        self.look("pledge-verify").await;
        self.press("Tell us about it").await;
        self.look("pledge-concern").await;
        self.error("Send", "pledge-concern").await;
        self.choose(&[("about", "practise-costs")]).await;
        self.fill(&[("body", "They never paid my bus.")]).await;
        self.press("Send").await;
        self.look("pledge-concern-sent").await;
    }

    async fn look_back(&self) {
        self.test.pass(Duration::days(310));
        review_due(self.test.ledger()).unwrap();
        self.open_kind(COORDINATOR, "pledge.review").await;
        self.look("pledge-review").await;
        self.error("Confirm and send", "pledge-review").await;
        self.fill(&[("done", "We gave 60 places.")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "Your review was sent");
        self.look("pledge-review-sent").await;
        // The other review is never written: it lapses.
        self.test.pass(Duration::days(100));
        review_due(self.test.ledger()).unwrap();
    }
}

fn signing(name: &'static str, scripts: Scripts, size: (u32, u32), thorough: bool) {
    run(Backend::Sqlite, |test: TestApp| async move {
        World::new(&test);
        walk(&test, name, scripts, size, thorough, |walk| async move {
            walk.sign().await;
            walk.approve().await;
            walk.look_back().await;
            let client = walk.test.sign_in(CHAMPION).await;
            let own = client.get("/coordinate/pledges").await;
            own.should_say("Lapsed").should_say("Due for review");
            walk.browser.take_cookies(&client).await;
            walk.browser.goto("/coordinate/pledges").await;
            walk.look("pledge-own").await;
            walk.press("Practise Commitment").await;
            walk.look("pledge-own-one").await;
            let lead = walk.test.sign_in(LEAD).await;
            walk.browser.take_cookies(&lead).await;
            walk.browser.goto("/lead/pledges").await;
            walk.look("pledge-lead").await;
            walk.press("Hill Hospital").await;
            walk.look("pledge-lead-review").await;
            walk.browser.goto("/lead/concerns").await;
            walk.look("pledge-concerns").await;
            walk.press("Hill Hospital").await;
            walk.look("pledge-concern-answer").await;
        })
        .await;
    });
}

#[test]
fn an_organisation_signs_both_commitments_on_a_desktop() {
    signing("desktop", Scripts::On, DESKTOP, false);
}

#[test]
fn an_organisation_signs_both_commitments_on_a_phone_without_scripts() {
    signing("plain", Scripts::Off, PHONE, true);
}
