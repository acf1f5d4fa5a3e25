//! Adopting a policy: only after it was looked at, by somebody of the national team, once, for rounds that open afterwards.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use practise::db::schema::{audit, policy_adoption, role_grant};
use practise::opportunities as offered;
use practise::policies::{self, shipped};
use practise::prioritisation::lottery;
use practise::rounds::{self, Supervisor};
use time::Duration;

use super::{adopt, drawn_round, examples};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::run::on_both;

const EMAIL: &str = "national@example.org";
const REASON: &str = "Too few people without a circumstance had a chance.";

/// Somebody of the national team before the page that asks for the reason.
async fn at_the_question(test: &TestApp) -> (Client, Page) {
    drawn_round(test, "PAST", &examples(6));
    test.national(EMAIL);
    let client = test.sign_in(EMAIL).await;
    let page = client
        .get("/national/policy/PAST")
        .await
        .follow("Adopt these rules for new rounds")
        .await;
    page.should_be(200).should_say("fewer than 5");
    (client, page)
}

fn adoptions(test: &TestApp) -> i64 {
    test.read(|db| Ok(policy_adoption::table.count().get_result(db)?))
}

fn open_round(test: &TestApp, reference: &str) -> i64 {
    let id = test.round(reference, test.now());
    let promise = hex::encode(lottery::commitment(reference, &"1".repeat(64)));
    test.write(|tx| {
        let supervisor = Supervisor {
            name: "independent supervisor",
            email: "supervisor@example.org",
            commitment: &promise,
        };
        let planned = offered::round_by_id(tx.db, id)?;
        rounds::open(tx, &planned, &supervisor)
    });
    id
}

fn policy_of(test: &TestApp, round: i64) -> String {
    test.read(|db| Ok(offered::round_by_id(db, round)?.policy.id))
}

