//! Health Careers: the catalogue holds together, the search finds what people type, and every page leads on.

use std::collections::BTreeSet;

use practise::careers::{Catalogue, Learn, Level, Like, Wanted, catalogue, search, suited};
use practise::opportunities::FAMILIES;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::app::TestApp;
use crate::support::browser::{PHONE, Scripts, with_browser};
use crate::support::db::Backend;
use crate::support::run::{on_both, run};

/// The names of the roles that a search finds, in order.
fn found(wanted: &Wanted) -> Vec<String> {
    let results = search(catalogue().unwrap(), wanted);
    results.roles.iter().map(|found| found.role.name.clone()).collect()
}

fn by_words(words: &str) -> Vec<String> {
    found(&Wanted {
        words: words.to_owned(),
        ..Wanted::default()
    })
}

#[test]
fn the_catalogue_has_every_family_and_at_least_90_roles() {
    let catalogue = catalogue().unwrap();
    assert!(catalogue.roles().count() >= 90);
    let known: BTreeSet<_> = FAMILIES.iter().map(|(key, _)| *key).collect();
    let there: BTreeSet<_> = catalogue.families.iter().map(|family| family.slug.as_str()).collect();
    assert_eq!(there, known, "the families that placements belong to");
    for (key, name) in FAMILIES {
        let family = catalogue.family(key).unwrap();
        assert!(name.starts_with(&family.name), "{name} should begin as {}", family.name);
    }
    let leads = catalogue.roles().filter(|found| !found.role.leads_to.is_empty()).count();
    assert!(leads * 10 >= catalogue.roles().count() * 7, "most roles lead on: {leads}");
    let ages: BTreeSet<_> = catalogue.roles().map(|found| found.role.minimum_age).collect();
    assert!(ages.iter().all(|age| (16..=25).contains(age)), "{ages:?}");
    assert_eq!(catalogue.programmes.len(), 31);
    assert_eq!(catalogue.programme("B761").unwrap().name, "Learning disability nursing");
    assert_eq!(catalogue.programme("B930").unwrap().name, "Occupational therapy");
    let led = |code: &str| {
        catalogue
            .families
            .iter()
            .any(|family| family.programmes.iter().any(|known| known == code))
    };
    let lost: Vec<_> = catalogue
        .programmes
        .iter()
        .filter(|programme| !led(&programme.code))
        .map(|programme| &programme.name)
        .collect();
    assert!(lost.is_empty(), "{lost:?} lead to no family");
}

#[test]
fn a_catalogue_that_does_not_hold_together_says_everything_that_is_wrong() {
    let role = |slug: &str, leads: &str| {
        format!(
            "[[role]]\nslug = \"{slug}\"\nname = \"N\"\nsummary = \"S\"\ndoes = [\"D\"]\nwhere = []\nminimum_age = 18\napprenticeship_level = 9\nhelps = [\"H\"]\n\
             leads_to = [\"{leads}\"]\n[[role.way_in]]\nlevel = \"degree\"\nminimum_age = 16\nwords = \"W\"\n[[role.way_in]]\nlevel = \"none\"\nminimum_age = 18\nwords = \"W\"\n"
        )
    };
    let family = |slug: &str| format!("slug = \"{slug}\"\nname = \"F\"\nsummary = \"S\"\nprogrammes = [\"X\"]\n");
    let one = format!("{}{}{}", family("f"), role("a", "nobody"), role("a", "a"));
    let problems = Catalogue::read(&[("one.toml", one.as_str())], ("p.toml", "programme = []")).unwrap_err();
    for (what, count) in [
        ("another role has this slug", 1),
        ("leads_to names", 2),
        ("need at least one line each", 2),
        ("begins before the minimum_age", 2),
        ("asks for least comes first", 2),
        ("apprenticeship_level is 2 to 7", 2),
        ("not in programmes.toml", 1),
    ] {
        assert_eq!(
            problems.iter().filter(|problem| problem.contains(what)).count(),
            count,
            "{what}: {problems:#?}"
        );
    }
    let unread = [("a.toml", "slug = 1"), ("b.toml", "shoe = \"x\"")];
    let problems = Catalogue::read(&unread, ("p.toml", "programme = 3")).unwrap_err();
    assert_eq!(problems.len(), 3, "each file that cannot be read is named: {problems:#?}");
    assert!(problems[0].starts_with("a.toml") && problems[1].starts_with("b.toml") && problems[2].starts_with("p.toml"));
}

