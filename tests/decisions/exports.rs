//! What a coordinator takes along: names only of who has agreed to come, each of them one look, and no cell that is a formula.

use std::io::{Cursor, Read};

use diesel::prelude::*;
use practise::applications::{Name, Step};
use practise::db::schema::{application_answer, audit, sensitive_read};
use serde_json::to_value;

use super::{list, proposals, ranked};
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::page::Page;
use crate::support::run::on_both;

/// The pages that an application's data was seen on, oldest first.
fn looks(test: &TestApp, id: i64) -> Vec<String> {
    let rows = sensitive_read::table
        .filter(sensitive_read::application_id.eq(id))
        .order(sensitive_read::id);
    test.read(|db| Ok(rows.select(sensitive_read::page).load(db)?))
}

fn exports(test: &TestApp) -> Vec<String> {
    let rows = audit::table.filter(audit::act.eq("list.exported")).order(audit::seq);
    test.read(|db| Ok(rows.select(audit::detail).load(db)?))
}

/// The rows of a CSV file, with its head.
fn rows(page: &Page) -> Vec<Vec<String>> {
    assert!(page.bytes.starts_with(b"\xef\xbb\xbf\""), "the mark by which Excel knows UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&page.bytes[3..]);
    reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// A part of a workbook.
fn part(page: &Page, name: &str) -> String {
    let mut book = zip::ZipArchive::new(Cursor::new(page.bytes.clone())).unwrap();
    let mut text = String::new();
    book.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Three people of whom the first has agreed to come, under a name that is a formula.
async fn agreed(test: &TestApp) -> (World, Vec<super::Proposed>) {
    let world = ranked(test, 2, 3).await;
    let all = proposals(test);
    let first = &all[0];
    let name = Name {
        first: "=HYPERLINK(\"http://evil.example\")".to_owned(),
        last: "Zoë".to_owned(),
    };
    // As it was typed before the application was sent.
    let answer = application_answer::table
        .filter(application_answer::application_id.eq(first.application_id))
        .filter(application_answer::step.eq(Step::Name.as_str()));
    test.write(|tx| {
        let typed = application_answer::answer.eq(to_value(&name)?.to_string());
        Ok(diesel::update(answer).set(typed).execute(tx.db)?)
    });
    test.sign_in(COORDINATOR)
        .await
        .get(&first.path())
        .await
        .form()
        .choose("decision", "approve")
        .submit()
        .await
        .should_say("Approved");
    let person = world.application(first.application_id).person_id;
    let email: String = test.read(|db| {
        use practise::db::schema::person as people;
        Ok(people::table.find(person).select(people::email).get_result(db)?)
    });
    world.accept(&email).await.should_say("Your place is agreed");
    (world, all)
}

on_both! {
    async fn a_list_is_taken_along_with_the_names_of_those_alone_who_come(test: TestApp) {
        let (world, all) = agreed(&test).await;
        let path = list(&world);
        let client = test.sign_in(COORDINATOR).await;
        let before = looks(&test, all[0].application_id);
        client.ask("HEAD", &format!("{path}/export.csv")).send().await;
        assert!(exports(&test).is_empty() && looks(&test, all[0].application_id) == before, "a HEAD takes nothing along");

        let csv = client.get(&format!("{path}/export.csv")).await;
        assert_eq!((csv.header("content-type"), csv.header("cache-control")), ("text/csv; charset=utf-8", "no-store"));
        assert!(csv.header("content-disposition").starts_with("attachment; filename=\"list-") && csv.header("content-disposition").ends_with(".csv\""));
        let lines = rows(&csv);
        let column = |name: &str| lines[0].iter().position(|head| head == name).unwrap();
        assert_eq!(lines.len(), 4, "the head, and everybody on the list");
        assert_eq!(lines[1][column("Name")], "'=HYPERLINK(\"http://evil.example\") Zoë");
        assert_eq!((lines[1][column("Status")].as_str(), lines[1][column("Changes that help")].as_str()), ("Place agreed", "Step-free rooms"));
        assert!(lines[1][column("Email")].ends_with("@example.org"));
        for (line, one) in lines[2..].iter().zip(&all[1..]) {
            assert_eq!(line[column("Application")], world.application(one.application_id).reference);
            assert!(line[4..].iter().all(String::is_empty), "of others a reference and where they stand: {line:?}");
        }
        assert_eq!((lines[2][column("Status")].as_str(), lines[3][column("Status")].as_str()), ("To decide", "Waiting"));
        assert_eq!(looks(&test, all[0].application_id)[before.len()..], ["export"]);
        assert_eq!(looks(&test, all[1].application_id), ["list"]);
        assert_eq!(exports(&test), [r#"{"as":"csv","lines":3,"names":1}"#]);

        let book = client.get(&format!("{path}/export.xlsx")).await;
        assert_eq!(book.header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        let (cells, words) = (part(&book, "xl/worksheets/sheet1.xml"), part(&book, "xl/sharedStrings.xml"));
        assert!(!cells.contains("<f>") && !cells.contains("<f "), "no formula");
        assert_eq!(cells.matches("<c ").count(), cells.matches("t=\"s\"").count(), "every cell is text: {cells}");
        assert!(words.contains("=HYPERLINK(\"http://evil.example\") Zoë") || words.contains("=HYPERLINK(&quot;http://evil.example&quot;) Zoë"), "{words}");
        assert_eq!(exports(&test).len(), 2, "each is written down, though the look of the hour is one");
        assert_eq!(looks(&test, all[0].application_id).iter().filter(|page| *page == "export").count(), 1);

        // On paper.
        let whole = client.get(&format!("{path}/print")).await;
        whole.should_be(200).should_say("Place agreed");
        assert!(!whole.body().contains("HYPERLINK") && whole.texts("tbody tr").len() == 3);
        let people = client.get(&path).await.follow("Print who comes, and what they need").await;
        people.should_be(200).should_say("=HYPERLINK(\"http://evil.example\") Zoë").should_say("Step-free rooms");
        world.holds();
    }
}
