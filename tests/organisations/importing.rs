//! The import: what comes in, what changes, what is wrong with a file.

use diesel::prelude::*;
use practise::db::schema::{area, organisation, organisation_area};
use practise::organisations::OrganisationKind;
use practise::organisations::import;
use time::Date;
use time::macros::date;

use super::{bring_in, fixture, read};
use crate::support::app::{SECRET, TestApp};
use crate::support::db::Backend;
use crate::support::process::Program;
use crate::support::run::on_both;
use crate::support::source::root;
use crate::support::tables::counts;

type Row = (String, String, String, String, String, Option<Date>, Option<Date>);

fn stored(test: &TestApp) -> Vec<Row> {
    let rows = organisation::table.inner_join(area::table).order(organisation::code).select((
        organisation::code,
        organisation::name,
        organisation::slug,
        area::code,
        organisation::town,
        organisation::opened_on,
        organisation::closed_on,
    ));
    test.read(|db| Ok(rows.load(db)?))
}

fn areas_of(test: &TestApp, code: &str) -> Vec<String> {
    let rows = organisation_area::table
        .inner_join(organisation::table)
        .inner_join(area::table)
        .filter(organisation::code.eq(code))
        .order(area::code)
        .select(area::code);
    test.read(|db| Ok(rows.load(db)?))
}

fn row(code: &str, name: &str, slug: &str, area: &str, town: &str, days: (Option<Date>, Option<Date>)) -> Row {
    let [code, name, slug, area, town] = [code, name, slug, area, town].map(str::to_owned);
    (code, name, slug, area, town, days.0, days.1)
}