#[test]
fn a_search_finds_what_people_type() {
    for (typed, first) in [
        ("paramedic", "Paramedic"),
        ("PARAMED", "Paramedic"),
        ("paramedik", "Paramedic"),
        ("midwfie", "Midwife"),
        ("physio", "Physiotherapist"),
        ("gp", "General practitioner (GP)"),
        ("hca", "Healthcare support worker"),
        ("childrens nurse", "Children's nurse"),
        ("nurse children's", "Children's nurse"),
        ("999", "999 call handler"),
        ("dispatcher", "999 call handler"),
    ] {
        let names = by_words(typed);
        assert!(
            names
                .first()
                .is_some_and(|name| name.starts_with(first.split(" (").next().unwrap())),
            "{typed}: {names:?}"
        );
    }
    let nurses = by_words("nurse");
    let named = nurses.iter().take_while(|name| name.to_lowercase().contains("nurs")).count();
    assert!(named >= 8, "names come before texts: {nurses:?}");
    assert_eq!(by_words("xylophone"), Vec::<String>::new());
    assert_eq!(by_words("").len(), catalogue().unwrap().roles().count());
    assert_eq!(by_words("...!"), by_words(""), "signs are no words");
}

#[test]
fn filters_say_how_many_roles_are_behind_each_choice() {
    let catalogue = catalogue().unwrap();
    let wanted = Wanted {
        words: "patients".to_owned(),
        age: Some(16),
        ..Wanted::default()
    };
    let results = search(catalogue, &wanted);
    assert!(!results.roles.is_empty());
    for count in &results.families {
        let narrower = Wanted {
            family: Some(count.choice.to_owned()),
            ..wanted.clone()
        };
        assert_eq!(found(&narrower).len(), count.roles, "{}", count.choice);
    }
    for count in &results.levels {
        let narrower = Wanted {
            level: Some(count.choice),
            ..wanted.clone()
        };
        assert_eq!(found(&narrower).len(), count.roles, "{}", count.choice);
    }
    let young = found(&Wanted {
        age: Some(16),
        level: Some(Level::None),
        ..Wanted::default()
    });
    assert!(
        young.contains(&"Porter".to_owned()) && !young.contains(&"Paramedic".to_owned()),
        "{young:?}"
    );
}

#[test]
fn what_could_suit_has_ideas_for_every_answer() {
    let catalogue = catalogue().unwrap();
    for like in Like::ALL {
        for learn in Learn::ALL {
            for age in [14, 16, 18, 44] {
                let ideas = suited(catalogue, &[*like], *learn, age);
                let begin = |way: &practise::careers::WayIn| way.minimum_age <= age + 2;
                let soon = ideas.roles.iter().filter(|found| found.role.ways_in.iter().any(begin)).count();
                assert!((1..=12).contains(&ideas.roles.len()), "{like}, {learn}, {age}");
                assert!(ideas.later || soon == ideas.roles.len(), "{like}, {learn}, {age}");
            }
        }
    }
    let both = suited(catalogue, &[Like::Caring, Like::Computers], Learn::Either, 18);
    assert!(!both.later);
    let families: BTreeSet<_> = both.roles.iter().map(|found| found.family.slug.as_str()).collect();
    assert!(families.len() >= 6 && families.contains("health-informatics"), "{families:?}");
}

proptest! {
    #[test]
    fn whatever_is_typed_is_answered_and_twice_the_same(words in ".{0,60}", age in prop::option::of(0_u8..120)) {
        let wanted = Wanted { words, age, ..Wanted::default() };
        let first = found(&wanted);
        prop_assert_eq!(&first, &found(&wanted));
        let all = by_words("");
        prop_assert!(first.iter().all(|name| all.contains(name)));
    }

    #[test]
    fn every_beginning_of_a_name_finds_its_role(at in any::<prop::sample::Index>(), cut in 3_usize..30) {
        let roles: Vec<_> = catalogue().unwrap().roles().collect();
        let name = &at.get(&roles).role.name;
        let typed: String = name.chars().take(cut).collect();
        prop_assert!(by_words(&typed).contains(name), "{typed} should find {name}");
    }
}

