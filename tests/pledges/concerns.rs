//! Anybody can say that an organisation does not keep its commitment, and the area's lead answers.

use diesel::prelude::*;
use practise::db::schema::{concern, outbox};
use practise::pledges::CommitmentKind;

use super::world::{BOTH, LEAD, OTHER_LEAD, World};
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::run::on_both;

const TELLER: &str = "teller@example.org";

on_both! {
    async fn a_concern_reaches_the_lead_and_is_answered(test: TestApp) {
        let world = World::new(&test);
        world.published(&test, BOTH).await;
        let page = test.client().get("/organisations/rhi/concern").await;
        assert_eq!(page.form().choices("about").len(), 17);
        let wrong = page.form().set("email", "nobody").submit().await;
        wrong.should_be(422).should_say("Select what they do not keep").should_say("Enter what happened").should_say("correct format");
        let form = page.form().choose("about", "practise-costs").set("body", "They never paid my bus.").set("email", TELLER);
        assert_eq!(form.submit().await.h1(), "Thank you for telling us");
        form.submit().await.should_be(200);
        let mail = test.mail().await;
        let told = mail.latest_for(LEAD);
        assert_eq!((told.kind.as_str(), mail.to(OTHER_LEAD).len()), ("concern.made", 0));
        assert!(!told.text().contains("bus"), "what was said is on the page only");
        let lead = test.sign_in(LEAD).await;
        let page = lead.get("/lead/concerns").await.follow("Hill Hospital").await;
        page.should_say("They never paid my bus.").should_say("Travel and refreshments");
        assert!(!page.text().contains(TELLER), "nobody sees who it was");
        page.form().submit().await.should_be(422).should_say("Enter what came of it");
        page.form().set("outcome", "They pay from now on.").submit().await.should_say("They pay from now on.");
        page.form().set("outcome", "Something else.").submit().await.should_be(409);
        let mail = test.mail().await;
        assert!(mail.latest_for(TELLER).text().contains("Their answer is: They pay from now on."));
        let kept: Vec<(Option<String>, String)> = test.read(|db| Ok(concern::table.select((concern::email, concern::state)).load(db)?));
        assert_eq!(kept, [(None, "answered".to_owned())]);
        let reference: String = test.read(|db| Ok(concern::table.select(concern::public_ref).first(db)?));
        test.sign_in(OTHER_LEAD).await.get(&format!("/lead/concerns/{reference}")).await.should_be(404);
    }

    async fn only_who_is_committed_can_be_told_about(test: TestApp) {
        World::new(&test).sent(&test, &[CommitmentKind::Practise]);
        test.client().get("/organisations/rhi/concern").await.should_be(404);
        test.client().get("/organisations/no-such-place/concern").await.should_be(404);
    }

    async fn nobody_floods_a_lead(backend: Backend) {
        let test = TestApp::builder(backend).configure(|config| config.limits = practise::config::Limits { sign_ins_per_account: 2, ..config.limits }).start();
        World::new(&test).published(&test, &[CommitmentKind::Practise]).await;
        let before: i64 = test.read(|db| Ok(outbox::table.count().get_result(db)?));
        let page = test.client().get("/organisations/rhi/concern").await;
        let mut refused = 0;
        for number in 0..5 {
            let form = page.form().choose("about", "practise").set("body", format!("Number {number}"));
            refused += i32::from(form.submit().await.status == 429);
        }
        let after: i64 = test.read(|db| Ok(outbox::table.count().get_result(db)?));
        assert_eq!((refused, after - before), (3, 2));
    }
}
