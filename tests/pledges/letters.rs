//! The letters about commitments, whole: a change of words is seen as one. Links and references are left out.

use diesel::prelude::*;
use insta::assert_snapshot;
use practise::db::schema::{concern, pledge, signing};
use practise::pledges::{self, CommitmentKind, review_due};
use time::Duration;

use super::world::{CHAMPION, COORDINATOR, LEAD, SIGNATORY, STARTER, World, back, open, yes};
use crate::journeys::golden::{settings, without_tokens};
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::run::run;

const TELLER: &str = "teller@example.org";

/// Leaves out the address, the tokens of links, and the references.
fn settled(test: &TestApp, text: &str) -> String {
    let drawn: Vec<String> = test.read(|db| {
        let mut all: Vec<String> = signing::table.select(signing::public_ref).load(db)?;
        all.extend(pledge::table.select(pledge::public_ref).load::<String>(db)?);
        all.extend(concern::table.select(concern::public_ref).load::<String>(db)?);
        Ok(all)
    });
    let mut text = text.replace(test.address(), "[PORTAL]");
    for reference in drawn {
        text = text.replace(&reference, "[REFERENCE]");
    }
    without_tokens(&text)
}

/// The newest letter of a kind, with its kind and its subject.
async fn letter(test: &TestApp, to: &str, kind: &str) -> String {
    let mail = test.mail().await;
    let found = mail.to(to).into_iter().rfind(|mail| mail.kind == kind);
    let found = found.unwrap_or_else(|| panic!("{to} got no {kind}, but {:?}", mail.kinds_for(to)));
    settled(test, &format!("== {kind}\nSubject: {}\n\n{}\n", found.subject(), found.text()))
}

#[test]
fn the_letters_are_as_they_were() {
    run(Backend::Sqlite, |backend: Backend| async move {
        let test = TestApp::builder(backend).seeded("letters about commitments").start();
        let world = World::new(&test);
        let reference = world.sent(&test, &[CommitmentKind::Practise, CommitmentKind::HealthAmbassador]);
        let mut letters = vec![letter(&test, SIGNATORY, "pledge.signatory").await];
        for days in [3, 4, 7] {
            test.pass(Duration::days(days));
            pledges::chase(test.ledger()).unwrap();
        }
        letters.push(letter(&test, SIGNATORY, "pledge.signatory").await);
        letters.push(letter(&test, STARTER, "pledge.still_waiting").await);
        back(&test, SIGNATORY, "pledge.signatory", "Name our partners.").await;
        letters.push(letter(&test, STARTER, "pledge.sent_back").await);
        let check = test.sign_in(STARTER).await.get(&format!("/pledge/{reference}/check")).await;
        check.form().submit().await.should_be(200);
        for (to, kind) in [
            (SIGNATORY, "pledge.signatory"),
            (CHAMPION, "pledge.champion"),
            (LEAD, "pledge.approval"),
        ] {
            letters.push(letter(&test, to, kind).await);
            yes(&test, to, kind).await;
        }
        letters.push(letter(&test, CHAMPION, "pledge.published").await);
        letters.push(letter(&test, STARTER, "pledge.published").await);
        let concern = test
            .client()
            .get("/organisations/rhi/concern")
            .await
            .form()
            .choose("about", "practise");
        concern
            .set("body", "They never answer.")
            .set("email", TELLER)
            .submit()
            .await
            .should_be(200);
        letters.push(letter(&test, LEAD, "concern.made").await);
        let lead = test.sign_in(LEAD).await;
        let told = lead.get("/lead/concerns").await.follow("Hill Hospital").await;
        told.form().set("outcome", "They answer now.").submit().await.should_be(200);
        letters.push(letter(&test, TELLER, "concern.answered").await);
        test.pass(Duration::days(310));
        review_due(test.ledger()).unwrap();
        letters.push(letter(&test, COORDINATOR, "pledge.review").await);
        let review = open(&test, COORDINATOR, "pledge.review").await;
        review.form().set("done", "We gave 60 places.").submit().await.should_be(200);
        letters.push(letter(&test, LEAD, "pledge.review_sent").await);
        let lead = test.sign_in(LEAD).await;
        let read = lead.get("/lead/pledges").await.follow("Hill Hospital").await;
        read.form()
            .choose("answer", "back")
            .set("reason", "Say more.")
            .submit()
            .await
            .should_be(200);
        letters.push(letter(&test, COORDINATOR, "pledge.review_sent_back").await);
        let reference = read.path.rsplit('/').next().unwrap().to_owned();
        let own = test
            .sign_in(COORDINATOR)
            .await
            .get(&format!("/coordinate/pledges/{reference}/review"))
            .await;
        own.form().submit().await.should_be(200);
        lead.get(&read.path)
            .await
            .form()
            .choose("answer", "yes")
            .submit()
            .await
            .should_be(200);
        letters.push(letter(&test, COORDINATOR, "pledge.renewed").await);
        test.pass(Duration::days(60));
        review_due(test.ledger()).unwrap();
        letters.push(letter(&test, COORDINATOR, "pledge.review").await);
        test.pass(Duration::days(40));
        review_due(test.ledger()).unwrap();
        letters.push(letter(&test, COORDINATOR, "pledge.lapsed").await);
        let champion = test.sign_in(CHAMPION).await;
        let withdraw = champion.get(&format!("/coordinate/pledges/{reference}/withdraw")).await;
        withdraw.form().set("reason", "We move.").submit().await.should_be(200);
        letters.push(letter(&test, LEAD, "pledge.withdrawn").await);
        let _bound = settings().bind_to_scope();
        assert_snapshot!("mail_commitments", letters.join("\n"));
    });
}
