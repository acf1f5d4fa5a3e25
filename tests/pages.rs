//! The pages that belong to no feature, and what holds for every public page.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use practise::allocation::allocate;
use practise::db::Instant;
use practise::db::schema::{outbox, write_probe};
use practise::opportunities::{NewContribution, OpportunityState, add_contribution, contributions, reveal_contribution};
use practise::prioritisation::Policy;
use time::Duration;

use crate::national::{adopt, drawn_round, example};
use crate::support::app::{TestApp, first_moment};
use crate::support::browser::{Scripts, with_browser};
use crate::support::db::Backend;
use crate::support::nu;
use crate::support::page::Page;
use crate::support::run::{on_both, run};

/// Every public page whose address has no parts.
pub const PUBLIC: [&str; 16] = [
    "/",
    "/careers",
    "/careers/courses",
    "/careers/for-advisers",
    "/careers/what-could-suit-me",
    "/how-places-are-given",
    "/how-places-are-given/draws",
    "/organisations",
    "/work-experience",
    "/pledge",
    "/privacy",
    "/privacy/young-people",
    "/cookies",
    "/accessibility",
    "/terms",
    "/help",
];

/// The addresses of our own that a page names anywhere.
fn own_links(page: &Page) -> BTreeSet<String> {
    let links = page.attributes("a[href]", "href").into_iter();
    links
        .map(|link| link.split('#').next().unwrap().to_owned())
        .filter(|link| link.starts_with('/'))
        .collect()
}

