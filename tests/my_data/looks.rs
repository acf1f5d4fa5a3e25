//! Who looked at somebody's data: written down once for a reader, page and hour, and shown to the applicant without a name.

use diesel::prelude::*;
use practise::applications::application_by_id;
use practise::db::schema::sensitive_read;
use time::Duration;

use crate::confirmations::world as asked;
use crate::journeys::world::{COLLEAGUE, COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::run::on_both;

/// Page and role of every row, oldest first.
fn rows(test: &TestApp, id: i64) -> Vec<(String, String)> {
    let columns = (sensitive_read::page, sensitive_read::role);
    let of = sensitive_read::table
        .filter(sensitive_read::application_id.eq(id))
        .order(sensitive_read::id);
    test.read(|db| Ok(of.select(columns).load(db)?))
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(page, role)| ((*page).to_owned(), (*role).to_owned()))
        .collect()
}

on_both! {
    async fn a_coordinator_s_look_is_written_down_once_an_hour(test: TestApp) {
        let world = World::new(&test, &[1]);
        let ann = world.applicant("ann@example.org", &[0]);
        let ben = world.applicant("ben@example.org", &[0]);
        world.rank().await;
        let (first, second) = if world.state(ann) == practise::applications::ApplicationState::Proposed { (ann, ben) } else { (ben, ann) };
        assert_eq!(rows(&test, first), []);

        let link = world.mail(COORDINATOR, "proposal.asked").await.link();
        let path = link.strip_prefix(test.address()).unwrap().to_owned();
        test.client().ask("HEAD", &path).send().await;
        assert_eq!(rows(&test, first), [], "a HEAD shows nothing");
        for _ in 0..3 {
            test.client().open(&link).await.should_be(200);
        }
        assert_eq!(rows(&test, first), pairs(&[("proposal", "coordinator")]));
        test.pass(Duration::hours(1));
        test.client().open(&link).await.should_be(200);
        assert_eq!(rows(&test, first).len(), 2, "another hour is another row");
        // What is wrong is shown with the same data.
        test.pass(Duration::hours(1));
        let form = test.client().open(&link).await.form();
        test.pass(Duration::hours(1));
        form.submit().await.should_be(422);
        assert_eq!(rows(&test, first).len(), 4);
        assert_eq!(rows(&test, second), [], "of the other nothing was shown");

        // Signed in: the list shows both, the proposal one.
        let coordinator = test.sign_in(COLLEAGUE).await;
        let dashboard = coordinator.get("/coordinate").await;
        assert_eq!(rows(&test, second), [], "the dashboard has references only");
        let list = dashboard.follow("A week on the ward ward").await;
        assert_eq!(rows(&test, second), pairs(&[("list", "coordinator")]));
        let reference = world.application(first).reference;
        list.follow(&reference).await.should_be(200);
        assert_eq!(rows(&test, first)[4..], pairs(&[("list", "coordinator"), ("proposal", "coordinator")])[..]);
        world.approve().await.should_be(200);
        let email = if first == ann { "ann@example.org" } else { "ben@example.org" };
        world.accept(email).await.should_be(200);
        coordinator.get("/coordinate").await.follow("A week on the ward ward").await.follow(&reference).await.should_say("Okafor");
        assert_eq!(rows(&test, first).last(), pairs(&[("agreed", "coordinator")]).last());

        // The applicant reads it all, newest first, without a name.
        let page = test.sign_in(email).await.get(&format!("/applications/{reference}")).await.follow("See who looked at your data").await;
        page.should_say("A coordinator at Northtown Teaching Hospitals").should_say("Your name, how to reach you, and the support you need");
        let cells = page.texts("tbody tr");
        assert_eq!(cells.len(), 7, "{cells:?}");
        assert!(cells[0].contains("how to reach you") && cells[6].contains("9am on 11 January 2027"), "{cells:?}");
        for word in [COORDINATOR, COLLEAGUE, "co.one", "co.two"] {
            assert!(!page.body().contains(word), "{word}");
        }
        let other = test.sign_in(if first == ann { "ben@example.org" } else { "ann@example.org" }).await;
        other.get(&page.path).await.should_be(404);
    }

    async fn a_guardian_s_and_a_school_s_looks_are_written_down(test: TestApp) {
        let id = asked::World::new(&test).asked(&test);
        let mail = test.mail().await;
        for kind in ["confirmation.guardian", "confirmation.school"] {
            let letter = mail.all().iter().find(|mail| mail.kind == kind).unwrap();
            test.client().open(&letter.link()).await.should_be(200);
            test.client().open(&letter.link()).await.should_be(200);
        }
        assert_eq!(rows(&test, id), pairs(&[("guardian", "guardian"), ("school", "school")]));
        let reference = test.read(|db| application_by_id(db, id)).reference;
        let page = test.sign_in(asked::APPLICANT).await.get(&format!("/applications/{reference}/who-looked")).await;
        page.should_say("Your parent or guardian").should_say("Your school, college or adviser");
    }

    async fn a_long_list_of_looks_has_pages(test: TestApp) {
        let world = World::new(&test, &[1]);
        let id = world.applicant("ann@example.org", &[0]);
        let own = format!("/applications/{}/who-looked", world.application(id).reference);
        let client = test.sign_in("ann@example.org").await;
        client.get(&own).await.should_say("Nobody has looked yet");
        for number in 0..60_i64 {
            test.pass(Duration::hours(1));
            let seen = practise::audit::Seen {
                by: practise::tx::Actor::Link(number),
                role: practise::audit::ReaderRole::Champion,
                organisation_id: None,
                page: practise::audit::SeenPage::Proposal,
                applications: vec![id],
            };
            test.write(|tx| practise::audit::saw_in(tx, &seen));
        }
        let client = test.sign_in("ann@example.org").await;
        let first = client.get(&own).await;
        let second = first.follow("Earlier looks").await;
        let (first, second) = (first.texts("tbody tr"), second.texts("tbody tr"));
        assert_eq!((first.len(), second.len()), (50, 10));
        assert!(first.iter().all(|line| !second.contains(line)), "no line is on both pages");
    }
}
