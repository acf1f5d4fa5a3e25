//! Rows 15 to 18 of the fault matrix, for the links of guardians and schools.

use practise::applications::ApplicationState;
use practise::confirmations::{self, ConfirmationState, Kind};
use practise::links::{Purpose, lifetimes, token};
use time::Duration;

use super::world::{APPLICANT, GUARDIAN, SCHOOL, World, acts, agree, confirmation, latest_link, open, state};
use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn a_link_that_is_sent_twice_acts_once(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let form = open(&test, GUARDIAN).await.form();
        let yes = form.clone().choose("agree", "yes").set("full-name", "Sam").set("relationship", "mother").choose("statement", "yes");
        let no = form.choose("agree", "no").set("full-name", "Sam").set("relationship", "mother");
        for again in [&yes, &yes, &no] {
            let page = again.submit().await;
            page.should_be(200);
            assert_eq!(page.h1(), "You agreed");
        }
        assert_eq!(acts(&test, id).iter().filter(|act| *act == "confirmation.answered").count(), 1);
        assert_eq!(confirmation(&test, id, Kind::Guardian).state, ConfirmationState::Given);
        assert!(test.mail().await.to(APPLICANT).is_empty());
    }

    async fn taking_consent_back_twice_acts_once(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let form = agree(&test).await.form();
        form.submit().await;
        assert_eq!(form.submit().await.h1(), "You no longer agree");
        assert_eq!(acts(&test, id).iter().filter(|act| *act == "consent.withdrawn").count(), 1);
        assert_eq!(test.mail().await.to(APPLICANT).len(), 1);
    }

    async fn a_token_means_nothing_to_another_purpose(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let (nonce, _) = latest_link(&test, Purpose::Guardian);
        let keys = &test.ledger().env().keys;
        let client = test.client();
        client.get(&format!("/links/{}", token(keys, Purpose::Guardian, &nonce))).await.should_be(200);
        let wrong = format!("/links/{}", token(keys, Purpose::School, &nonce));
        client.get(&wrong).await.should_be(404);
        client.post(&wrong, &[("agree".to_owned(), "yes".to_owned())]).await.should_be(404);
        assert_eq!(state(&test, id).0, ApplicationState::AwaitingConfirmation);
    }

    async fn an_expired_link_offers_a_fresh_one_to_the_same_address(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let link = test.mail().await.latest_for(GUARDIAN).link();
        test.pass(lifetimes::CONFIRMATION - Duration::SECOND);
        let live = test.client().open(&link).await;
        assert_eq!(live.h1(), "Do you agree to this work experience?");
        test.pass(Duration::SECOND);
        let expired = test.client().open(&link).await;
        assert_eq!(expired.h1(), "This link has expired");
        let late = live.form().choose("agree", "yes").set("full-name", "Sam").set("relationship", "mother").choose("statement", "yes");
        late.submit().await;
        assert_eq!(confirmation(&test, id, Kind::Guardian).state, ConfirmationState::Waiting);
        expired.form().submit().await.should_be(200);
        assert_ne!(test.mail().await.latest_for(GUARDIAN).link(), link);
        assert_eq!(agree(&test).await.h1(), "You agreed");
    }

    async fn a_reminder_overtakes_the_link_before_it(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let first = test.mail().await.latest_for(GUARDIAN).link();
        let form = test.client().open(&first).await.form();
        test.pass(Duration::days(5));
        confirmations::chase(test.ledger()).unwrap();
        assert_eq!(test.client().open(&first).await.h1(), "There is a newer link");
        let page = form.choose("agree", "no").set("full-name", "Sam").set("relationship", "mother").submit().await;
        assert_eq!(page.h1(), "There is a newer link");
        assert_eq!(confirmation(&test, id, Kind::Guardian).state, ConfirmationState::Waiting);
        assert_eq!(agree(&test).await.h1(), "You agreed");
        assert_eq!(test.client().open(&first).await.h1(), "Nothing is needed from you");
    }

    async fn a_scanner_that_opens_links_changes_nothing(test: TestApp) {
        let id = World::new(&test).asked(&test);
        let mail = test.mail().await;
        for address in [GUARDIAN, SCHOOL] {
            let link = mail.latest_for(address).link();
            let path = &link[link.find("/links/").unwrap()..];
            for method in ["GET", "HEAD", "OPTIONS"] {
                for _ in 0..3 {
                    test.client().ask(method, path).send().await;
                }
            }
        }
        assert_eq!(latest_link(&test, Purpose::Guardian).1, None);
        assert_eq!(latest_link(&test, Purpose::School).1, None);
        assert_eq!(state(&test, id).0, ApplicationState::AwaitingConfirmation);
        assert_eq!(acts(&test, id), ["confirmation.asked", "confirmation.asked"]);
    }

    async fn a_link_shows_a_first_name_and_no_more(test: TestApp) {
        World::new(&test).asked(&test);
        for address in [GUARDIAN, SCHOOL] {
            let page = open(&test, address).await;
            page.should_say("Amina").should_say("A week on a ward").should_say("5 to 9 July 2027").should_say("Leeds");
            for secret in ["Khan", APPLICANT, "Carr Bank", "LS9"] {
                let text = page.body().replace("value=\"mother\"", "");
                assert!(!text.contains(secret), "{address}: {secret}");
            }
        }
        let mail = test.mail().await;
        assert!(mail.latest_for(SCHOOL).text().contains("Amina Khan"), "a school finds nobody by a first name");
        assert!(!mail.latest_for(GUARDIAN).subject().contains("Amina"));
    }
}
