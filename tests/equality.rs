//! Equality monitoring: anybody may skip it, nothing leads from an answer to a person or a decision, and only safe numbers are shown.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use practise::applications::ApplicationState;
use practise::config::DatabaseUrl;
use practise::db::schema::{allocation_run, application_answer, equality_answer};
use practise::error::Error;
use practise::monitoring::{Group, Measure, PREFER_NOT_TO_SAY, QUESTIONS, Question, count_new, england, table};
use practise::opportunities as offered;
use practise::rounds;
use practise::tx::Actor;
use proptest::prelude::*;
use time::{Date, Month};

use crate::faults::applying::{Person, apply};
use crate::journeys::world::{NUMBER, World};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::run::on_both;
use crate::support::source::{root, sources};
use crate::support::tables::tables;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The answers in the order in which the database has them.
fn stored(test: &TestApp) -> Vec<(String, String, String)> {
    let columns = (equality_answer::id, equality_answer::question, equality_answer::answer);
    test.read(|db| Ok(equality_answer::table.select(columns).load(db)?))
}

fn number(test: &TestApp, query: &str) -> i64 {
    test.read(|db| Ok(diesel::sql_query(query).get_result::<Number>(db)?.number))
}

fn on_postgres(test: &TestApp) -> bool {
    matches!(test.db().url(), DatabaseUrl::Postgres(_))
}

fn column_names(test: &TestApp, table: &str) -> Vec<String> {
    let query = if on_postgres(test) {
        format!("SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'")
    } else {
        format!("SELECT name FROM pragma_table_info('{table}')")
    };
    let rows: Vec<Name> = test.read(|db| Ok(diesel::sql_query(query).load(db)?));
    rows.into_iter().map(|row| row.name).collect()
}

/// Somebody of 16 who sent an application, on the page after it.
async fn received(test: &TestApp, slug: &str, email: &str) -> (Client, String) {
    let client = test.client();
    let person = Person {
        email,
        guardian: "bo@example.org",
        school: "head@school.example",
        words: "Words",
    };
    let sent = apply(test, &client, slug, person, &mut |_| ()).await;
    (client, sent.path.trim_end_matches("/submitted").to_owned())
}

/// The questions, through the link on the page that says the application is sent.
async fn questions(client: &Client, own: &str) -> Page {
    let sent = client.get(&format!("{own}/submitted")).await;
    let ask = sent.follow("Answer the equality questions").await;
    ask.should_be(200).should_say("We have received your application");
    ask.form().choose("answer", "yes").submit().await
}

