//! Events and case studies, recorded by the people of an organisation, and never by those of another.

use diesel::prelude::*;
use practise::db::schema::audit;
use practise::pledges::CommitmentKind;

use super::recorded;
use crate::support::app::TestApp;
use crate::support::run::on_both;
use crate::support::tables::refusals;

const COORDINATOR: &str = "coordinator@example.org";

fn acts(test: &TestApp) -> Vec<String> {
    let rows = audit::table
        .filter(audit::subject_kind.eq_any(["event", "case_study"]))
        .order(audit::seq)
        .select(audit::act);
    test.read(|db| Ok(rows.load(db)?))
}

on_both! {
    async fn an_event_is_recorded_changed_and_cancelled(test: TestApp) {
        let id = test.organisation("ONE", "One", test.area("AREA"));
        test.committed(id, CommitmentKind::HealthAmbassador);
        test.coordinator(COORDINATOR, id);
        let client = test.sign_in(COORDINATOR).await;
        let form = client.get("/coordinate/events/new").await.form();
        let wrong = form.submit().await;
        wrong.should_be(422);
        let said: Vec<String> = wrong.error_summary().into_iter().map(|(href, _)| href).collect();
        assert_eq!(said, ["#title", "#kind", "#on-day", "#done"]);
        let form = form.set("title", "A talk").choose("kind", "talk").choose("done", "yes").set("on-day", "12").set("on-month", "January").set("on-year", "2027");
        let early = form.submit().await;
        early.should_be(422);
        assert_eq!(early.error_summary().into_iter().map(|(href, _)| href).collect::<Vec<_>>(), ["#on-day", "#reached"]);
        assert_eq!(early.form().value("title"), Some("A talk"));
        let list = early.form().set("on-day", "11").set("reached", "1,200").submit().await;
        list.should_be(200).should_say("The event is recorded").should_say("1200");
        test.client().get("/organisations/one").await.should_say("1 of 5");
        let changed = list.follow("A talk").await.form().set("title", "A long talk").submit().await;
        changed.should_say("The event is changed");
        let ask = changed.follow("A long talk").await.follow("Cancel this event").await;
        ask.form().submit().await.should_say("The event is cancelled");
        test.client().get("/organisations/one").await.should_say("0 of 5");
        client.get(&ask.path).await.should_say("This event was cancelled");
        assert_eq!(acts(&test), ["event.recorded", "event.changed", "event.cancelled"]);
        test.read(practise::audit::verify).unwrap();
    }

    async fn a_case_study_is_written_seen_published_and_taken_down(test: TestApp) {
        let id = test.organisation("ONE", "One", test.area("AREA"));
        test.committed(id, CommitmentKind::HealthAmbassador);
        test.champion(COORDINATOR, id);
        let client = test.sign_in(COORDINATOR).await;
        let form = client.get("/coordinate/case-studies/new").await.form();
        form.submit().await.should_be(422);
        let draft = form.set("title", "What <b>we</b> did").set("body", "One.\r\n\r\nTwo <script>.").submit().await;
        draft.should_be(200).should_say("Two <script>.").should_say("Only people of your organisation can see this");
        let slug = draft.path.rsplit('/').next().unwrap().to_owned();
        let public = format!("/case-studies/{slug}");
        test.client().get(&public).await.should_be(404);
        let published = draft.form_to(&format!("{}/publish", draft.path)).submit().await;
        published.should_say("The case study is published");
        let read = test.client().get(&public).await;
        read.should_be(200);
        assert_eq!(read.texts("main p")[1..], ["One.", "Two <script>."]);
        test.client().get("/organisations/one").await.should_say("1 of 1").should_say("What <b>we</b> did");
        client.get(&format!("{}/edit", draft.path)).await.form().set("title", "Other").submit().await.should_be(409);
        published.form_to(&format!("{}/take-down", draft.path)).submit().await.should_say("The case study is taken down");
        test.client().get(&public).await.should_be(404);
        test.client().get("/organisations/one").await.should_say("0 of 1");
        assert_eq!(acts(&test), ["case_study.written", "case_study.published", "case_study.taken_down"]);
    }

    async fn another_organisation_s_things_are_not_there(test: TestApp) {
        let area = test.area("AREA");
        let (ours, theirs) = (test.organisation("OURS", "Ours", area), test.organisation("THEIRS", "Theirs", area));
        let (event, draft, _) = recorded(&test, theirs);
        let outsider = test.coordinator(COORDINATOR, ours);
        let client = test.sign_in(COORDINATOR).await;
        for path in [format!("/coordinate/events/{event}"), format!("/coordinate/events/{event}/cancel"), format!("/coordinate/case-studies/{draft}")] {
            client.get(&path).await.should_be(404);
        }
        let refused = refusals(&test, 3).await;
        assert!(refused.iter().all(|(by, kind, _)| *by == Some(outsider) && ["event", "case_study"].contains(&kind.as_str())));
        let list = client.get("/coordinate/events").await;
        list.should_say("Nothing is recorded yet.");
        // A forged choice of an organisation is not taken.
        let form = client.get("/coordinate/case-studies/new").await.form();
        let sent = form.set("title", "Ours").set("body", "Text").forge("organisation", theirs.to_string()).submit().await;
        sent.should_be(200).should_say("Ours");
        test.client().get("/organisations.json").await;
        assert!(!test.client().get("/organisations/theirs").await.text().contains("Text"));
    }

    async fn somebody_of_two_organisations_says_for_which(test: TestApp) {
        let area = test.area("AREA");
        let (one, two) = (test.organisation("ONE", "One", area), test.organisation("TWO", "Two", area));
        test.coordinator(COORDINATOR, one);
        test.champion(COORDINATOR, two);
        let client = test.sign_in(COORDINATOR).await;
        let form = client.get("/coordinate/case-studies/new").await.form().set("title", "T").set("body", "B");
        let wrong = form.submit().await;
        wrong.should_be(422);
        assert_eq!(wrong.error_summary()[0].0, "#organisation");
        wrong.form().choose("organisation", &two.to_string()).submit().await.should_be(200).should_say("Two");
    }
}
