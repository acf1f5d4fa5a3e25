//! The pages of the register, as people read them.

use diesel::prelude::*;
use insta::assert_snapshot;
use practise::db::schema::{area, area_contact, opportunity, organisation, organisation_area, pledge};
use practise::pledges::{CommitmentKind, PledgeState};
use practise::register::events::add_event;
use time::Duration;

use super::{event, recorded, told};
use crate::journeys::golden::{outline, settings};
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::page::Page;
use crate::support::pledges::NewPledge;
use crate::support::run::{on_both, run};

fn names(page: &Page) -> Vec<String> {
    page.texts("main table.nhsuk-table--responsive tbody tr td:first-child a")
}

/// Three organisations that differ in everything.
fn filled(test: &TestApp) {
    let (north, south) = (test.area("N"), test.area("S"));
    let board = test.area("QB");
    test.write(|tx| {
        Ok(diesel::update(area::table.filter(area::code.eq_any(["N", "S"])))
            .set(area::kind.eq("region"))
            .execute(tx.db)?)
    });
    test.write(|tx| {
        Ok(diesel::update(area::table.find(board))
            .set(area::kind.eq("integrated_care_board"))
            .execute(tx.db)?)
    });
    let leeds = test.organisation("LEEDS", "Leeds Trust", north);
    recorded(test, leeds);
    let hospice = test.organisation("HOSPICE", "St Luke's Hospice", south);
    test.committed(hospice, CommitmentKind::Practise);
    let row = (organisation_area::organisation_id.eq(hospice), organisation_area::area_id.eq(board));
    test.write(|tx| Ok(diesel::insert_into(organisation_area::table).values(row).execute(tx.db)?));
    let old = test.organisation("OLD", "Old Trust", north);
    let ended = NewPledge {
        state: PledgeState::Withdrawn,
        ended_at: Some(test.now().plus(-Duration::days(10))),
        ..NewPledge::published(CommitmentKind::Practise, test.now().plus(-Duration::days(700)))
    };
    test.pledge(old, &ended);
    test.write(|tx| {
        let closed = (
            organisation::closed_on.eq(tx.now.date() - Duration::days(9)),
            organisation::successor_id.eq(leeds),
        );
        diesel::update(organisation::table.find(old)).set(closed).execute(tx.db)?;
        let contact = (
            area_contact::area_id.eq(north),
            area_contact::name.eq("Northern careers team"),
            area_contact::email.eq("north@example.org"),
            area_contact::changed_at.eq(tx.now),
        );
        Ok(diesel::insert_into(area_contact::table).values(contact).execute(tx.db)?)
    });
}