on_both! {
    async fn whoever_wants_to_answers_once_and_is_thanked(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let (client, own) = received(&test, "ward", "ada@example.org").await;
        let ask = client.get(&format!("{own}/equality")).await;
        let empty = ask.form().submit().await;
        empty.should_be(422).should_say("Select yes if you want to answer the equality questions");
        let skipped = ask.form().choose("answer", "no").submit().await;
        assert_eq!(skipped.path, format!("{own}/submitted"));
        assert_eq!(stored(&test), []);

        let page = questions(&client, &own).await;
        assert_eq!(page.h1(), "Equality questions");
        let other_tab = questions(&client, &own).await;
        let form = page.form().choose("condition", "yes").choose("impact", "a-little").choose("ethnic-group", "roma");
        let thanked = form.choose("religion", "prefer-not-to-say").submit().await;
        assert_eq!(thanked.path, format!("{own}/submitted"));
        thanked.should_say("Your answers are kept apart");
        assert!(!thanked.text().contains("Answer the equality questions"));
        let answers = |test: &TestApp| stored(test).into_iter().map(|(_, question, answer)| format!("{question}:{answer}")).collect::<BTreeSet<_>>();
        let once = ["condition:yes", "impact:a-little", "ethnic-group:roma", "religion:prefer-not-to-say"].map(str::to_owned).into();
        assert_eq!(answers(&test), once);
        // The same form again, another one, and the page again: nothing more is kept.
        page.form().choose("sex", "male").submit().await.should_be(200);
        other_tab.form().choose("sex", "female").submit().await.should_be(200);
        assert_eq!(client.get(&format!("{own}/equality/questions")).await.path, format!("{own}/submitted"));
        assert_eq!(answers(&test), once);
    }

    async fn an_impact_without_a_condition_is_no_answer(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        let (client, own) = received(&test, "ward", "ada@example.org").await;
        let form = questions(&client, &own).await.form();
        form.choose("condition", "no").choose("impact", "a-lot").submit().await.should_be(200);
        assert_eq!(stored(&test).iter().map(|(_, question, _)| question.as_str()).collect::<Vec<_>>(), ["condition"]);
    }

    async fn nobody_under_16_is_asked_what_the_census_does_not_ask_them(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        for (born, email, asked) in [(2012, "young@example.org", false), (2009, "old@example.org", true)] {
            let (client, own) = received(&test, "ward", email).await;
            let day = Date::from_calendar_date(born, Month::March, 1).unwrap();
            let birth = application_answer::table.filter(application_answer::step.eq("date-of-birth"));
            test.write(|tx| Ok(diesel::update(birth).set(application_answer::answer.eq(serde_json::to_string(&day)?)).execute(tx.db)?));
            let page = questions(&client, &own).await;
            for key in ["gender", "orientation"] {
                assert_eq!(!page.form().choices(key).is_empty(), asked, "{key} for {born}");
            }
            let odd = page.form().forge("orientation", "straight").submit().await;
            odd.should_be(if asked { 200 } else { 400 });
            let unknown = page.form().forge("shoe-size", "44").submit().await;
            unknown.should_be(400);
        }
        let kept = stored(&test);
        assert_eq!(kept.iter().map(|(_, question, answer)| (question.as_str(), answer.as_str())).collect::<Vec<_>>(), [("orientation", "straight")]);
    }

    async fn no_join_leads_from_an_answer_to_anything(test: TestApp) {
        let round = test.open_round("R1");
        test.placement(round, "ward", |_| {});
        // Rare answers, so that a copy of one anywhere else would be found.
        let rare = ["roma", "gypsy-or-traveller", "white-and-black-african"];
        for (email, answer) in ["ada@example.org", "ben@example.org", "cat@example.org"].into_iter().zip(rare) {
            let (client, own) = received(&test, "ward", email).await;
            questions(&client, &own).await.form().choose("ethnic-group", answer).choose("sex", "female").submit().await.should_be(200);
        }
        assert_eq!(count_new(test.ledger()).unwrap(), "6 answers counted");
        let kept = stored(&test);
        assert!(kept.is_sorted(), "the rows should lie in the order of their random keys: {kept:?}");
        let ids: BTreeSet<_> = kept.iter().map(|(id, ..)| id.as_str()).collect();
        assert_eq!(ids.len(), 6, "each answer has a key of its own");
        assert_eq!(column_names(&test, "equality_answer").into_iter().collect::<BTreeSet<_>>(), ["id", "year", "question", "answer", "counted"].map(str::to_owned).into());
        for table in tables().iter().filter(|table| *table != "equality_answer") {
            for column in column_names(&test, table) {
                let places = rare.into_iter().chain(ids.iter().copied()).map(|word| format!("CAST(\"{column}\" AS TEXT) LIKE '%{word}%'"));
                let anywhere = places.collect::<Vec<_>>().join(" OR ");
                let found = number(&test, &format!("SELECT count(*) AS number FROM \"{table}\" WHERE {anywhere}"));
                assert_eq!(found, 0, "{table}.{column} should have nothing of an answer");
            }
            if on_postgres(&test) {
                // The transaction that wrote a row is kept with it.
                let joined = format!("SELECT count(*) AS number FROM \"{table}\" t JOIN equality_answer e ON e.xmin = t.xmin");
                assert_eq!(number(&test, &joined), 0, "{table} should have no row of the same transaction");
            }
        }
    }

    async fn the_ranking_is_the_same_whatever_was_answered(test: TestApp) {
        let world = World::new(&test, &[1, 1]);
        for email in ["ann@example.org", "ben@example.org", "cat@example.org", "dan@example.org"] {
            let id = world.applicant(email, &[0, 1]);
            assert_eq!(world.state(id), ApplicationState::Ready);
        }
        test.write(|tx| {
            let round = offered::round_by_id(tx.db, world.round)?;
            rounds::close(tx, &round)
        });
        let without = ranked(&test, &world, &[]);
        let one = ranked(&test, &world, &[("sex", "female"), ("sex", "male"), ("religion", "sikh"), ("sex", "female")]);
        let other = ranked(&test, &world, &[("religion", "sikh"), ("sex", "male"), ("sex", "female"), ("sex", "female")]);
        assert!(without.0.len() > 500 && without.1.len() > 500);
        assert_eq!(without, one);
        assert_eq!(one, other);
    }

    async fn figures_are_counted_at_night_and_shown_without_small_numbers(test: TestApp) {
        test.national("national@example.org");
        let client = test.sign_in("national@example.org").await;
        client.get("/national/equality").await.should_be(200).should_say("No answers are counted yet");
        let year = test.now().date().year();
        client.get(&format!("/national/equality/{year}")).await.should_be(404);
        let answers: Vec<_> = [("female", 38), ("male", 21), ("prefer-not-to-say", 11)]
            .into_iter()
            .flat_map(|(answer, count)| std::iter::repeat_n(("sex", answer), count))
            .collect();
        test.write(|tx| add(tx, &answers));
        client.get("/national/equality").await.should_say("No answers are counted yet");
        count_new(test.ledger()).unwrap();
        let page = client.get("/national/equality").await;
        page.should_be(200).should_say("Of those who answered, 86% named a group");
        let rows = page.texts("tbody tr");
        assert_eq!(rows[0].split_whitespace().filter(|word| word.starts_with(char::is_numeric)).collect::<Vec<_>>(), ["40", "51.0%", "131"], "{rows:?}");
        assert!(rows.iter().any(|row| row.contains("Too few")), "{rows:?}");
        assert_eq!(client.get(&format!("/national/equality/{year}")).await.h1(), page.h1());
        client.get("/national/equality/1999").await.should_be(404);
    }
}

