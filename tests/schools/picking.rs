//! The school in an application: looked for, picked, used, shown and confirmed, without a script.

use diesel::prelude::*;
use practise::applications::{Level, application_by_ref, claims};
use practise::db::schema::application_school;
use practise::schools::{Lookup, Wanted, look_up};

use super::importing::found;
use super::{bring_in, file, fixture, with_register};
use crate::journeys::pages::{SCHOOL, begin_with_code, guardian_agrees, open_link, second_half};
use crate::journeys::world::World;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::run::on_both;

/// The first page of an application, up to the question about the school.
async fn to_school(test: &TestApp) -> (Client, String, Page) {
    let client = test.client();
    let tasks = begin_with_code(test, &client).await;
    let page = client.get(&format!("{}/name", tasks.path)).await;
    let page = page.form().set("first-name", "Ada").set("last-name", "Okafor").submit().await;
    let page = page.form().set("postcode", "ls97tf").submit().await;
    let page = page.form().choose("situation", "at_school").submit().await;
    let form = page.form().choose("free-school-meals", "no").choose("pupil-premium", "no");
    let page = form.choose("first-generation", "yes").submit().await;
    assert_eq!(page.h1(), "Which school did you go to?");
    (client, tasks.path, page)
}

async fn find(page: &Page, words: &str) -> Page {
    page.form().set("school", words).press("Find school").await
}

async fn pick(page: &Page, urn: &str) -> Page {
    page.form().choose("picked", urn).press("Save and continue").await
}

/// The claims, and what is kept of the school: URN known, words, year, hundredths of one percent, source.
type Kept = (bool, String, Option<i32>, Option<i32>, Option<String>);

fn sent(test: &TestApp, tasks: &str) -> (Vec<(String, Level)>, Vec<Kept>) {
    let reference = tasks.rsplit('/').next().unwrap();
    test.read(|db| {
        let id = application_by_ref(db, reference)?.id;
        type Row = (Option<i64>, String, Option<i32>, Option<i32>, Option<String>);
        let rows: Vec<Row> = application_school::table
            .filter(application_school::application_id.eq(id))
            .select((
                application_school::school_id,
                application_school::as_typed,
                application_school::measure_year,
                application_school::measure_value,
                application_school::measure_source,
            ))
            .load(db)?;
        let kept = rows
            .into_iter()
            .map(|(school, name, year, value, source)| (school.is_some(), name, year, value, source))
            .collect();
        Ok((claims(db, id)?.into_iter().collect(), kept))
    })
}

fn claimed() -> Vec<(String, Level)> {
    vec![("first_generation_30".to_owned(), Level::Declared)]
}