on_both! {
    async fn a_published_file_comes_in_with_its_areas(test: TestApp) {
        let changes = bring_in(&test, &fixture());
        assert_eq!((changes.added, changes.added_closed, changes.areas.added), (5, 1, 69));
        let from = |day| (Some(day), None);
        let gone = (Some(date!(2000 - 01 - 01)), Some(date!(2023 - 03 - 31)));
        let expected = [
            row("XA1", "Northby Teaching Hospitals NHS Trust", "northby-teaching-hospitals-nhs-trust", "Y63", "Northby", from(date!(2001 - 04 - 01))),
            row("XA2", "St Agnes' and Eastby Children's NHS Foundation Trust", "st-agnes-and-eastby-childrens-nhs-foundation-trust", "Y56", "Eastby-on-Sea", from(date!(2024 - 11 - 01))),
            row("XA4", "Old and Gone NHS Trust", "old-and-gone-nhs-trust", "Y60", "Westby", gone),
            row("XA5", "Examples of Wales NHS Trust", "examples-of-wales-nhs-trust", "W00", "Cardiff", from(date!(1994 - 04 - 01))),
            row("XB9YZ", "The Online Example NHS Trust", "the-online-example-nhs-trust", "Y56", "London", from(date!(2026 - 06 - 01))),
        ];
        assert_eq!(stored(&test), expected);
        assert_eq!(areas_of(&test, "XA1"), ["LETB03", "QWO", "Y63"]);
        assert_eq!(areas_of(&test, "XA2"), ["LETB12", "Y56", "Z9B2Z"], "codes of five characters too");
        assert_eq!(areas_of(&test, "XA5"), ["W00"]);
        let board = area::table.filter(area::code.eq("QMJ")).select((area::name, area::closed_on, area::successor_id));
        let (name, closed, successor): (String, Option<Date>, Option<i64>) = test.read(|db| Ok(board.get_result(db)?));
        assert_eq!((name.as_str(), closed), ("North Central London", Some(date!(2026 - 03 - 31))));
        let after = area::table.find(successor.unwrap()).select(area::code);
        assert_eq!(test.read(|db| Ok(after.get_result::<String>(db)?)), "Z9B2Z");
    }

    async fn the_same_file_again_changes_nothing(test: TestApp) {
        bring_in(&test, &fixture());
        let before = counts(&test);
        let again = bring_in(&test, &fixture());
        assert!(again.is_empty(), "{again}");
        assert_eq!(again.unchanged, 5);
        assert_eq!(counts(&test), before, "no row, and nothing in the audit log");
    }

    async fn what_changed_is_told_and_addresses_stay(test: TestApp) {
        bring_in(&test, &fixture());
        let text = fixture().replace("NORTHBY TEACHING", "GREATER NORTHBY").replacen("\"20241101\",\"\"", "\"20241101\",\"20260930\"", 1).replacen("\"QKK\"", "\"QWE\"", 1);
        let told = bring_in(&test, &text).to_string();
        assert!(told.contains("XA1 Greater Northby Hospitals NHS Trust: name\n"), "{told}");
        assert!(told.contains("Foundation Trust: closed: closing day\n") && told.contains("XB9YZ The Online Example NHS Trust: areas\n"), "{told}");
        assert!(told.contains("organisations changed: 3\norganisations closed: 1\norganisations unchanged: 2"), "{told}");
        let slugs: Vec<String> = stored(&test).into_iter().map(|row| row.2).collect();
        assert_eq!(slugs[0], "northby-teaching-hospitals-nhs-trust");
        assert_eq!(areas_of(&test, "XB9YZ"), ["LETB13", "QWE", "Y56"]);
    }

    async fn what_was_there_before_is_brought_up_to_date_and_not_doubled(test: TestApp) {
        // As the demonstration makes them: the region by its code alone, the trust without days.
        let region = test.area("Y63");
        test.organisation("XA1", "Northby Teaching Hospitals NHS Trust", region);
        let changes = bring_in(&test, &fixture());
        assert_eq!((changes.added, changes.changed.len(), changes.areas.changed), (4, 1, 1), "{changes}");
        assert_eq!(changes.changed[0].fields, ["town", "postcode", "opening day", "areas"]);
        assert_eq!(stored(&test)[0].2, "xa1", "its address is as it was");
        assert_eq!(test.read(|db| Ok(area::table.find(region).select(area::name).get_result::<String>(db)?)), "North East and Yorkshire");
    }

    async fn two_of_one_name_have_addresses_of_their_own(test: TestApp) {
        let text = fixture().replace("OLD AND GONE", "NORTHBY TEACHING HOSPITALS");
        bring_in(&test, &text);
        let slugs: Vec<String> = stored(&test).into_iter().map(|row| row.2).collect();
        assert_eq!([&slugs[0], &slugs[2]], ["northby-teaching-hospitals-nhs-trust", "northby-teaching-hospitals-nhs-trust-xa4"]);
    }

    async fn a_practice_keeps_its_kind(test: TestApp) {
        let practice = fixture().lines().next().unwrap().replace("XA1", "A81001").replace("NORTHBY TEACHING HOSPITALS NHS TRUST", "THE DENSHAM GP SURGERY");
        let file = read(&practice, OrganisationKind::GpPractice).unwrap();
        test.write(|tx| import::import(tx, &file));
        assert_eq!(stored(&test)[0].1, "The Densham GP Surgery");
        let as_trust = practice.replace("A81001", "XA1");
        bring_in(&test, &as_trust);
        let wrong = read(&as_trust, OrganisationKind::Hospice).unwrap();
        let refused = test.ledger().write_now(practise::tx::Actor::Operator, |tx| import::import(tx, &wrong)).unwrap_err();
        assert!(refused.to_string().contains("XA1 is a nhs_trust"), "{refused}");
    }

    async fn what_is_wrong_stops_everything(backend: Backend) {
        let test = TestApp::builder(backend).start();
        let folder = tempfile::tempdir().unwrap();
        let database = match test.db().url() {
            practise::config::DatabaseUrl::Sqlite(path) => format!("sqlite:{path}"),
            practise::config::DatabaseUrl::Postgres(url) => url.clone(),
        };
        let program = Program::new(&database, SECRET, folder.path());
        let path = folder.path().join("broken.csv");
        std::fs::write(&path, fixture().replace("20010401", "1 April 2001")).unwrap();
        let before = counts(&test);
        let broken = path.display().to_string();
        assert_eq!(program.run(&["import", "organisations", &broken]).code(), Some(2));
        assert!(program.log().contains("broken.csv, line 1, column 11 (open date): “1 April 2001” is not a date like 20260401"), "{}", program.log());
        assert!(program.log().contains("nothing was changed"));
        assert_eq!(counts(&test), before);
        let good = root().join("tests/fixtures/organisations/trusts.csv").display().to_string();
        assert_eq!(program.run(&["import", "areas"]).code(), Some(0));
        assert!(program.log().contains("areas added: 69; changed: 0; unchanged: 0"), "{}", program.log());
        assert_eq!(program.run(&["import", "organisations", &good]).code(), Some(0));
        assert!(program.log().contains("areas added: 0; changed: 0; unchanged: 69\norganisations added: 5 (1 of them closed)\n"), "{}", program.log());
    }

    async fn the_published_file_comes_in_as_it_is(test: TestApp) {
        let Some(folder) = std::env::var_os("PRACTISE_TEST_DATA").map(std::path::PathBuf::from) else {
            println!("skipped: PRACTISE_TEST_DATA does not say where the published files are");
            return;
        };
        let text = std::fs::read_to_string(folder.join("ods_etr_raw_2026-04.csv")).unwrap();
        let changes = bring_in(&test, &text);
        assert_eq!((changes.added, changes.added_closed, changes.left_out), (274, 71, 0), "{changes}");
        assert!(bring_in(&test, &text).is_empty());
        // The names as somebody else has written them out.
        let mut known = csv::Reader::from_path(folder.join("nhs_trusts_england.csv")).unwrap();
        let names: std::collections::BTreeMap<String, String> = stored(&test).into_iter().map(|row| (row.0, row.1)).collect();
        let other: Vec<_> = known.records().map(Result::unwrap).filter(|row| names[&row[0]] != row[1]).map(|row| format!("{} / {}", names[&row[0]], &row[1])).collect();
        assert!(other.is_empty(), "{other:#?}");
    }
}

