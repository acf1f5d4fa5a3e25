//! Two adults in a real browser: somebody of 44 who comes back to work, with a phone that runs no scripts; and somebody who changes career, waits, and
//! gets the place that another person gives up.

use practise::applications::ApplicationState as State;

use super::walk::{Walk, walk};
use super::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::browser::{DESKTOP, PHONE, Scripts};
use crate::support::db::Backend;
use crate::support::run::run;

/// What an adult answers, where two of them differ.
struct Adult {
    email: &'static str,
    first_name: &'static str,
    born: (&'static str, &'static str, &'static str),
    postcode: &'static str,
    situation: &'static str,
    family: &'static str,
}

impl Walk<'_> {
    /// From the page of a placement to the task list, with the code from the mail.
    async fn begin(&self, adult: &Adult) {
        self.press("Apply").await;
        self.look("before").await;
        self.press("Start now").await;
        let (day, month, year) = adult.born;
        self.fill(&[
            ("date-of-birth-day", day),
            ("date-of-birth-month", month),
            ("date-of-birth-year", year),
        ])
        .await;
        self.choose(&[("can-come", "yes"), ("other-placement", "no")]).await;
        self.press("Continue").await;
        self.fill(&[("email", adult.email)]).await;
        self.press("Continue").await;
        let code = self.test.mail().await.latest_for(adult.email).code();
        self.fill(&[("code", &code)]).await;
        self.press("Continue").await;
        self.look("tasks").await;
    }

    /// The questions about the person; ends at the question about what they hope to do.
    async fn about(&self, adult: &Adult) {
        let tasks = self.browser.path().await;
        self.browser.goto(&format!("{tasks}/name")).await;
        self.fill(&[("first-name", adult.first_name), ("last-name", "O’Neill-Adéyemi")])
            .await;
        self.press("Save and continue").await;
        self.fill(&[("postcode", adult.postcode), ("phone", "07700 900 982")]).await;
        self.press("Save and continue").await;
        self.look("situation").await;
        self.error("Save and continue", "situation").await;
        self.choose(&[("situation", adult.situation)]).await;
        self.press("Save and continue").await;
        assert_eq!(
            self.browser.h1().await,
            "What do you hope to do?",
            "nobody asks an adult about school meals"
        );
    }

    /// The rest; ends at the page on which answers are checked.
    async fn about_placements(&self, adult: &Adult) {
        self.look("aims").await;
        self.choose(&[("families", adult.family), ("applying", "yes")]).await;
        self.press("Save and continue").await;
        self.fill(&[("interest", "People, and how teams work."), ("learn", "What a day is like.")])
            .await;
        self.press("Save and continue").await;
        self.look("choices").await;
        self.press("Save and continue").await;
        self.choose(&[("all-days", "yes")]).await;
        self.press("Save and continue").await;
        self.choose(&[("travel", "help")]).await;
        self.press("Save and continue").await;
        assert_eq!(self.browser.h1().await, "Check your answers before you send them");
        self.look("check").await;
    }

    /// Sends the application and skips the equality questions; ends at the status page.
    async fn send(&self) {
        self.press("Confirm and send").await;
        self.look("received").await;
        self.choose(&[("answer", "no")]).await;
        self.press("Continue").await;
        assert!(self.browser.h1().await.contains("Application sent"));
        self.look("sent").await;
        self.press("See your application").await;
        self.look("status-sent").await;
    }