/// Rows of the monitoring table, put straight into it.
pub fn add(tx: &mut practise::tx::Tx<'_>, answers: &[(&str, &str)]) -> Result<(), Error> {
    for (at, (question, answer)) in answers.iter().enumerate() {
        diesel::insert_into(equality_answer::table)
            .values((
                equality_answer::id.eq(format!("{at:032x}")),
                equality_answer::year.eq(tx.now.date().year()),
                equality_answer::question.eq(question),
                equality_answer::answer.eq(answer),
                equality_answer::counted.eq(false),
            ))
            .execute(tx.db)?;
    }
    Ok(())
}

/// What the ranking of the closed round reads and what comes of it, byte for byte, with these answers in the monitoring table. Nothing of it stays.
fn ranked(test: &TestApp, world: &World, answers: &[(&str, &str)]) -> (String, String) {
    let mut bytes = None;
    let undone = test.ledger().write_now(Actor::Operator, |tx| {
        add(tx, answers)?;
        let round = offered::round_by_id(tx.db, world.round)?;
        rounds::reveal_missing(tx, &round.reference, NUMBER)?;
        let columns = (allocation_run::input, allocation_run::output);
        bytes = allocation_run::table.select(columns).get_result(tx.db).optional()?;
        Err::<(), _>(Error::conflict("nothing of this stays"))
    });
    assert!(matches!(undone, Err(Error::Conflict(_))), "{undone:?}");
    bytes.expect("the round should be ranked once the number is public")
}

