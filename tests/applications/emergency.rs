//! Whom to call in an emergency: asked once a placement is agreed, shown to its coordinators only, and forgotten when it ends.

use diesel::prelude::*;
use practise::applications::Step;
use practise::db::schema::application_answer;
use time::Duration;

use crate::journeys::pages::{EMAIL, begin_with_code, first_half, guardian_agrees, school_confirms, second_half};
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::run::on_both;

fn kept(test: &TestApp) -> i64 {
    let rows = application_answer::table.filter(application_answer::step.eq(Step::EmergencyContact));
    test.read(|db| Ok(rows.count().get_result(db)?))
}

/// Somebody of 16 whose placement is agreed: their browser, and the page of their application.
async fn placed(test: &TestApp, world: &World) -> (Client, Page) {
    let client = test.client();
    let tasks = begin_with_code(test, &client).await;
    first_half(&client, &tasks).await;
    let early = client.get(&format!("{}/emergency-contact", tasks.path)).await;
    assert_eq!(early.path, tasks.path, "it is not asked before there is a place");
    second_half(&client, &tasks.path).await.form().submit().await.should_be(200);
    guardian_agrees(test).await;
    school_confirms(test).await;
    world.rank().await;
    world.approve().await.should_be(200);
    world.accept(EMAIL).await.should_say("Your place is agreed");
    let status = client.get(&tasks.path).await;
    (client, status)
}

on_both! {
    async fn it_is_asked_after_the_offer_and_its_coordinators_see_it(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        let (client, status) = placed(&test, &world).await;
        let mail = world.mail(EMAIL, "placement.confirmed").await;
        assert!(mail.text().contains(&format!("{}/emergency-contact", status.path)), "{}", mail.text());
        assert!(mail.html().contains(&format!("{}/emergency-contact", status.path)));
        let page = status.follow("Say who should be called in an emergency").await;
        assert_eq!(page.h1(), "Who should be called in an emergency?");
        // Nobody types twice what they have told us.
        assert_eq!((page.form().value("name"), page.form().value("relationship")), (Some("Bo Okafor"), Some("Mother")));
        let wrong = page.form().set("name", "").set("phone", "none").submit().await;
        wrong.should_be(422);
        assert_eq!(
            wrong.error_summary(),
            [
                ("#name".to_owned(), "Enter the full name of your emergency contact".to_owned()),
                ("#phone".to_owned(), "Enter a phone number, like 07700 900 982".to_owned()),
            ]
        );
        let done = wrong.form().set("name", "Cy Okafor").set("relationship", "Uncle").set("phone", "07700 900 982").submit().await;
        assert_eq!(done.path, status.path);
        assert!(done.body().contains("We have saved your emergency contact."));
        assert_eq!(client.get(&page.path).await.form().value("phone"), Some("07700 900 982"));
        assert_eq!(kept(&test), 1);

        let coordinator = test.sign_in(COORDINATOR).await;
        let list = coordinator.get("/coordinate").await.follow("A week on the ward ward").await;
        let reference = status.path.rsplit('/').next().unwrap();
        list.follow(reference).await.should_say("Cy Okafor, Uncle, 07700 900 982");
        // The link in the coordinator's mail needs no sign-in, and tells nothing of it.
        assert!(!world.link(COORDINATOR, "proposal.asked").await.text().contains("Cy Okafor"));
        test.sign_in("stranger@example.org").await.get(&page.path).await.should_be(404);

        let leave = client.get(&format!("{}/leave", status.path)).await;
        leave.form().submit().await.should_be(200);
        assert_eq!(kept(&test), 0, "who gives the place back leaves nobody's number behind");
        assert_eq!(client.get(&page.path).await.path, status.path);
        page.form().submit().await;
        assert_eq!(kept(&test), 0);
        world.holds();
    }

    async fn what_was_typed_there_survives_the_session_too(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        let (client, status) = placed(&test, &world).await;
        let form = client.get(&format!("{}/emergency-contact", status.path)).await.form().set("phone", "07700 900 983");
        test.pass(Duration::hours(20));
        let login = form.submit().await;
        let code = login.form().set("email", EMAIL).submit().await;
        let back = code.form().set("code", test.mail().await.latest_for(EMAIL).code()).press("Continue").await;
        assert_eq!((back.path.as_str(), back.form().value("phone")), (form.action(), Some("07700 900 983")));
        assert_eq!(kept(&test), 0);
        back.form().submit().await.should_be(200);
        assert_eq!(kept(&test), 1);
    }
}