    /// Says yes to the newest offer to this address.
    async fn accept(&self, email: &str) {
        self.open_kind(email, "offer.made").await;
        self.look("offer").await;
        self.choose(&[("answer", "accept")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "Your place is agreed");
        self.look("agreed").await;
    }

    /// The page of the person's only application, from their list.
    async fn mine(&self) {
        self.browser.goto("/my-applications").await;
        let first = self.browser.element("main li a").await;
        self.browser.press(&first).await;
    }
}

const RETURNER: Adult = Adult {
    email: "niamh@example.org",
    first_name: "Niamh",
    born: ("29", "Feb", "1982"),
    postcode: "LS9 7TF",
    situation: "returning_to_work",
    family: "healthcare-support",
};

#[test]
fn somebody_of_44_comes_back_to_work_with_a_phone_and_no_scripts() {
    run(Backend::Sqlite, |test: TestApp| async move {
        let world = &World::new(&test, &[1]);
        walk(&test, "returner", Scripts::Off, PHONE, true, |walk| async move {
            let browser = &walk.browser;
            // What could suit me, a role, and from there to a placement.
            browser.goto("/careers/what-could-suit-me").await;
            walk.look("suits").await;
            walk.error("Show roles", "suits").await;
            walk.choose(&[("like", "caring"), ("learn", "work")]).await;
            walk.fill(&[("age", "44")]).await;
            walk.press("Show roles").await;
            walk.look("suits-found").await;
            walk.press("Care worker").await;
            walk.look("role").await;
            walk.press("See all work experience that you can apply for").await;
            walk.press("A week on the ward ward").await;
            // There is no 29 February in 1982.
            walk.press("Apply").await;
            walk.press("Start now").await;
            walk.fill(&[
                ("date-of-birth-day", "29"),
                ("date-of-birth-month", "Feb"),
                ("date-of-birth-year", "1982"),
            ])
            .await;
            walk.choose(&[("can-come", "yes"), ("other-placement", "no")]).await;
            walk.press("Continue").await;
            assert_eq!(browser.text(".nhsuk-error-summary a").await, "Date of birth must be a real date");
            walk.look("no-such-day").await;
            browser.goto("/work-experience/ward").await;
            let adult = Adult {
                born: ("28", "Feb", "1982"),
                ..RETURNER
            };
            walk.begin(&adult).await;
            walk.about(&adult).await;
            // The phone is lost: another one goes on where she was.
            let tasks = browser.path().await.trim_end_matches("/aims").to_owned();
            browser.take_cookies(&walk.test.client()).await;
            browser.goto(&tasks).await;
            assert_eq!(browser.h1().await, "Log in");
            walk.look("log-in").await;
            walk.fill(&[("email", adult.email)]).await;
            walk.press("Continue").await;
            let code = walk.test.mail().await.latest_for(adult.email).code();
            walk.fill(&[("code", &code)]).await;
            walk.press("Continue").await;
            assert_eq!(browser.path().await, tasks, "the code leads to the page that was asked for");
            assert!(browser.text("main").await.contains("Completed"));
            browser.goto(&format!("{tasks}/aims")).await;
            walk.about_placements(&adult).await;
            // A late change of mind leads back to the check.
            browser.goto(&format!("{tasks}/reasons")).await;
            walk.fill(&[("learn", "What a day is like, from start to end.")]).await;
            walk.press("Save and continue").await;
            browser.goto(&format!("{tasks}/check")).await;
            assert!(browser.text("main").await.contains("from start to end"));
            walk.send().await;
            world.rank().await;
            walk.mine().await;
            walk.look("status-proposed").await;
            assert!(browser.text("main").await.contains("Priority group"), "returning to work counts");
            world.approve().await.should_be(200).should_say("Approved");
            walk.accept(adult.email).await;
            walk.mine().await;
            walk.look("status-placed").await;
            assert!(browser.text("main").await.contains("Your placement"));
            assert_eq!((world.agreed(), world.taken(world.placements[0])), (1, 1));
            world.holds();
        })
        .await;
    });
}

#[test]
fn a_career_changer_waits_and_gets_the_place_that_another_gives_up() {
    const FIRST: &str = "ann@example.org";
    let changer = Adult {
        email: "tomasz@example.org",
        first_name: "Tomasz",
        born: ("14", "6", "1989"),
        // Not near: whoever lives near comes first among equals.
        postcode: "M1 1AE",
        situation: "career_change",
        family: "nursing",
    };
    run(Backend::Sqlite, |test: TestApp| async move {
        let world = &World::new(&test, &[1]);
        let first = world.applicant(FIRST, &[0]);
        walk(&test, "changer", Scripts::On, DESKTOP, false, |walk| async move {
            let browser = &walk.browser;
            browser.goto("/careers/nursing").await;
            walk.look("family").await;
            walk.press("See all work experience in this family").await;
            walk.press("A week on the ward ward").await;
            walk.begin(&changer).await;
            walk.about(&changer).await;
            walk.about_placements(&changer).await;
            walk.send().await;
            world.rank().await;
            assert_eq!(world.state(first), State::Proposed);
            walk.mine().await;
            walk.look("status-waiting").await;
            let status = browser.text("main").await;
            assert!(
                status.contains("Waiting list") && status.contains("You are 1st on the waiting list"),
                "{status}"
            );
            world.approve().await.should_be(200).should_say("Approved");
            // Ann says no, and the coordinator is asked about the next person.
            let no = world.link(FIRST, "offer.made").await.form();
            no.choose("answer", "decline")
                .choose("reason", "dates")
                .submit()
                .await
                .should_say("You have said no to this place");
            assert_eq!(world.mails(COORDINATOR, "proposal.asked").await.len(), 2);
            walk.mine().await;
            walk.look("status-proposed").await;
            world.approve().await.should_be(200).should_say("Approved");
            walk.accept(changer.email).await;
            assert_eq!(
                (world.state(first), world.agreed(), world.taken(world.placements[0])),
                (State::OfferDeclined, 1, 1)
            );
            world.holds();
        })
        .await;
    });
}
