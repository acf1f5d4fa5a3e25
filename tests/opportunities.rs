//! The public list of placements, and a placement's page.

use practise::opportunities::{OpportunityState, Phase, round_by_id, save_round_state};
use time::Duration;
use time::macros::date;

use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn an_empty_list_says_what_to_do(test: TestApp) {
        let page = test.client().get("/work-experience").await;
        page.should_be(200).should_say("There is no placement that you can apply for right now.");
        assert!(page.links().iter().any(|(href, _)| href == "/help"));
    }

    async fn the_list_shows_what_somebody_needs_to_choose(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "ward", |_| {});
        let page = test.client().get("/work-experience").await;
        for words in [
            "A week on the ward ward",
            "Northtown Teaching Hospitals, Northtown",
            "14 to 18 June 2027",
            "16 or over",
            "help with travel costs, food and drink",
            "1 February 2027",
        ] {
            page.should_say(words);
        }
        page.follow("A week on the ward ward").await.should_be(200);
    }

    async fn only_what_can_be_applied_for_is_listed(test: TestApp) {
        let open = test.open_round("r1");
        let planned = test.round("r2", test.now().plus(Duration::days(10)));
        test.placement(open, "shown", |_| {});
        test.placement(open, "draft", |new| new.state = OpportunityState::Draft);
        test.placement(open, "paused", |new| new.state = OpportunityState::Paused);
        test.placement(open, "withdrawn", |new| new.state = OpportunityState::Withdrawn);
        test.placement(planned, "later", |_| {});
        let page = test.client().get("/work-experience").await;
        assert_eq!(page.texts("main h2"), ["A week on the ward shown"]);
        test.pass(Duration::days(21));
        test.another().client().get("/work-experience").await.should_say("There is no placement");
    }

    async fn a_long_list_has_pages_of_twenty_and_shows_each_placement_once(test: TestApp) {
        let round = test.open_round("r1");
        for number in 0..45_i64 {
            // Several on one day: the order needs more than the day.
            let day = date!(2027 - 06 - 01) + Duration::days(number / 10);
            test.placement(round, &format!("p{number}"), |new| (new.first_day, new.last_day) = (day, day));
        }
        let mut page = test.client().get("/work-experience").await;
        let mut titles = page.texts("main h2");
        assert_eq!(titles.len(), 20);
        assert_eq!(page.title(), "Work experience – Practise");
        for (number, size) in [(2, 20), (3, 5)] {
            let next = page.attributes("main nav a[rel=next]", "href").remove(0);
            page = test.client().get(&next).await;
            assert_eq!(page.title(), format!("Work experience (page {number}) – Practise"));
            assert_eq!(page.texts("main h2").len(), size);
            assert!(page.links().iter().any(|(href, _)| href == "/work-experience"), "no way back to the first page");
            titles.extend(page.texts("main h2"));
        }
        assert!(!page.has("main nav a[rel=next]"));
        let expected: Vec<String> = (0..45).map(|number| format!("A week on the ward p{number}")).collect();
        assert_eq!(titles, expected);
    }

    async fn a_page_after_a_placement_that_never_was_is_the_first(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "ward", |_| {});
        for path in ["/work-experience?after=no-such&page=7", "/work-experience?after=%27%3B--&page=x"] {
            let page = test.client().get(path).await;
            page.should_be(200).should_say("A week on the ward ward");
            assert_eq!(page.title(), "Work experience – Practise");
        }
    }

    async fn a_placement_has_its_facts_and_a_way_to_apply(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "ward", |_| {});
        let page = test.client().get("/work-experience/ward").await;
        assert_eq!(page.h1(), "A week on the ward ward");
        for words in [
            "Northtown (LS9)",
            "14 to 18 June 2027",
            "9am to 4pm",
            "16 or over on the first day",
            "You will help to serve lunch.",
            "You will not see people being washed or treated.",
            "help with travel costs",
            "Wear dark trousers and flat shoes.",
            "LS9, LS10",
            "1 place is kept for people who move into health work, or come back to it.",
            "A placement is not a promise of a job. It is not a promise of a place on a course.",
        ] {
            page.should_say(words);
        }
        assert!(page.links().contains(&("/apply/ward".to_owned(), "Apply".to_owned())));
        assert!(page.attributes(".nhsuk-breadcrumb a", "href").contains(&"/work-experience".to_owned()));
    }

    async fn the_button_is_there_only_while_the_round_takes_applications(test: TestApp) {
        let open = test.open_round("r1");
        let planned = test.round("r2", test.now().plus(Duration::days(10)));
        test.placement(open, "other", |_| {});
        test.placement(open, "paused", |new| new.state = OpportunityState::Paused);
        test.placement(planned, "later", |_| {});
        for (slug, words) in [("paused", "The organisation has paused it."), ("later", "You cannot apply for this placement yet.")] {
            let page = test.client().get(&format!("/work-experience/{slug}")).await;
            page.should_be(200).should_say(words).should_say("A week on the ward other").should_say("not a promise of a job");
            assert!(page.links().iter().all(|(href, _)| !href.starts_with("/apply/")), "{slug} can be applied for");
        }
        test.write(|tx| {
            let closed = round_by_id(tx.db, open)?.state.close(tx.now)?;
            save_round_state(tx, open, Phase::Open, closed)
        });
        let page = test.another().client().get("/work-experience/other").await;
        page.should_say("You can no longer apply for this placement.");
        assert!(page.links().iter().all(|(href, _)| !href.starts_with("/apply/")));
    }

    async fn a_round_stops_taking_applications_to_the_second(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "ward", |_| {});
        test.pass(Duration::days(21) - Duration::seconds(1));
        let open = test.another().client().get("/work-experience/ward").await;
        assert!(open.links().iter().any(|(href, _)| href == "/apply/ward"));
        test.pass(Duration::seconds(1));
        test.another().client().get("/work-experience/ward").await.should_say("You can no longer apply");
    }

    async fn drafts_withdrawn_ones_and_unknown_ones_are_not_found(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "draft", |new| new.state = OpportunityState::Draft);
        test.placement(round, "withdrawn", |new| new.state = OpportunityState::Withdrawn);
        for slug in ["draft", "withdrawn", "no-such", "..%2f", "%27"] {
            test.client().get(&format!("/work-experience/{slug}")).await.should_be(404);
        }
    }

    async fn what_an_organisation_types_is_shown_as_text(test: TestApp) {
        let round = test.open_round("r1");
        let typed = "<script>alert(1)</script> & \"quoted\"";
        test.placement(round, "typed", |new| {
            (new.title, new.summary, new.activities, new.limits, new.dress, new.town) = (typed, typed, typed, typed, typed, typed);
        });
        for path in ["/work-experience", "/work-experience/typed"] {
            let page = test.client().get(path).await;
            page.should_say(typed);
            assert!(!page.body().contains("<script>alert"), "{path}");
        }
    }
}
