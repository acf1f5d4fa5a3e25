//! A coordinator runs a round from opening to certificates, in a real browser: plans it, writes what is on offer, opens and closes it, approves who is
//! proposed, writes down who came, and makes certificates that anybody can check.

use diesel::prelude::*;
use practise::afterwards::write_after;
use practise::applications::ApplicationState as State;
use practise::db::schema::{opportunity, round};
use practise::prioritisation::lottery;
use time::Duration;

use super::{COORDINATOR, SUPERVISOR, trust};
use crate::afterwards::{LAST, days, placement_of, until};
use crate::journeys::walk::{Walk, walk};
use crate::journeys::world::{NUMBER, World};
use crate::support::app::TestApp;
use crate::support::browser::{DESKTOP, Scripts};
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
    async fn sign_in_again(&self) {
        self.browser.take_cookies(&self.test.sign_in(COORDINATOR).await).await;
    }

    /// Closes the round, has the supervisor show the number, and looks at the round before and after.
    async fn close_and_draw(&self, round: &str) {
        self.browser.goto(round).await;
        assert!(self.browser.text("main").await.contains('5'), "five have applied");
        self.look("whole-round-applied").await;
        self.press("Close it now").await;
        self.press("Close the round").await;
        self.look("whole-round-closed").await;
        self.open(SUPERVISOR).await;
        self.look("whole-number").await;
        self.fill(&[("value", NUMBER)]).await;
        self.press("Show my number").await;
        self.look("whole-number-shown").await;
        self.browser.goto(round).await;
        self.look("whole-round-ranked").await;
    }

    /// From the dashboard to the ranked list, and everybody who is proposed in one press.
    async fn approve_all(&self) {
        self.browser.goto("/coordinate").await;
        self.look("whole-dashboard").await;
        self.press("A week in the pharmacy").await;
        self.look("whole-list").await;
        self.press("Select everybody who waits on this page").await;
        self.press("Approve and offer the places").await;
        assert!(self.browser.text("main").await.contains("4 people are approved"));
        self.look("whole-approved").await;
    }

    async fn accepts(&self, email: &str) {
        self.open_kind(email, "offer.made").await;
        self.look("whole-offer").await;
        self.choose(&[("answer", "accept")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "Your place is agreed");
    }

    /// Writes down that somebody came every day, closes the placement and makes the certificate; answers the address of its public proof.
    async fn certify(&self, placement: &str) -> String {
        self.browser.goto(&format!("/coordinate/placements/{placement}/attendance")).await;
        for day in days() {
            self.choose(&[(&format!("mark-{day}"), "came")]).await;
        }
        self.press("Confirm and save").await;
        self.press("close this placement").await;
        self.press("Confirm and save").await;
        assert_eq!(self.browser.h1().await.lines().last(), Some("Make the certificate"));
        self.fill(&[("hours", "35")]).await;
        self.press("Confirm and send").await;
        assert_eq!(self.browser.h1().await, "The certificate");
        self.press("See what others see when they check it").await;
        assert_eq!(self.browser.h1().await, "This certificate is valid");
        self.browser.path().await
    }
}

#[test]
fn a_coordinator_runs_a_round_from_opening_to_certificates() {
    run(Backend::Sqlite, |test: TestApp| async move {
        trust(&test);
        walk(&test, "whole-round", Scripts::On, DESKTOP, false, |walk| async move {
            let test = walk.test;
            walk.sign_in_again().await;
            let path = walk.host(|reference| hex::encode(lottery::commitment(reference, NUMBER))).await;
            let (round, offered): (i64, i64) = test.read(|db| {
                let of = opportunity::table.inner_join(round::table).select((round::id, opportunity::id));
                Ok(of.get_result(db)?)
            });
            let world = World {
                test: test.clone(),
                round,
                placements: vec![offered],
            };
            let people = PEOPLE.map(|email| (email, world.applicant(email, &[0])));
            walk.close_and_draw(&path).await;
            walk.approve_all().await;
            let offered_to = world.of_state(&people, State::Offered);
            assert_eq!(offered_to.len(), 4, "there are four places, and five people");
            for (email, _) in &offered_to {
                walk.accepts(email).await;
            }
            assert_eq!(world.agreed(), 4);
            world.holds();

            until(test, LAST + Duration::DAY);
            write_after(test.ledger()).unwrap();
            walk.sign_in_again().await;
            let mut proofs = Vec::new();
            for (email, id) in &offered_to {
                proofs.push(walk.certify(&placement_of(test, *id).0).await);
                world.mail(email, "certificate.issued").await;
            }
            proofs.sort();
            proofs.dedup();
            assert_eq!(proofs.len(), 4, "each has a certificate of their own");
            assert_eq!(world.of_state(&people, State::Completed).len(), 4);
            walk.browser.goto(&path).await;
            walk.look("whole-round-over").await;
            world.holds();
        })
        .await;
    });
}