#[test]
fn a_mistake_is_told_with_its_line_and_column() {
    for (from, to, words) in [
        ("\"XA2\"", "\"XA1\"", "line 2, column 1 (code): XA1 has line 1 already"),
        (
            "\"XA2\"",
            "\"xa-2\"",
            "line 2, column 1 (code): “xa-2” is not a code of 3 to 5 capitals and digits",
        ),
        ("\"Y63\"", "\"Y99\"", "line 1, column 3 (region): “Y99” is not the code of a region"),
        (
            "\"QWO\"",
            "\"Q99\"",
            "line 1, column 4 (integrated care board): “Q99” is not the code of an integrated care board",
        ),
        (
            "\"CF15 7QZ\"",
            "\"LS1 1AA\"",
            "line 5, column 3 (region): “” is not the code of a region",
        ),
        (
            "\"20230331\"",
            "\"19990331\"",
            "line 4, column 12 (close date): is before the open date",
        ),
        ("\"LS9 7TF\"", "\"\"", "line 1, column 10 (postcode): is empty"),
        ("\"SE1 8UG\",", "", "line 3: has 26 fields, and should have 27"),
    ] {
        let problems = read(&fixture().replacen(from, to, 1), OrganisationKind::NhsTrust).unwrap_err();
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(told, [format!("f.csv, {words}")]);
    }
    let both = fixture().replacen("Y63", "Y99", 1).replacen("20241101", "soon", 1);
    assert_eq!(read(&both, OrganisationKind::NhsTrust).unwrap_err().len(), 2, "all at once");
    assert_eq!(
        read("", OrganisationKind::NhsTrust).unwrap_err()[0].to_string(),
        "f.csv: has no organisations"
    );
    let many = read(&"\"x\"\n".repeat(30), OrganisationKind::NhsTrust).unwrap_err();
    assert_eq!((many.len(), many[20].to_string().as_str()), (21, "f.csv: has 10 more problems"));
    // What closed long ago names a region that is no more.
    let old = fixture().replacen("\"Y60\"", "\"Y55\"", 1);
    assert_eq!(read(&old, OrganisationKind::NhsTrust).unwrap().left_out, 1);
}
