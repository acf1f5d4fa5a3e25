//! A place is given back three working days before, and the fourth on the list gets it: in a browser, on every page on the way.

use practise::applications::ApplicationState as State;
use practise::preparation::ask_due;
use time::macros::{date, time};

use super::walk::{Walk, walk};
use super::world::{COORDINATOR, World};
use crate::preparation::{place, until, with_plan};
use crate::support::app::TestApp;
use crate::support::browser::{PHONE, Scripts};
use crate::support::db::Backend;
use crate::support::run::run;

const PEOPLE: [&str; 5] = [
    "ann@example.org",
    "ben@example.org",
    "cat@example.org",
    "dan@example.org",
    "eve@example.org",
];

impl Walk<'_> {
    async fn enters_as(&self, email: &str) {
        self.browser.goto("/sign-out").await;
        if self.browser.h1().await == "Log out" {
            self.press("Log out").await;
        }
        self.browser.goto("/sign-in").await;
        self.fill(&[("email", email)]).await;
        self.press("Continue").await;
        self.open(email).await;
        self.press("Continue").await;
    }

    async fn gives_back(&self, email: &str) {
        self.open_kind(email, "placement.still_coming").await;
        self.look("still-coming").await;
        self.error("Confirm and send", "still-coming").await;
        self.choose(&[("coming", "gives_back")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "You gave the place back");
        self.look("given-back").await;
    }

    async fn takes_it(&self, email: &str) {
        self.open_kind(COORDINATOR, "proposal.asked").await;
        self.choose(&[("decision", "approve")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "Approved");
        self.open_kind(email, "offer.made").await;
        self.choose(&[("answer", "accept")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "Your place is agreed");
    }

    async fn gets_ready(&self, email: &str) {
        self.enters_as(email).await;
        self.browser.goto("/my-applications").await;
        let mine = self.browser.element("main li a").await;
        self.browser.press(&mine).await;
        self.press("Get ready for your placement").await;
        self.look("hub").await;
        for (task, page) in [
            ("Read what to know before you come", "pack"),
            ("Sign the confidentiality agreement", "confidentiality"),
            ("Tell the organisation about your health", "health"),
            ("Say if you need help with travel", "travel"),
        ] {
            let hub = self.browser.path().await;
            self.press(task).await;
            self.look(page).await;
            let button = if page == "confidentiality" {
                "Accept and send"
            } else {
                "Save and continue"
            };
            self.error(button, page).await;
            match page {
                "confidentiality" => self.fill(&[("full-name", "Dan Okafor")]).await,
                "travel" => self.choose(&[("help", "yes"), ("kinds", "fares")]).await,
                _ => self.choose(&[("done", "yes")]).await,
            }
            self.press(button).await;
            assert_eq!(self.browser.path().await, hub, "{page}");
        }
        self.look("hub-done").await;
        self.press("Messages with the organisation").await;
        self.look("messages").await;
        self.error("Send message", "messages").await;
        self.fill(&[("message", "Where can I lock my bike?")]).await;
        self.press("Send message").await;
        self.look("messages-sent").await;
        self.browser.goto("/my-calendar").await;
        self.look("calendar").await;
        self.press("Make an address").await;
        self.look("calendar-made").await;
    }

    async fn prepares(&self) {
        self.enters_as(COORDINATOR).await;
        self.browser.goto("/coordinate/placements").await;
        self.look("placements").await;
        let one = self.browser.element("main tbody td:nth-child(2) a").await;
        self.browser.press(&one).await;
        self.look("placement").await;
        self.press("Changes that help the person").await;
        self.look("action").await;
        self.error("Confirm and save", "action").await;
        self.fill(&[
            ("action", "A room without steps"),
            ("by-day", "11"),
            ("by-month", "6"),
            ("by-year", "2027"),
        ])
        .await;
        self.choose(&[("done", "no")]).await;
        self.press("Confirm and save").await;
        self.look("placement-settled").await;
        self.browser.goto("/coordinate/day/2027-06-14").await;
        self.look("day").await;
        self.browser.goto("/coordinate/messages").await;
        self.look("conversations").await;
        let one = self.browser.element("main tbody a").await;
        self.browser.press(&one).await;
        self.look("conversation").await;
        let report = self.browser.element("main a[href$='/report']").await;
        self.browser.press(&report).await;
        self.look("report").await;
    }
}

#[test]
fn a_place_is_given_back_three_days_before_and_the_fourth_gets_it() {
    run(Backend::Sqlite, |test: TestApp| async move {
        let world = World::new(&test, &[3]);
        with_plan(&test, world.placements[0]);
        let people = PEOPLE.map(|email| (email, world.applicant(email, &[0])));
        world.rank().await;
        place(&world, &people).await;
        let first_three = world.of_state(&people, State::Placed);
        assert_eq!(first_three.len(), 3);
        until(&test, date!(2027 - 06 - 09), time!(9:00));
        assert_eq!(ask_due(test.ledger()).unwrap(), "3 asked");
        let world = &world;
        walk(&test, "given-back", Scripts::Off, PHONE, true, |walk| async move {
            walk.gives_back(first_three[1].0).await;
            let fourth = world.of_state(&people, State::Proposed);
            assert_eq!(fourth.len(), 1, "one place, one person");
            walk.takes_it(fourth[0].0).await;
            assert_eq!(world.state(fourth[0].1), State::Placed);
            walk.gets_ready(fourth[0].0).await;
            walk.prepares().await;
            world.holds();
        })
        .await;
    });
}
