//! The page of the search: its filters, what it says when nothing fits, its map.

use practise::opportunities::Support;
use time::macros::date;

use crate::support::app::TestApp;
use crate::support::browser::{Scripts, with_browser};
use crate::support::db::Backend;
use crate::support::nu;
use crate::support::page::Page;
use crate::support::run::{on_both, run};

fn titles(page: &Page) -> Vec<String> {
    page.texts("main h2")
        .iter()
        .map(|title| title.rsplit(' ').next().unwrap().to_owned())
        .collect()
}

/// Four placements that differ in everything.
fn offered(test: &TestApp) {
    let round = test.open_round("r1");
    test.placement(round, "leeds", |_| {});
    test.placement(round, "truro", |new| {
        (new.town, new.outcode, new.family, new.minimum_age) = ("Truro", "TR1", "dental", 18);
        (new.first_day, new.last_day) = (date!(2027 - 06 - 01), date!(2027 - 06 - 02));
        new.support = &[Support::Adjustments];
    });
    test.placement(round, "sheffield", |new| {
        (new.town, new.outcode) = ("Sheffield", "S5");
        new.reserves = [("young_people".to_owned(), 5)].into();
        (new.first_day, new.last_day) = (date!(2027 - 07 - 05), date!(2027 - 07 - 09));
    });
    test.placement(round, "home", |new| {
        (new.town, new.outcode) = ("Évry-on-Sea", "NR1");
        new.support = &[Support::Virtual];
        (new.first_day, new.last_day) = (date!(2027 - 08 - 02), date!(2027 - 08 - 06));
    });
}

async fn found(test: &TestApp, query: &str) -> Vec<String> {
    let page = test.client().get(&format!("/work-experience?{query}")).await;
    page.should_be(200);
    titles(&page)
}