on_both! {
    async fn the_default_policy_is_in_force_from_the_start(test: TestApp) {
        let first = test.read(policies::in_force);
        assert_eq!(first.policy, policies::key_of(&shipped().unwrap()[0]));
        assert_eq!((first.adopted_at, first.compared_on), (None, None));
        assert_eq!(adoptions(&test), 1);
    }

    async fn new_rounds_and_the_public_page_follow_what_is_adopted(test: TestApp) {
        let before = open_round(&test, "BEFORE");
        let planned = test.round("AFTER", test.now());
        let public = test.client();
        public.get("/how-places-are-given").await.should_say("rules called practise-default");
        let (_, page) = at_the_question(&test).await;
        let done = page.form().set("reason", REASON).submit().await;
        assert_eq!(done.path, "/national/policy");
        done.should_say("Rounds that open from now on follow these rules").should_say(REASON).should_say("practise-open-20, version 1.0.0").should_say("Round PAST");
        // The kept page is forgotten at once.
        public.get("/how-places-are-given").await.should_say("rules called practise-open-20").should_say("We give 20% of the places");
        assert_eq!(policy_of(&test, planned), "practise-default", "a planned round has its rules from the day it opens");
        let after = open_round(&test, "LATER");
        assert_eq!((policy_of(&test, before).as_str(), policy_of(&test, after).as_str()), ("practise-default", "practise-open-20"));
        let (reason, by): (String, Option<i64>) = test.read(|db| {
            let newest = policy_adoption::table.order(policy_adoption::id.desc());
            Ok(newest.select((policy_adoption::reason, policy_adoption::adopted_by)).first(db)?)
        });
        assert_eq!((reason.as_str(), by), (REASON, Some(test.person(EMAIL))));
        let details: Vec<String> = test.read(|db| Ok(audit::table.filter(audit::act.eq("policy.adopted")).select(audit::detail).load(db)?));
        assert_eq!(details.len(), 1);
        assert!(details[0].contains(&shipped().unwrap()[1].sha256_hex()) && !details[0].contains("circumstance"), "{}", details[0]);
        test.read(practise::audit::verify).unwrap();
    }

    async fn the_reason_is_asked_for(test: TestApp) {
        let (_, page) = at_the_question(&test).await;
        let again = page.form().set("reason", "  ").submit().await;
        again.should_be(422).should_say("Enter why you adopt these rules").should_say("fewer than 5");
        let again = again.form().set("reason", "x".repeat(1001)).submit().await;
        again.should_be(422).should_say("1000 characters or less");
        assert_eq!(adoptions(&test), 1);
    }

    async fn the_same_press_twice_adopts_once_and_an_old_page_adopts_nothing(test: TestApp) {
        let (client, page) = at_the_question(&test).await;
        let other = client.get(&page.path).await;
        let form = page.form().set("reason", REASON);
        for _ in 0..2 {
            assert_eq!(form.clone().submit().await.path, "/national/policy");
        }
        assert_eq!(adoptions(&test), 2);
        other.form().set("reason", "Another reason.").submit().await.should_be(409).should_say("Other rules were adopted a moment ago");
        assert_eq!(adoptions(&test), 2);
    }

    async fn what_was_not_looked_at_is_not_adopted(test: TestApp) {
        let (client, page) = at_the_question(&test).await;
        drawn_round(&test, "OTHER", &examples(1));
        // The page of one round does not speak for another.
        let mut fields = page.form().set("reason", REASON).pairs();
        client.ask("POST", "/national/policy/OTHER/adopt").form(&fields).stay().send().await.should_be(409).should_say("Look at who would move");
        for (name, value) in &mut fields {
            if name == "seen" {
                value.clear();
            }
        }
        client.ask("POST", "/national/policy/PAST/adopt").form(&fields).stay().send().await.should_be(409).should_say("Look at who would move");
        assert_eq!(adoptions(&test), 1);
    }

    async fn whoever_has_lost_the_role_adopts_nothing(test: TestApp) {
        let (_, page) = at_the_question(&test).await;
        let id = test.person(EMAIL);
        // Without the end of the session that goes with it, so that only the role is missing.
        test.write(|tx| {
            diesel::update(role_grant::table.filter(role_grant::person_id.eq(id))).set(role_grant::revoked_at.eq(tx.now)).execute(tx.db)?;
            Ok(())
        });
        page.form().set("reason", REASON).submit().await.should_be(403);
        let viewer = practise::auth::National { id };
        let refused = test.ledger().write_now(practise::tx::Actor::Person(id), |tx| viewer.again(tx.db).map(|_| ()));
        assert!(matches!(refused, Err(practise::error::Error::Forbidden)));
        assert_eq!(adoptions(&test), 1);
    }

    async fn of_two_at_the_same_moment_one_is_adopted(test: TestApp) {
        let round = drawn_round(&test, "PAST", &examples(1));
        let first = test.read(policies::in_force).id;
        let by = test.person(EMAIL);
        adopt(&test, round, &shipped().unwrap()[1]);
        let key = policies::key_of(&shipped().unwrap()[1]);
        let late = test.ledger().write_now(practise::tx::Actor::Person(by), |tx| {
            let new = policies::NewAdoption { replaces: first, policy: &key, previewed_round: round, reason: REASON, by };
            policies::adopt(tx, &new)
        });
        assert!(matches!(late, Err(practise::error::Error::Conflict(_))), "{late:?}");
    }

    async fn adoptions_are_only_added_to(test: TestApp) {
        for statement in ["UPDATE policy_adoption SET reason = 'another'", "DELETE FROM policy_adoption"] {
            let refused = test.db().connect().batch_execute(statement).unwrap_err().to_string();
            assert!(refused.contains("only added to"), "{statement}: {refused}");
        }
    }

    async fn a_round_whose_placements_do_not_fit_the_rules_does_not_open(test: TestApp) {
        let id = test.round("R", test.now());
        test.placement(id, "ward", |new| {
            new.places = 2;
            new.reserves = [("return_to_practice".to_owned(), 2)].into();
        });
        let supervisor = Supervisor { name: "independent supervisor", email: "supervisor@example.org", commitment: &"1".repeat(64) };
        let refused = test.ledger().write_now(practise::tx::Actor::Operator, |tx| {
            let planned = offered::round_by_id(tx.db, id)?;
            rounds::open(tx, &planned, &supervisor)
        });
        let words = refused.unwrap_err().to_string();
        assert!(words.contains("do not fit the rules practise-default") && words.contains("P06"), "{words}");
        test.pass(Duration::seconds(1));
        assert_eq!(policy_of(&test, id), "practise-default");
    }
}