on_both! {
    async fn every_public_page_has_one_heading_that_its_title_begins_with(test: TestApp) {
        let mut titles = BTreeSet::new();
        for path in PUBLIC {
            let page = test.client().get(path).await;
            page.should_be(200);
            assert_eq!(page.title(), format!("{} – Practise", page.h1()), "{path}");
            assert!(titles.insert(page.title()), "{path} has the title of another page");
            let description = page.attributes("meta[name=description]", "content").concat();
            assert!((50..=200).contains(&description.chars().count()), "{path}: {description:?}");
            assert!(page.attributes("footer a", "href").contains(&"/help".to_owned()), "{path} does not lead to help");
        }
    }

    async fn the_menu_is_on_pages_to_read_and_on_none_that_asks(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "ward", |_| {});
        let menu = "header nav a[href='/work-experience']";
        for path in PUBLIC {
            assert!(test.client().get(path).await.has(menu), "{path} has a menu");
        }
        for path in ["/apply/ward", "/apply/ward/check", "/apply/ward/email", "/sign-in"] {
            let page = test.client().get(path).await;
            assert!(page.should_be(200).has("header") && !page.has(menu), "{path} has no menu");
        }
    }

    async fn every_link_on_a_public_page_leads_somewhere(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "ward", |_| {});
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<(String, String)> = PUBLIC.iter().map(|path| ((*path).to_owned(), "the list of public pages".to_owned())).collect();
        while let Some((path, from)) = waiting.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let page = test.client().ask("GET", &path).stay().send().await;
            assert!(matches!(page.status, 200 | 303), "{path}, which {from} names, answers {}", page.status);
            // What lies behind a public page is looked at, what lies behind a journey is the journey's.
            if page.is_html() && (PUBLIC.contains(&path.as_str()) || path.starts_with("/work-experience")) {
                waiting.extend(own_links(&page).into_iter().map(|link| (link, path.clone())));
            }
        }
        assert!(seen.contains("/work-experience/ward"));
    }

    async fn public_pages_set_no_cookie_and_do_not_know_who_looks(test: TestApp) {
        for path in PUBLIC {
            let client = test.client();
            let page = client.get(path).await;
            assert!(client.cookies().is_empty(), "{path} sets {:?}", client.cookies());
            assert!(!page.has("form[method=post]") && !page.has("input[name^=_]"), "{path} has a form that is posted");
        }
    }

    async fn help_names_the_ways_to_reach_us_that_are_configured(backend: Backend) {
        let test = TestApp::builder(backend)
            .configure(|config| {
                config.contact_email = Some("help@practise.example.org".to_owned());
                config.contact_phone = Some("0113 496 0000, Monday to Friday, 9am to 5pm".to_owned());
            })
            .start();
        for path in ["/help", "/privacy", "/accessibility"] {
            let page = test.client().get(path).await;
            page.should_say("help@practise.example.org").should_say("0113 496 0000");
            assert!(page.links().iter().any(|(href, _)| href == "mailto:help@practise.example.org"), "{path}");
        }
        let without = TestApp::builder(backend).start();
        without.client().get("/help").await.should_say("Contact Work experience in healthcare, who run this service.");
    }

    async fn how_places_are_given_says_what_the_policy_says(test: TestApp) {
        let page = test.client().get("/how-places-are-given").await;
        let policies = Policy::built_in().unwrap();
        let policy = &policies[0];
        let groups: BTreeSet<&str> = policy.criteria.iter().map(|criterion| criterion.group.as_str()).collect();
        let items = page.texts("main li");
        let words: Vec<String> = policy.criteria.iter().map(|criterion| practise::policies::criterion_words(&criterion.id)).collect();
        for said in &words {
            assert_eq!(items.iter().filter(|item| item.contains(said.as_str())).count(), 1, "{said}");
        }
        // Criteria of one group share a line.
        assert_eq!(items.iter().filter(|item| words.iter().any(|said| item.contains(said.as_str()))).count(), groups.len());
        page.should_say(&format!("There are {} groups.", policy.bands.len()));
        page.should_say(&format!("You can choose up to {} placements", policy.max_choices));
        page.should_say(&format!("at most {}% of its places", policy.max_reserve_percent));
        page.should_say(&format!("rules called {}, version {}", policy.id, policy.version));
        page.should_say("printf 'practise/1/lottery\\nREF' | openssl dgst -sha256 -mac HMAC -macopt hexkey:SEED");
        page.should_say("practise-open-20: 20% of the places come from a draw of all people first");
    }

    async fn the_example_is_what_the_engine_makes_of_it_under_the_policy_in_force(test: TestApp) {
        let past = drawn_round(&test, "PAST", &example());
        for policy in Policy::built_in().unwrap() {
            if test.read(practise::policies::in_force).policy.id != policy.id {
                adopt(&test, past, &policy);
                test.pass(Duration::seconds(3));
            }
            // Another process's visitor: nothing is kept there.
            let page = test.another().client().get("/how-places-are-given").await;
            page.should_say(&format!("rules called {}, version {}", policy.id, policy.version));
            let round = example();
            let result = allocate(&policy, &round).unwrap();
            let rows = page.texts("table tbody tr");
            assert_eq!(rows.len(), round.applicants.len());
            let mut order: Vec<_> = result.applicants.iter().collect();
            order.sort_by_key(|one| (policy.bands.iter().position(|band| band.id == one.band), one.position));
            for (row, one) in rows.iter().zip(order) {
                let group = policy.bands.iter().position(|band| band.id == one.band).unwrap() + 1;
                let gets = match one.offer.as_deref() {
                    Some("ward") => "Result Ward",
                    Some("lab") => "Result Lab",
                    _ => "Result Waiting list",
                };
                let numbers = format!("Group {group} Place in the draw {}", one.position);
                for words in [one.reference.as_str(), &numbers, gets] {
                    assert!(row.contains(words), "{words}: {row}");
                }
                for choice in one.choices.iter().filter(|choice| choice.waiting_position.is_some()) {
                    let waits = format!("Number {} on its waiting list", choice.waiting_position.unwrap());
                    assert!(row.contains(&waits) || one.offer.is_some(), "{waits}: {row}");
                }
            }
            // One place of the ward is kept, and used: somebody gets it whom others come before.
            assert_eq!(result.opportunity("ward").unwrap().reserves_used["return_to_practice"], 1);
            assert_eq!(rows.iter().filter(|row| row.contains("Gets a place that the ward keeps")).count(), 1);
            assert_eq!(rows.iter().any(|row| row.contains("Drawn first, from all people")), policy.open_percent > 0);
        }
    }

    async fn the_exact_bytes_of_each_policy_can_be_fetched(test: TestApp) {
        for (name, text) in Policy::shipped_files() {
            let file = test.client().get(&format!("/how-places-are-given/{name}")).await;
            file.should_be(200);
            assert_eq!(file.body(), *text);
            assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
        }
        test.client().get("/how-places-are-given/no-such.toml").await.should_be(404);
    }

    async fn a_promise_is_shown_at_once_and_its_value_only_once_it_is_public(test: TestApp) {
        test.client().get("/how-places-are-given/draws").await.should_say("No round has been planned yet.");
        let round = test.open_round("r-2027-01");
        let (promise, value) = ("a".repeat(64), "b".repeat(64));
        test.write(|tx| {
            let new = NewContribution { position: 1, name: "The portal", commitment: &promise, value: Some(&value), recipient: None };
            add_contribution(tx, round, &new)
        });
        test.pass(Duration::seconds(3));
        let page = test.another().client().get("/how-places-are-given/draws").await;
        page.should_say("Round r-2027-01").should_say("1: The portal").should_say(&promise).should_say("Not shown yet");
        assert!(!page.body().contains(&value));
        test.write(|tx| {
            let id = contributions(tx.db, round)?[0].id;
            reveal_contribution(tx, id, &value)
        });
        test.another().client().get("/how-places-are-given/draws").await.should_say(&value);
    }

    async fn it_is_shown_how_the_places_of_a_drawn_round_were_given(test: TestApp) {
        let policy = practise::policies::shipped().unwrap().remove(0);
        let input = practise::pages::Example::round(&policy).unwrap();
        let round = drawn_round(&test, "r-drawn", &input);
        for one in &input.opportunities {
            use diesel::prelude::*;
            use practise::db::schema::opportunity;
            let id = test.placement(round, &one.reference, |new| new.title = "Days on a ward");
            let row = opportunity::table.find(id);
            test.write(|tx| Ok(diesel::update(row).set(opportunity::public_ref.eq(&one.reference)).execute(tx.db)?));
        }
        let page = test.client().get("/how-places-are-given/draws").await.follow("How the places of “Round r-drawn” were given").await;
        assert_eq!(page.path, "/how-places-are-given/draws/r-drawn");
        page.should_be(200).should_say("Days on a ward").should_say("fewer than 5").should_say("They change once");
        let data = test.client().get("/how-places-are-given/draws/r-drawn/counts.json").await;
        assert_eq!(data.header("content-type"), "application/json");
        let mut data: serde_json::Value = serde_json::from_str(&data.body()).unwrap();
        assert_eq!(data.as_object_mut().unwrap().remove("out_of_order"), Some(serde_json::json!([])));
        let counts: practise::allocation::Published = serde_json::from_value(data).unwrap();
        assert_eq!(counts.opportunities.len(), input.opportunities.len());
        test.client().get("/how-places-are-given/draws/r-drawn?page=2").await.should_be(404);
        test.client().get("/how-places-are-given/draws/none").await.should_be(404);
        test.open_round("r-open");
        test.client().get("/how-places-are-given/draws/r-open").await.should_be(404);
    }

    async fn the_privacy_page_has_a_part_for_people_under_18_and_says_how_long_things_are_kept(test: TestApp) {
        let page = test.client().get("/privacy").await;
        assert!(page.has("h2#under-18"));
        let kept = page.texts("main dl dd").join("; ");
        assert!(kept.contains("60 days") && kept.contains("30 days"), "{kept}");
        page.should_say("Article 6(1)(e)").should_say("Information Commissioner's Office");
    }

    async fn young_people_have_a_page_of_their_own(test: TestApp) {
        let page = test.client().get("/privacy").await.follow("a page of your own").await;
        assert_eq!(page.path, "/privacy/young-people");
        let sentences = page.texts("main p, main li").len();
        assert!(sentences < 60, "short: {sentences}");
        page.should_say("You can still get a place").should_say("You do not need an adult").should_say("A person says yes or no");
    }

    async fn the_terms_name_whose_facts_we_use(test: TestApp) {
        let page = test.client().get("/terms").await;
        page.should_say("Contains public sector information licensed under the Open Government Licence v3.0.");
        page.should_say("Contains National Statistics data");
    }

    async fn the_accessibility_statement_has_the_parts_of_the_model(test: TestApp) {
        let page = test.client().get("/accessibility").await;
        let headings = page.texts("main h2, main h3");
        for part in ["How accessible this website is", "Feedback and contact", "Enforcement procedure", "Technical information", "Compliance status", "not accessible", "Preparation of this statement"] {
            assert!(headings.iter().any(|heading| heading.contains(part)), "{part}: {headings:?}");
        }
        page.should_say("This website is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard, due to the non-compliances listed below.");
        page.should_say("was last tested on").should_say("was last reviewed on");
    }

    async fn the_cookie_page_names_the_cookie_that_is_set(backend: Backend) {
        TestApp::builder(backend).start().client().get("/cookies").await.should_say("practise");
        let test = TestApp::builder(backend).production().start();
        test.client().get("/cookies").await.should_say("__Host-portal");
    }

    async fn it_is_ready_while_the_database_answers_and_mail_leaves(test: TestApp) {
        let page = test.client().get("/readyz").await;
        page.should_be(200);
        assert_eq!(page.body(), "ready\n");
        let due = test.now();
        test.write(|tx| {
            use diesel::prelude::*;
            diesel::insert_into(outbox::table)
                .values((
                    outbox::message_id.eq("<1@test>"),
                    outbox::kind.eq("test"),
                    outbox::version.eq(1),
                    outbox::recipient.eq("a@example.org"),
                    outbox::subject.eq("Test"),
                    outbox::body_text.eq("Test"),
                    outbox::body_html.eq("Test"),
                    outbox::state.eq("queued"),
                    outbox::due_at.eq(due),
                    outbox::created_at.eq(due),
                ))
                .execute(tx.db)?;
            Ok(())
        });
        test.pass(Duration::minutes(14));
        test.client().get("/readyz").await.should_be(200);
        test.pass(Duration::minutes(1));
        let page = test.client().get("/readyz").await;
        page.should_be(503);
        assert_eq!(page.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(page.body(), "not ready\n");
    }

    async fn it_is_ready_only_while_it_can_write_and_writes_only_now_and_then(test: TestApp) {
        let written = || test.read(|db| Ok(write_probe::table.select(write_probe::written_at).get_result::<Option<Instant>>(db)?));
        assert_eq!(written(), None);
        for _ in 0..3 {
            test.client().get("/readyz").await.should_be(200);
            assert_eq!(written(), Some(first_moment()));
            test.pass(Duration::seconds(2));
        }
        test.client().get("/readyz").await.should_be(200);
        let second = first_moment().plus(Duration::seconds(6));
        assert_eq!(written(), Some(second));
        // A database that only answers questions, as a standby does.
        let refusing = ["CREATE TRIGGER nobody BEFORE UPDATE ON write_probe BEGIN SELECT RAISE(ABORT, 'no'); END",
            "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
             CREATE TRIGGER nobody BEFORE UPDATE ON write_probe EXECUTE FUNCTION no()"];
        let refusing = refusing[usize::from(test.ledger().db.is_shared())];
        test.write(|tx| Ok(tx.db.batch_execute(refusing)?));
        test.client().get("/readyz").await.should_be(200);
        test.pass(Duration::seconds(5));
        for _ in 0..2 {
            test.client().get("/readyz").await.should_be(503);
        }
        assert_eq!(written(), Some(second));
        let well = ["DROP TRIGGER nobody", "DROP TRIGGER nobody ON write_probe"][usize::from(test.ledger().db.is_shared())];
        test.write(|tx| Ok(tx.db.batch_execute(well)?));
        test.client().get("/readyz").await.should_be(200);
        assert!(written() > Some(second));
    }

    async fn it_is_not_ready_when_its_disk_is_nearly_full(backend: Backend) {
        for (least, status) in [(0, 200), (100, 503)] {
            let test = TestApp::builder(backend).configure(|config| config.least_free_disk = least).start();
            let expected = if test.ledger().db.is_shared() { 200 } else { status };
            assert_eq!(test.client().get("/readyz").await.status, expected, "{least}%; Postgres has its disk elsewhere");
        }
    }

    async fn it_is_not_ready_before_its_tables_are_there_and_says_no_more(test: TestApp) {
        test.write(|tx| {
            use diesel::prelude::*;
            diesel::sql_query("DELETE FROM __diesel_schema_migrations").execute(tx.db)?;
            Ok(())
        });
        let page = test.client().get("/readyz").await;
        page.should_be(503);
        assert_eq!(page.body(), "not ready\n");
        // The pages of words need no database at all.
        test.client().get("/help").await.should_be(200);
    }
}

/// A portal that offers one placement that can be applied for and one that cannot.
fn with_placements(test: &TestApp) {
    let round = test.open_round("r1");
    test.placement(round, "ward", |_| {});
    test.placement(round, "paused", |new| new.state = OpportunityState::Paused);
    test.write(|tx| {
        let promise = "a".repeat(64);
        add_contribution(
            tx,
            round,
            &NewContribution {
                position: 1,
                name: "The portal",
                commitment: &promise,
                value: None,
                recipient: None,
            },
        )
    });
}

const PLACEMENTS: [&str; 2] = ["/work-experience/ward", "/work-experience/paused"];

#[test]
fn public_pages_are_accessible_on_a_phone_and_on_a_desktop() {
    run(Backend::Sqlite, |test: TestApp| async move {
        with_placements(&test);
        with_browser(&test, Scripts::On, |browser| async move {
            for path in PUBLIC.into_iter().chain(PLACEMENTS) {
                browser.goto(path).await;
                browser.assert_accessible(&format!("public{}", path.replace('/', "-"))).await;
            }
        })
        .await;
    });
}

#[test]
fn public_pages_are_valid_html() {
    run(Backend::Sqlite, |test: TestApp| async move {
        nu::assert_valid(&test.client().get("/work-experience").await).await;
        with_placements(&test);
        test.pass(Duration::seconds(3));
        for path in PUBLIC.into_iter().chain(PLACEMENTS) {
            nu::assert_valid(&test.client().get(path).await).await;
        }
    });
}
