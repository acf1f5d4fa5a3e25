//! The list is decided from the top, or with a reason that is stored, shown to the area's lead and counted in public.

use diesel::prelude::*;
use practise::db::schema::audit;
use practise::rounds::ProposalState;
use time::Duration;

use super::{list, organisation_of, passed, proposals, ranked};
use crate::journeys::world::{COLLEAGUE, COORDINATOR, World};
use crate::register::recorded;
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::run::on_both;

/// The facts of the last decision in the audit log.
fn last_decision(test: &TestApp) -> serde_json::Value {
    let rows = audit::table.filter(audit::act.eq("proposal.decided")).order(audit::seq.desc());
    let text: String = test.read(|db| Ok(rows.select(audit::detail).first(db)?));
    serde_json::from_str(&text).unwrap()
}

on_both! {
    async fn who_is_lower_on_the_list_needs_a_reason_on_the_page_and_by_the_link(test: TestApp) {
        let world = ranked(&test, 4, 4).await;
        let all = proposals(&test);
        let letters = world.mails(COLLEAGUE, "proposal.asked").await;
        assert_eq!(letters.len(), 4, "letters come in the order of the list");

        // The page asks for the reason; without it nothing happens, and what was chosen is kept.
        let client = test.sign_in(COORDINATOR).await;
        let page = client.get(&all[2].path()).await;
        page.should_be(200).should_say("2 people above on the list are still to be decided");
        assert!(page.form().choices("passing").iter().all(|(value, _)| value != "days_begin_soon"), "they are months away");
        let again = page.form().choose("decision", "approve").submit().await;
        again.should_be(422).should_say("Select why this person comes before the people above");
        assert_eq!(again.error_summary(), [("#passing".to_owned(), "Select why this person comes before the people above".to_owned())]);
        assert_eq!(again.form().value("decision"), Some("approve"));
        // What the page does not offer is no reason: that days are near, or that a colleague decides.
        for wrong in ["days_begin_soon", "colleague_decides", "because"] {
            again.form().forge("passing", wrong).submit().await.should_be(422);
        }
        assert!(passed(&test).is_empty() && proposals(&test) == all, "nothing was changed");
        let done = again.form().choose("passing", "asked_to_choose").submit().await;
        done.should_be(200).should_say("Approved").should_say("Decided by co.one@trust.example.org, a coordinator at Northtown Teaching Hospitals, at 9am on 11 January 2027.");
        assert_eq!(passed(&test), [(all[2].id, 2, "asked_to_choose".to_owned())]);
        let facts = last_decision(&test);
        assert_eq!((&facts["passed"], &facts["because"]), (&2.into(), &"asked_to_choose".into()));

        // By the link of the second: the first still waits.
        let form = test.client().open(&letters[1].link()).await.form().choose("decision", "decline").choose("reason", "place_gone");
        let asked = form.submit().await;
        asked.should_be(422).should_say("1 person above on the list is still to be decided");
        assert_eq!((asked.form().value("decision"), asked.form().value("reason")), (Some("decline"), Some("place_gone")));
        // The first is decided meanwhile: now no reason is needed, and a given one is not counted.
        test.client().open(&letters[0].link()).await.form().choose("decision", "approve").submit().await.should_say("Approved");
        asked.form().choose("passing", "waits_for_information").submit().await.should_be(200).should_say("Declined");
        test.client().open(&letters[3].link()).await.form().choose("decision", "approve").submit().await.should_say("Approved");
        assert_eq!(passed(&test).len(), 1);
        assert!(last_decision(&test).get("passed").is_none());

        // The area's lead sees it without any person, and everybody sees how often.
        let (organisation, area) = organisation_of(&world);
        test.area_lead("lead@area.example.org", area);
        let elsewhere = test.area("E99");
        test.area_lead("other@area.example.org", elsewhere);
        let lead = test.sign_in("lead@area.example.org").await.get("/lead/decisions").await;
        assert_eq!(lead.texts("tbody tr"), ["Northtown Teaching Hospitals A week on the ward ward 11 January 2027 The person above was asked to choose 2"]);
        for one in &all {
            let reference = world.application(one.application_id).reference;
            assert!(!lead.body().contains(&reference) && !lead.body().contains(&one.reference));
        }
        test.sign_in("other@area.example.org").await.get("/lead/decisions").await.should_say("No organisation in your area has decided out of order");
        recorded(&test, organisation);
        let public = test.client();
        public.get("/organisations/o-ward").await.should_say("In the last 12 months it did not do so 1 time");
        public.get("/how-places-are-given/draws/R1").await.should_say("Northtown Teaching Hospitals: 1 decision");
        let counts: serde_json::Value = serde_json::from_str(&public.get("/how-places-are-given/draws/R1/counts.json").await.body()).unwrap();
        assert_eq!(counts["out_of_order"], serde_json::json!([{"organisation": "O-ward", "name": "Northtown Teaching Hospitals", "decisions": 1}]));
        world.holds();
    }

    async fn a_reason_that_becomes_needed_while_the_page_is_open_is_asked_for(backend: Backend) {
        // The same draw each time: among those who fall from the other placement somebody comes above.
        let test = TestApp::builder(backend).seeded("who comes above").start();
        let world = World::new(&test, &[7, 6]);
        let only = world.applicant("only@example.org", &[1]);
        for number in 1..=5 {
            world.applicant(&format!("person{number}@example.org"), &[0, 1]);
        }
        world.rank().await;
        let all = proposals(&test);
        let below = all.iter().find(|one| one.application_id == only).unwrap().clone();
        let client = test.sign_in(COORDINATOR).await;
        let page = client.get(&below.path()).await.form().choose("decision", "approve");
        assert!(!page.names().contains(&"passing".to_owned()), "nobody is above yet");
        let letter = world.mails(COLLEAGUE, "proposal.asked").await;
        let mut link = None;
        for mail in &letter {
            let opened = test.client().open(&mail.link()).await;
            if opened.text().contains(&world.application(only).reference) {
                link = Some(opened.form().choose("decision", "approve"));
            }
        }
        // The others are declined at their first choice, and come to the second.
        for one in all.iter().filter(|one| one.id != below.id) {
            let form = client.get(&one.path()).await.form().choose("decision", "decline").choose("reason", "place_gone");
            form.submit().await.should_say("Declined");
        }
        let above = proposals(&test).iter().filter(|one| one.opportunity_id == below.opportunity_id && one.position < below.position).count();
        assert!(above > 0, "the draw of this test should have somebody above");
        let before = proposals(&test);
        for form in [page.clone(), link.unwrap()] {
            let asked = form.submit().await;
            asked.should_be(422).should_say("Why does this person come before the people above?");
            assert_eq!(asked.form().value("decision"), Some("approve"), "nothing that was chosen is lost");
            assert_eq!(proposals(&test), before);
        }
        page.submit().await.should_be(422).form().choose("passing", "waits_for_information").submit().await.should_say("Approved");
        assert_eq!(passed(&test), [(below.id, i32::try_from(above).unwrap(), "waits_for_information".to_owned())]);
        world.holds();
    }

    async fn a_decline_proposes_the_next_at_once_and_silence_is_chased(test: TestApp) {
        let world = ranked(&test, 1, 3).await;
        let client = test.sign_in(COORDINATOR).await;
        let first = proposals(&test).remove(0);
        client.get(&first.path()).await.form().choose("decision", "decline").choose("reason", "condition_not_met").submit().await.should_say("Declined");
        let next = proposals(&test).into_iter().find(|one| one.state == ProposalState::Open).unwrap();
        assert!(next.position > first.position);
        assert_eq!(world.mails(COLLEAGUE, "proposal.asked").await.len(), 2);
        client.get(&list(&world)).await.should_say("To decide").should_say("Declined");

        // Nobody answers: after 14 days the register says so.
        let (organisation, _) = organisation_of(&world);
        recorded(&test, organisation);
        let public = test.client();
        assert!(!public.get("/organisations/o-ward").await.text().contains("days late"));
        test.pass(Duration::days(14) + Duration::SECOND);
        test.pages().clear();
        public.get("/organisations/o-ward").await.should_say("1 answer is more than 14 days late now");
        world.holds();
    }

    async fn how_fast_an_organisation_answers_is_public_from_five_answers_on(test: TestApp) {
        let world = ranked(&test, 6, 6).await;
        let (organisation, _) = organisation_of(&world);
        recorded(&test, organisation);
        let public = test.client();
        let seen = async || {
            test.pages().clear();
            public.get("/organisations/o-ward").await.text()
        };
        let (few, within) = ("There are too few answers in the last 12 months to say", "half of the answers came within");
        // One answer after each of 1, 2, 3 and 4 days.
        for waiting in proposals(&test).iter().take(4) {
            test.pass(Duration::days(1));
            let client = test.sign_in(COORDINATOR).await;
            client.get(&waiting.path()).await.form().choose("decision", "approve").submit().await.should_say("Approved");
            let text = seen().await;
            assert!(text.contains(few) && !text.contains(within), "{text}");
        }
        // The fifth takes 11 days: the middle one took 3, and that is what is told, not the mean of 4.2.
        test.pass(Duration::days(7));
        let (fifth, sixth) = (&proposals(&test)[4], &proposals(&test)[5]);
        let client = test.sign_in(COORDINATOR).await;
        client.get(&fifth.path()).await.form().choose("decision", "decline").choose("reason", "condition_not_met").submit().await.should_say("Declined");
        let text = seen().await;
        assert!(text.contains(&format!("{within} 3 days")) && !text.contains(few), "{text}");
        // Of six the middle is half way from the third to the fourth.
        client.get(&sixth.path()).await.form().choose("decision", "approve").submit().await.should_say("Approved");
        let text = seen().await;
        assert!(text.contains(&format!("{within} 4 days")), "half of 3 and 4, as whole days: {text}");
        // Each counts for a year: tomorrow the first four are older, and two are too few.
        test.pass(Duration::days(353));
        assert!(seen().await.contains(within));
        test.pass(Duration::days(5));
        assert!(seen().await.contains(few));
    }
}