on_both! {
    async fn each_filter_narrows_the_list(test: TestApp) {
        filled(&test);
        for (query, expected) in [
            ("", vec!["Leeds Trust", "Old Trust", "St Luke's Hospice"]),
            ("q=lukes", vec!["St Luke's Hospice"]),
            ("q=TRUST+leeds", vec!["Leeds Trust", "Old Trust"]),
            ("region=N", vec!["Leeds Trust", "Old Trust"]),
            ("board=QB", vec!["St Luke's Hospice"]),
            ("region=N&board=QB", vec![]),
            ("commitment=health_ambassador", vec!["Leeds Trust"]),
            ("status=withdrawn", vec!["Old Trust"]),
            ("status=in_force&commitment=practise", vec!["Leeds Trust", "St Luke's Hospice"]),
            ("status=lapsed", vec![]),
            ("after=leeds&page=2", vec!["Old Trust", "St Luke's Hospice"]),
            ("region=X&commitment=none&status=odd&after=nobody&more=1", vec!["Leeds Trust", "Old Trust", "St Luke's Hospice"]),
        ] {
            let page = test.client().get(&format!("/organisations?{query}")).await;
            page.should_be(200);
            assert_eq!(names(&page), expected, "{query}");
        }
    }

    async fn the_list_has_counts_a_contact_and_a_map_with_the_same_figures(test: TestApp) {
        filled(&test);
        let page = test.client().get("/organisations?region=N").await;
        page.should_say("2 organisations").should_say("Who to ask in Area N").should_say("north@example.org");
        let form = page.form();
        assert!(form.choices("commitment").contains(&("practise".to_owned(), "Practise Commitment (2)".to_owned())));
        assert!(form.choices("status").contains(&("withdrawn".to_owned(), "Withdrawn (1)".to_owned())));
        assert!(form.choices("region").contains(&("S".to_owned(), "Area S (1)".to_owned())));
        let less = page.follow("Leave out Area N").await;
        assert_eq!(less.path, "/organisations");
        assert_eq!(less.texts("details table tbody th"), ["Area N", "Area S"]);
        assert_eq!(less.texts("details table tbody td"), ["2", "1"]);
        let map = test.client().get("/organisations/map.svg").await;
        map.should_be(200);
        assert_eq!(map.header("content-type"), "image/svg+xml; charset=utf-8");
        assert!(map.body().contains("Area N: 2") || map.body().contains("Area S: 1"));
        let none = test.client().get("/organisations?q=leeds&status=lapsed").await;
        none.should_say("No organisation fits all of this.").should_say("3 organisations");
    }

    async fn a_page_tells_what_was_promised_and_what_is_done(test: TestApp) {
        filled(&test);
        let id = test.read(|db| Ok(organisation::table.filter(organisation::slug.eq("leeds")).select(organisation::id).get_result(db)?));
        test.write(|tx| add_event(tx, id, &event(&test, 400)));
        let round = test.open_round("r1");
        let offered = test.placement(round, "ward", |new| new.organisation_id = id);
        test.write(|tx| Ok(diesel::update(opportunity::table.find(offered)).set(opportunity::published_at.eq(tx.now)).execute(tx.db)?));
        let page = test.client().get("/organisations/leeds").await;
        page.should_say("Certificate for").should_say("a commitment that is not kept");
        page.should_be(200);
        page.should_say("3 of 5").should_say("1 of 6").should_say("1 of 1").should_say("Nurse (2), Porter");
        page.should_say("How it does this: We visit schools near us.").should_say("A week on the ward ward").should_say("too few answers");
        assert!(!page.body().contains("Canary"), "no ambassador is named");
        assert_eq!(page.follow("What a visit did").await.h1(), "What a visit did");
    }

    async fn what_is_over_stays_with_its_dates_and_leads_on(test: TestApp) {
        filled(&test);
        let page = test.client().get("/organisations/old").await;
        page.should_be(200);
        page.should_say("This organisation closed on 2 January 2027").should_say("Withdrawn").should_say("1 January 2027");
        page.should_say("No commitment of this organisation holds today");
        assert_eq!(page.follow("Leeds Trust").await.path, "/organisations/leeds");
        test.organisation("NEVER", "Never signed", test.area("ELSE"));
        for path in ["/organisations/never", "/organisations/no-such-one"] {
            let page = test.client().get(path).await;
            page.should_be(404);
            assert_eq!(page.follow("look for it by name or town").await.path, "/organisations");
        }
    }

    async fn only_what_is_published_can_be_read(test: TestApp) {
        filled(&test);
        let id = test.read(|db| Ok(organisation::table.filter(organisation::slug.eq("leeds")).select(organisation::id).get_result(db)?));
        let slug = told(&test, id, "Known");
        test.client().get(&format!("/case-studies/{slug}")).await.should_be(200).should_say("They asked us about our jobs.");
        test.client().get("/case-studies/no-such-one").await.should_be(404);
    }

    async fn pages_follow_one_another(test: TestApp) {
        let area = test.area("AREA");
        for number in 0..45 {
            let id = test.organisation(&format!("O{number:02}"), &format!("Trust {number:02}"), area);
            test.committed(id, CommitmentKind::Practise);
        }
        let mut page = test.client().get("/organisations").await;
        let mut seen = names(&page);
        for number in 2..4 {
            page = page.follow(&format!("Next page : Page {number}")).await;
            page.should_be(200);
            assert!(page.title().contains(&format!("(page {number})")));
            seen.extend(names(&page));
        }
        assert_eq!(seen.len(), 45);
        assert!(seen.is_sorted());
    }
}

#[test]
fn what_people_read_is_as_it_was() {
    run(Backend::Sqlite, |backend: Backend| async move {
        let test = TestApp::builder(backend).seeded("the register").start();
        filled(&test);
        let _bound = settings().bind_to_scope();
        let client = test.client();
        let pages = [
            ("page_register", "/organisations"),
            ("page_register_organisation", "/organisations/leeds"),
            ("page_register_over", "/organisations/old"),
        ];
        for (name, path) in pages {
            let references: Vec<String> = test.read(|db| Ok(pledge::table.select(pledge::public_ref).load(db)?));
            let words = outline(&client.get(path).await);
            let words = references
                .iter()
                .fold(words, |words, reference| words.replace(reference, "[REFERENCE]"));
            assert_snapshot!(name, words);
        }
    });
}