on_both! {
    async fn a_visitor_goes_from_a_role_to_a_placement_and_back(test: TestApp) {
        let round = test.open_round("r1");
        test.placement(round, "ward", |new| new.family = "nursing");
        let client = test.client();
        let careers = client.get("/careers").await;
        careers.should_be(200);
        let nursing = careers.follow("Nursing").await;
        assert_eq!((nursing.path.as_str(), nursing.h1().as_str()), ("/careers/nursing", "Nursing"));
        nursing.should_say("A week on the ward ward").should_say("B700");
        let role = nursing.follow("Adult nurse").await;
        role.should_be(200).should_say("Usually from age").should_say("A placement is not a promise of a job");
        let ladder = role.texts("svg.app-ladder text");
        let listed = role.texts("h3 + ul a");
        assert!(ladder.iter().all(|name| *name == role.h1() || listed.contains(name)), "{ladder:?} should be in the lists: {listed:?}");
        let placement = role.follow("A week on the ward ward").await;
        let back = placement.follow("See its roles in this kind of work").await;
        assert_eq!(back.path, "/careers/nursing");
        let placements = back.follow("See all work experience in this family").await;
        placements.should_be(200).should_say("Nursing Work experience");
        assert_eq!(placements.texts("main h2"), ["A week on the ward ward"]);
        let none = client.get("/work-experience?family=dental").await;
        none.should_say("There is no placement that fits all of this right now.");
        assert_eq!(client.get("/work-experience?family=shoes").await.texts("main h2").len(), 1);
        for unknown in ["/careers/shoes", "/careers/roles/shoes"] {
            client.get(unknown).await.should_be(404);
        }
    }

    async fn a_search_works_by_its_button_and_keeps_what_was_typed(test: TestApp) {
        let client = test.client();
        let form = client.get("/careers").await.form();
        let page = form.set("q", "nurse").choose("level", "apprenticeship").set("age", "17").submit().await;
        page.should_be(200).should_say("4 roles found").should_say("Dental nurse");
        let kept = page.form();
        assert_eq!((kept.value("q"), kept.value("level"), kept.value("age")), (Some("nurse"), Some("apprenticeship"), Some("17")));
        let none = client.get("/careers?q=xylophone").await;
        none.should_be(200).should_say("0 roles found").should_say("Try fewer words");
        // An address that was typed wrong is a search for less, not an error.
        client.get("/careers?q=nurse&family=shoes&level=9&age=old").await.should_be(200).should_say("Adult nurse");
        let suits = client.get("/careers/what-could-suit-me").await;
        let wrong = suits.form().submit().await;
        wrong.should_be(422).should_say("Select what you like to do");
        let form = wrong.form().choose("like", "computers").choose("learn", "work").set("age", "16");
        let ideas = form.submit().await;
        ideas.should_be(200).should_say("Roles to look at").should_say("IT support");
        assert_eq!(ideas.form().value("age"), Some("16"));
    }
}

#[test]
fn a_search_shows_results_as_one_types() {
    run(Backend::Sqlite, |test: TestApp| async move {
        with_browser(&test, Scripts::On, |browser| async move {
            browser.resize(PHONE).await;
            browser.goto("/careers").await;
            browser.fill("q", "paramedik").await;
            let script = "return document.getElementById('results-status').textContent";
            for _ in 0..100 {
                if browser.run(script).await == Value::from("3 roles found") {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            assert_eq!(browser.run(script).await, Value::from("3 roles found"));
            assert_eq!(browser.text("#results .nhsuk-card__link").await, "Paramedic");
            assert_eq!(browser.run("return location.search").await, Value::from("?q=paramedik"));
            let counts = "return [...document.querySelectorAll('select[name=family] option')].map(option => option.text).filter(text => /\\([1-9]/.test(text)).join()";
            assert_eq!(browser.run(counts).await, Value::from("Ambulance service (2),Nursing (1)"));
            browser.assert_accessible("careers-as-one-types").await;
        })
        .await;
    });
}