on_both! {
    async fn a_school_is_found_picked_and_shown_with_year_and_source_wherever_it_counts(test: TestApp) {
        with_register(&test);
        let world = World::new(&test, &[1, 1]);
        let (client, tasks, page) = to_school(&test).await;
        let matches = find(&page, "carr bank").await;
        matches.should_be(200);
        assert_eq!(matches.error_summary(), []);
        let listed: Vec<String> = matches.form().choices("picked").into_iter().map(|(value, _)| value).collect();
        assert_eq!(listed, ["900001", "900002", "not-listed"], "the closed one comes after the open one");
        matches.should_say("Northtown, NT1 1AA, Northshire. Closed in 2012");
        let next = pick(&matches, "900001").await;
        assert!(next.path.ends_with("/aims"), "{}", next.path);

        let again = client.get(&format!("{tasks}/attended-school")).await;
        assert_eq!(again.form().value("picked"), Some("900001"));
        let contact = second_half(&client, &tasks).await;
        let figure = "41.2% in January 2023 (source: Department for Examples)";
        contact.should_say("Carr Bank Academy, Northtown").should_say(figure).should_say("This is at least 30%, so your answer can count.");
        contact.form().submit().await.should_be(200);
        let kept = (true, "Carr Bank Academy, Northtown".to_owned(), Some(2023), Some(4120), Some("Department for Examples".to_owned()));
        assert_eq!(sent(&test, &tasks), (claimed(), vec![kept]));

        guardian_agrees(&test).await.should_be(200);
        let school = open_link(&test, SCHOOL).await;
        school.should_say(&format!("We use this figure, the nearest that we have: {figure}"));
        let form = school.form().choose("on-roll", "yes").choose("meals-share", "yes").set("meals-year", "2025 to 2026").choose("fit", "yes");
        form.set("full-name", "Mx Green").set("role", "Careers leader").submit().await.should_be(200);
        world.rank().await;
        let status = client.get(&tasks).await;
        status.should_say("Your answer about being the first in your family to apply counts.");
        status.should_say(&format!("Pupils at your school who could have free school meals: {figure}"));
    }

    async fn the_school_is_not_asked_for_twice(test: TestApp) {
        with_register(&test);
        World::new(&test, &[1, 1]);
        let (client, tasks, page) = to_school(&test).await;
        pick(&find(&page, "carr bank").await, "900001").await;
        let asked = client.get(&format!("{tasks}/school")).await;
        assert_eq!(asked.form().value("organisation"), Some("Carr Bank Academy, Northtown"));
    }

    async fn a_school_with_too_small_a_share_counts_for_nobody_and_says_so(test: TestApp) {
        with_register(&test);
        let world = World::new(&test, &[1, 1]);
        let (client, tasks, page) = to_school(&test).await;
        let page = pick(&find(&page, "Far Field").await, "900009").await;
        page.should_be(200);
        let check = second_half(&client, &tasks).await;
        check.should_say("29.96% in January 2023").should_say("This is less than 30%, so your answer does not count.");
        check.form().submit().await.should_be(200);
        let (claims, kept) = sent(&test, &tasks);
        assert_eq!((claims, kept[0].3), (vec![], Some(2996)));
        guardian_agrees(&test).await.should_be(200);
        let school = open_link(&test, SCHOOL).await.form();
        assert!(!school.names().contains(&"meals-share".to_owned()), "nothing is left to ask about the school");
        let form = school.choose("on-roll", "yes").choose("fit", "yes");
        form.set("full-name", "Mx Green").set("role", "Careers leader").submit().await.should_be(200);
        world.rank().await;
        let status = client.get(&tasks).await;
        status.should_say("does not count. Pupils at your school who could have free school meals: 29.96%").should_say("The rule is at least 30%.");
    }

    async fn the_census_of_the_years_there_is_used(test: TestApp) {
        with_register(&test);
        test.write(|tx| bring_in(tx, &[fixture("years.csv")]));
        World::new(&test, &[1, 1]);
        // 27.3% in 2019 and 34.9% in 2023.
        let (client, tasks, page) = to_school(&test).await;
        for (from, to, says) in [
            ("2017", "2021", "27.3% in January 2019 (source: Department for Examples). This is less than 30%"),
            ("2017", "2024", "34.9% in January 2023 (source: Department for Examples). This is at least 30%"),
            ("2023", "", "34.9% in January 2023 (source: Department for Examples). We used the school census that is nearest to your time there."),
            ("", "2020", "27.3% in January 2019 (source: Department for Examples). We used the school census that is nearest"),
        ] {
            let form = find(&page, "carr bank academy").await.form().choose("picked", "900001");
            form.set("from-year", from).set("to-year", to).press("Save and continue").await.should_be(200);
            if from == "2017" && to == "2021" {
                second_half(&client, &tasks).await;
            }
            client.get(&format!("{tasks}/check")).await.should_say(says);
        }
    }

    async fn a_school_that_is_not_in_the_register_is_declared_until_the_school_confirms(test: TestApp) {
        with_register(&test);
        World::new(&test, &[1, 1]);
        let (client, tasks, page) = to_school(&test).await;
        let none = find(&page, "castle of clouds").await;
        none.should_be(422);
        assert_eq!(none.error_summary(), [("#school".to_owned(), "We cannot find your school: use other words, or tell us its name and town below".to_owned())]);
        let form = none.form().set("other-school", "Cloud Castle, Skytown").set("from-year", "2022");
        form.press("Save and continue").await.should_be(200);
        let check = second_half(&client, &tasks).await;
        check.should_say("Cloud Castle, Skytown").should_say("From 2022 until now").should_say("We do not know this school. We ask your school for it.");
        check.form().submit().await.should_be(200);
        let kept = (false, "Cloud Castle, Skytown".to_owned(), None, None, None);
        assert_eq!(sent(&test, &tasks), (claimed(), vec![kept]));
        let school = open_link(&test, SCHOOL).await;
        school.should_say("Answer for a year when Ada was there");
        let form = school.form().choose("on-roll", "yes").choose("meals-share", "yes").set("meals-year", "2025/26").choose("fit", "yes");
        form.set("full-name", "Mx Green").set("role", "Careers leader").submit().await.should_be(200);
        assert_eq!(sent(&test, &tasks).0, [("first_generation_30".to_owned(), Level::Confirmed)]);
    }

    async fn a_school_without_a_figure_is_declared_too(test: TestApp) {
        with_register(&test);
        World::new(&test, &[1, 1]);
        let (client, tasks, page) = to_school(&test).await;
        pick(&find(&page, "moor lane school").await, "900005").await;
        let check = second_half(&client, &tasks).await;
        check.should_say("We do not have a figure for this school. We ask your school for it.");
        check.form().submit().await.should_be(200);
        let (claims, kept) = sent(&test, &tasks);
        assert_eq!((claims, kept[0].0, kept[0].2), (claimed(), true, None));
    }

    async fn what_is_wrong_is_told_and_what_was_chosen_stays(test: TestApp) {
        with_register(&test);
        World::new(&test, &[1, 1]);
        let (_, _, page) = to_school(&test).await;
        let first = |page: &Page| page.should_be(422).error_summary()[0].clone();
        let error = |id: &str, words: &str| (id.to_owned(), words.to_owned());
        let empty = page.form().press("Save and continue").await;
        assert_eq!(first(&empty), error("#school", "Enter the name, town or postcode of your school"));
        let empty = page.form().press("Find school").await;
        assert_eq!(first(&empty), error("#school", "Enter the name, town or postcode of your school"));
        // Saving looks too, so that nobody has to know of the other button.
        let unpicked = page.form().set("school", "moor").press("Save and continue").await;
        assert_eq!(first(&unpicked), error("#picked", "Select your school, or that it is not in this list"));
        let urns: Vec<String> = unpicked.form().choices("picked").into_iter().map(|(value, _)| value).collect();
        assert_eq!(urns, ["900005", "900006", "900008", "not-listed"], "no primary school, and none that is not open yet");
        let nameless = unpicked.form().choose("picked", "not-listed").press("Save and continue").await;
        assert_eq!(first(&nameless), error("#other-school", "Enter the name and town of your school"));
        assert_eq!(nameless.form().value("picked"), Some("not-listed"));
        for (from, to, wrong) in [
            ("21", "", error("#from-year", "Year you started there must be 4 numbers, like 2021")),
            ("2035", "", error("#from-year", "Year you started there must not be in the future")),
            ("", "1066", error("#to-year", "Year you left must be 1940 or later")),
            ("2024", "2020", error("#to-year", "Year you left must not be before the year you started")),
        ] {
            let form = unpicked.form().choose("picked", "900005").set("from-year", from).set("to-year", to);
            let page = form.press("Save and continue").await;
            assert_eq!(first(&page), wrong);
            assert_eq!(page.form().value("picked"), Some("900005"));
            assert_eq!(page.form().value("from-year").unwrap_or_default(), from);
        }
        let forged = unpicked.form().forge("picked", "123").press("Save and continue").await;
        assert_eq!(first(&forged).0, "#school");
        let long = page.form().set("school", "a".repeat(151)).press("Find school").await;
        assert_eq!(first(&long), error("#school", "Name, town or postcode must be 150 characters or less"));
    }

    async fn meals_have_a_date_and_the_school_is_asked_for_only_where_it_matters(test: TestApp) {
        World::new(&test, &[1, 1]);
        let client = test.client();
        let tasks = begin_with_code(&test, &client).await;
        client.get(&format!("{}/situation", tasks.path)).await.form().choose("situation", "at_school").submit().await;
        let page = client.get(&format!("{}/circumstances", tasks.path)).await;
        let form = page.form().choose("free-school-meals", "yes").choose("pupil-premium", "not_sure").choose("first-generation", "no");
        let undated = form.submit().await;
        undated.should_be(422);
        assert_eq!(undated.error_summary(), [("#meals-when".to_owned(), "Select when you could have free school meals".to_owned())]);
        let next = undated.form().choose("meals-when", "since_september_2026").submit().await;
        assert!(next.path.ends_with("/aims"), "no school is asked for: {}", next.path);
        let page = client.get(&format!("{}/circumstances", tasks.path)).await;
        assert_eq!(page.form().value("meals-when"), Some("since_september_2026"));
        let school = page.form().choose("first-generation", "yes").submit().await;
        assert!(school.path.ends_with("/attended-school"), "{}", school.path);
    }

    async fn words_are_found_however_they_are_typed(test: TestApp) {
        with_register(&test);
        for words in ["st angelas", "Saint Ângela’s northtown", "ST. ANGELA'S", "nt24bq", "NT2 4BQ", "ange nort"] {
            assert_eq!(found(&test, words), [900_003], "{words}");
        }
        assert_eq!(found(&test, "northshire st"), [900_003], "a word of two letters is a whole word");
        assert!(found(&test, "hill end").is_empty(), "a primary school");
        assert!(found(&test, "").is_empty());
        assert!(found(&test, "%' OR 1=1 --").is_empty());
    }

    async fn too_many_schools_are_not_listed(test: TestApp) {
        let mut text = "urn,school_name,la_name,fsm_prop\n".to_owned();
        for urn in 1..=2500 {
            text.push_str(&format!("{urn},Wood End School {},Fenshire,1\n", urn % 200));
        }
        test.write(|tx| bring_in(tx, &[file("many.csv", &text)]));
        let asked = |words: &str| test.read(|db| look_up(db, &Wanted::Words(words.to_owned())));
        assert_eq!(asked("wood end school"), Lookup::TooMany);
        let Lookup::Matches { schools, more } = asked("wood end 123") else { panic!("few have this word") };
        assert_eq!((schools.len(), more), (10, true));
        World::new(&test, &[1, 1]);
        let (_, _, page) = to_school(&test).await;
        let page = find(&page, "school").await;
        page.should_be(422).should_say("Too many schools have these words: add the town or the postcode");
    }
}