on_both! {
    async fn each_filter_narrows_the_list(test: TestApp) {
        offered(&test);
        for (query, expected) in [
            ("", vec!["truro", "leeds", "sheffield", "home"]),
            ("q=truro", vec!["truro"]),
            ("q=EVRY+wa", vec!["home"]),
            ("q=nothing+like+it", vec![]),
            ("family=dental", vec!["truro"]),
            ("place=LS1", vec!["leeds", "home"]),
            ("place=leeds&within=50", vec!["leeds", "sheffield", "home"]),
            ("place=LS1&within=any", vec!["leeds", "sheffield", "home", "truro"]),
            ("place=LS1&within=any&sort=soonest", vec!["truro", "leeds", "sheffield", "home"]),
            ("place=TR1&within=5&how=in_person", vec!["truro"]),
            ("place=northtown&how=in_person", vec!["leeds"]),
            ("from-day=3&from-month=june&from-year=2027", vec!["leeds", "sheffield", "home"]),
            ("to-day=14&to-month=6&to-year=2027", vec!["truro", "leeds"]),
            ("from-day=18&from-month=6&from-year=2027&to-day=5&to-month=jul&to-year=2027", vec!["leeds", "sheffield"]),
            ("age=17", vec!["leeds", "sheffield", "home"]),
            ("who=young_people", vec!["sheffield"]),
            ("who=everybody", vec!["truro", "leeds", "home"]),
            ("support=travel", vec!["leeds", "sheffield"]),
            ("support=travel&support=adjustments", vec![]),
            ("how=from_home", vec!["home"]),
            ("sort=closing", vec!["truro", "leeds", "sheffield", "home"]),
            ("family=shoes&who=me&how=now&support=money&sort=best&within=far", vec!["truro", "leeds", "sheffield", "home"]),
        ] {
            assert_eq!(found(&test, query).await, expected, "{query}");
        }
    }

    async fn a_full_postcode_is_cut_before_anything_else(test: TestApp) {
        offered(&test);
        let page = test.client().get("/work-experience?q=ward&place=ls9+7tf&within=50").await;
        page.should_be(200);
        assert_eq!(page.redirects, ["/work-experience?q=ward&place=LS9&within=50"]);
        assert!(!page.body().to_lowercase().contains("7tf"));
        assert_eq!(titles(&page), ["leeds", "sheffield", "home"]);
        page.should_say("About 1 mile or less").should_say("The nearest comes first.");
        let map = test.client().ask("GET", "/work-experience/map.svg?place=LS97TF").stay().send().await;
        map.should_be(200);
    }

    async fn what_cannot_be_read_is_said_beside_its_field_and_kept(test: TestApp) {
        offered(&test);
        let query = "q=ward&place=Nowhereham&age=old&from-day=31&from-month=2&from-year=2027&to-day=1&to-month=&to-year=2027";
        let page = test.client().get(&format!("/work-experience?{query}")).await;
        page.should_be(422);
        let said: Vec<String> = page.error_summary().into_iter().map(|(href, _)| href).collect();
        assert_eq!(said, ["#place", "#from-day", "#to-month", "#age"]);
        let form = page.form();
        for (field, value) in [("q", "ward"), ("place", "Nowhereham"), ("age", "old"), ("from-day", "31"), ("to-year", "2027")] {
            assert_eq!(form.value(field), Some(value));
        }
        assert!(!page.has("main .nhsuk-card"), "nothing is shown for a question that was not understood");
        for (query, field) in [
            ("place=ZZ9", "#place"),
            ("age=9", "#age"),
            ("from-day=1&from-month=1&from-year=27", "#from-year"),
            ("from-day=2&from-month=6&from-year=2027&to-day=1&to-month=6&to-year=2027", "#to-day"),
        ] {
            let page = test.client().get(&format!("/work-experience?{query}")).await;
            page.should_be(422);
            assert_eq!(page.error_summary()[0].0, field, "{query}");
        }
    }

    async fn a_filter_can_be_left_out_by_a_link_and_each_choice_has_its_number(test: TestApp) {
        offered(&test);
        let page = test.client().get("/work-experience?place=LS1&within=50&support=travel&age=17").await;
        assert_eq!(titles(&page), ["leeds", "sheffield"]);
        page.should_say("2 placements");
        let form = page.form();
        let within = form.choices("within");
        assert!(within.contains(&("20".to_owned(), "Within 20 miles (1)".to_owned())), "{within:?}");
        let less = page.follow("Leave out help with travel costs").await;
        assert_eq!(less.path, "/work-experience?place=LS1&within=50&age=17");
        assert_eq!(titles(&less), ["leeds", "sheffield", "home"]);
        let wide = less.follow("Leave out within 50 miles of LS1").await;
        assert_eq!(titles(&wide), ["leeds", "sheffield", "home"]);
    }

    async fn when_nothing_fits_the_page_says_what_to_leave_out(test: TestApp) {
        offered(&test);
        let page = test.client().get("/work-experience?family=dental&support=travel&age=18").await;
        page.should_be(200).should_say("There is no placement that fits all of this right now.").should_say("You would find more without");
        let links = page.links();
        let without = |words: &str| links.iter().find(|(_, text)| text == words).map(|(href, _)| href.clone());
        assert_eq!(without("help with travel costs"), Some("/work-experience?family=dental&age=18".to_owned()));
        assert_eq!(without("Dental team"), Some("/work-experience?age=18&support=travel".to_owned()));
        assert_eq!(without("age 18"), None, "to leave that out would not help");
        page.should_say("Dental team: 2 placements").should_say("help with travel costs: 1 placement");
    }

    async fn the_map_is_a_picture_of_the_towns_that_the_page_lists(test: TestApp) {
        offered(&test);
        let page = test.client().get("/work-experience?how=in_person").await;
        let src = page.attributes("main img", "src").remove(0);
        assert_eq!(src, "/work-experience/map.svg?how=in_person");
        assert!(!page.attributes("main img", "alt").remove(0).is_empty());
        page.should_say("Truro: 1").should_say("Sheffield: 1").should_say("Northtown: 1");
        let there = page.follow("Truro").await;
        assert_eq!(titles(&there), ["truro"]);
        let map = test.client().get(&src).await;
        map.should_be(200);
        assert_eq!(map.header("content-type"), "image/svg+xml; charset=utf-8");
        let body = map.body();
        assert_eq!(body.matches("<circle ").count(), 3);
        for words in ["Truro", "Sheffield", "Northtown"] {
            assert!(body.contains(&format!(">{words}</text>")), "{words}");
        }
        assert!(!body.contains("style") && !body.contains("script"));
        well_formed(&body);
        well_formed(&test.client().get("/work-experience/map.svg?q=nothing").await.body());
    }

    async fn what_an_organisation_types_is_text_in_the_picture_too(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "typed", |new| new.town = "<script>alert(1)</script>");
        let body = test.client().get("/work-experience/map.svg").await.body();
        assert!(body.contains("&#60;script&#62;") || body.contains("&lt;script&gt;"), "{body}");
        well_formed(&body);
    }

    async fn the_next_page_goes_on_after_the_last_placement(test: TestApp) {
        offered(&test);
        let page = test.client().get("/work-experience?q=ward&place=LS1&within=any&after=leeds&page=2").await;
        assert_eq!(titles(&page), ["sheffield", "home", "truro"]);
        assert_eq!(page.title(), "Work experience (page 2) – Practise");
        page.should_say("4 placements");
    }
}

/// The page in its states: full, with filters, with nothing found, with mistakes; and the page that saves a search.
const STATES: [&str; 5] = [
    "/work-experience?place=LS1&within=any&age=17",
    "/work-experience?family=dental&support=travel",
    "/work-experience?place=Nowhereham&age=old&from-day=31&from-month=2&from-year=2027",
    "/saved-searches/new?q=ward&age=17",
    "/saved-searches/sent",
];

#[test]
fn the_search_is_accessible_in_every_state() {
    run(Backend::Sqlite, |test: TestApp| async move {
        offered(&test);
        with_browser(&test, Scripts::On, |browser| async move {
            for (number, path) in STATES.into_iter().enumerate() {
                browser.goto(path).await;
                browser
                    .run("for (const part of document.querySelectorAll('details')) part.open = true")
                    .await;
                browser.assert_accessible(&format!("search-{number}")).await;
            }
        })
        .await;
    });
}

#[test]
fn the_search_is_valid_html_in_every_state() {
    run(Backend::Sqlite, |test: TestApp| async move {
        offered(&test);
        for path in STATES {
            nu::assert_valid(&test.client().get(path).await).await;
        }
    });
}

/// Fails unless every tag is closed in its turn, as XML asks.
fn well_formed(svg: &str) {
    let mut open = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (inside, _) = tag.split_once('>').expect("a tag should end");
        let name = inside.trim_start_matches('/').split([' ', '/']).next().unwrap().to_owned();
        if inside.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{svg}");
        } else if !inside.ends_with('/') {
            open.push(name);
        }
        assert_eq!(inside.matches('"').count() % 2, 0, "{inside}");
    }
    assert!(open.is_empty(), "{open:?} stay open");
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
}