#[test]
fn the_types_allow_no_join_and_only_monitoring_names_the_table() {
    let schema = std::fs::read_to_string(root().join("src/db/schema.rs")).unwrap();
    let together = schema.split("allow_tables_to_appear_in_same_query!").nth(1).unwrap();
    assert!(together.contains("application_answer") && !together.contains("equality_answer"));
    assert!(
        !schema
            .split("joinable!")
            .skip(1)
            .any(|line| line.split(';').next().unwrap().contains("equality"))
    );
    let naming: BTreeSet<_> = sources("src")
        .into_iter()
        .filter(|source| source.code.contains("equality_answer"))
        .map(|source| source.path)
        .collect();
    assert_eq!(naming, ["src/db/schema.rs", "src/monitoring/store.rs"].map(str::to_owned).into());
}

#[test]
fn every_answer_of_the_census_file_is_on_the_page_and_in_one_group_of_its_measure() {
    let measures = england().unwrap();
    assert_eq!(measures.len(), 6);
    for measure in measures {
        let answers: Vec<_> = measure.groups.iter().flat_map(|group| &group.answers).collect();
        assert_eq!(answers.iter().collect::<BTreeSet<_>>().len(), answers.len(), "{}", measure.name);
        for answer in answers {
            let (question, answer) = answer.split_once(':').unwrap();
            let question = Question::named(question).unwrap();
            assert!(question.choices.iter().any(|choice| choice.key == answer), "{answer}");
        }
    }
    // The whole of England, as the census counted it; its parts are rounded by the census, each a little differently.
    for name in ["Sex", "Disability", "Ethnic group", "Ethnic background"] {
        let measure = measures.iter().find(|measure| measure.name == name).unwrap();
        let all: u32 = measure.groups.iter().map(|group| group.people).sum();
        assert!(all.abs_diff(56_490_040) < 30, "{name}: {all}");
    }
    for question in QUESTIONS {
        assert!(question.all_choices().last() == Some(PREFER_NOT_TO_SAY));
    }
}

/// A measure of these groups: people of England, and what answers.
fn measure(people: &[u32]) -> Measure {
    let group = |(at, people): (usize, &u32)| Group {
        name: format!("group {at}"),
        answers: vec![format!("q:{at}")],
        people: *people,
    };
    Measure {
        name: "A measure".to_owned(),
        groups: people.iter().enumerate().map(group).collect(),
    }
}

/// The figures of a measure whose groups were named so often.
fn figures(people: &[u32], counts: &[u64]) -> Vec<(Option<u64>, Option<u64>)> {
    let count = |answer: &str| counts[answer[2..].parse::<usize>().unwrap()];
    table(&measure(people), count)
        .lines
        .into_iter()
        .map(|line| (line.people, line.index))
        .collect()
}

#[test]
fn an_index_of_50_is_half_the_share_of_england() {
    assert_eq!(figures(&[50, 50], &[25, 75]), [(Some(25), Some(50)), (Some(75), Some(150))]);
    assert_eq!(
        figures(&[50, 50], &[12, 8]),
        [(Some(10), None), (Some(10), None)],
        "too few people to compare"
    );
    assert_eq!(
        figures(&[1, 99], &[5, 45]),
        [(Some(5), None), (Some(45), Some(91))],
        "half a person would be expected"
    );
    assert_eq!(
        figures(&[10, 45, 45], &[4, 30, 60]),
        [(None, None), (None, None), (Some(60), Some(140))],
        "one small number hides another"
    );
}

proptest! {
    #[test]
    fn no_small_number_is_shown_and_none_alone_is_hidden(counts in prop::collection::vec(0_u64..200, 2..12)) {
        let people = vec![1_000; counts.len()];
        let lines = figures(&people, &counts);
        let hidden = lines.iter().filter(|(people, _)| people.is_none()).count();
        prop_assert_ne!(hidden, 1);
        for ((people, index), count) in lines.into_iter().zip(counts) {
            prop_assert!(count >= 5 || people.is_none());
            prop_assert!(index.is_none() || people.is_some());
            if let Some(people) = people {
                prop_assert!(people % 5 == 0 && people.abs_diff(count) <= 2);
            }
        }
    }
}
