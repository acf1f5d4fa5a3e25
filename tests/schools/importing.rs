//! Files into the register: every layout, twice, with changes, and with every kind of mistake.

use diesel::prelude::*;
use practise::db::AnyConnection;
use practise::db::schema::{school, school_measure};
use practise::schools::import::{self, Given, SourceFile};
use practise::schools::{Lookup, Wanted, look_up};

use super::{bring_in, file, fixture, given, read, with_register};
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::process::Program;
use crate::support::run::on_both;
use crate::support::source::root;
use crate::support::tables::counts;

/// The figures of a school by year: hundredths of one percent and source.
fn measures(db: &mut AnyConnection, urn: i32) -> Vec<(i32, i32, String)> {
    school_measure::table
        .inner_join(school::table)
        .filter(school::urn.eq(urn))
        .order(school_measure::year)
        .select((school_measure::year, school_measure::value, school_measure::source))
        .load(db)
        .unwrap()
}

/// The reference numbers of the schools that have these words.
pub fn found(test: &TestApp, words: &str) -> Vec<i32> {
    match test.read(|db| look_up(db, &Wanted::Words(words.to_owned()))) {
        Lookup::Matches { schools, .. } => schools.into_iter().map(|school| school.urn).collect(),
        other => panic!("{words}: {other:?}"),
    }
}

fn said(files: &[SourceFile], given: &Given) -> Vec<String> {
    let problems = import::read(files, given).unwrap_err();
    problems.iter().map(ToString::to_string).collect()
}

on_both! {
    async fn the_register_its_links_and_its_shares_come_in_together(test: TestApp) {
        let changes = with_register(&test);
        assert_eq!((changes.added, changes.changed.len(), changes.closed()), (9, 0, 0));
        assert_eq!((&changes.successors[..], changes.unknown_links), (&[(900_002, 900_001)][..], 1));
        assert_eq!((changes.measures_added, changes.measures_changed), (5, 0));
        type Row = (String, Option<String>, Option<String>, Option<String>, String, Option<time::Date>, Option<i64>);
        let facts = |urn: i32| -> Row {
            test.read(|db| {
                let columns = (school::name, school::town, school::authority, school::phase, school::state, school::closed_on, school::successor_id);
                Ok(school::table.filter(school::urn.eq(urn)).select(columns).get_result(db)?)
            })
        };
        let (name, town, _, phase, ..) = facts(900_003);
        assert_eq!(name, "St Ângela's Catholic School, Northtown", "read as Windows-1252, and not renamed by the file of shares");
        assert_eq!((town.as_deref(), phase.as_deref()), (Some("Northtown"), Some("secondary")));
        let (_, _, _, _, state, closed_on, successor) = facts(900_002);
        assert_eq!((state.as_str(), closed_on.map(|day| day.to_string()).as_deref()), ("closed", Some("2012-08-31")));
        assert!(successor.is_some());
        let (_, town, authority, phase, state, ..) = facts(900_009);
        assert_eq!((town, authority.as_deref(), phase, state.as_str()), (None, Some("Westby, County of"), None, "open"));
        let source = "Department for Examples".to_owned();
        test.read(|db| {
            assert_eq!(measures(db, 900_001), [(2023, 4120, source.clone())], "a file about shares comes before the register's own");
            assert_eq!(measures(db, 900_008), [(2023, 0, "Get Information about Schools".to_owned())]);
            assert_eq!(measures(db, 900_009), [(2023, 2996, source.clone())]);
            assert!(measures(db, 900_005).is_empty(), "not applicable");
            assert!(measures(db, 900_006).is_empty(), "not known");
            Ok(())
        });
        let log = test.read(|db| practise::audit::timeline(db, "school", 0));
        assert_eq!(log.iter().map(|entry| entry.act.as_str()).collect::<Vec<_>>(), ["schools.imported"]);
        assert!(log[0].detail.contains("\"added\":9"), "{}", log[0].detail);
    }

    async fn the_same_files_again_change_nothing(test: TestApp) {
        with_register(&test);
        let before = counts(&test);
        let again = with_register(&test);
        assert!(again.is_empty(), "{again}");
        assert_eq!(counts(&test), before, "no row, and nothing in the audit log");
    }

    async fn figures_of_other_years_are_kept_beside_each_other(test: TestApp) {
        with_register(&test);
        let changes = test.write(|tx| bring_in(tx, &[fixture("years.csv")]));
        assert_eq!((changes.added, changes.measures_added, changes.measures_changed), (0, 2, 1));
        let changed: Vec<_> = changes.changed.iter().map(|change| (change.urn, change.fields.clone())).collect();
        assert_eq!(changed, [(900_009, vec!["town", "postcode", "kind"])], "only what was not known is filled in");
        test.read(|db| {
            let years: Vec<(i32, i32)> = measures(db, 900_001).into_iter().map(|(year, value, _)| (year, value)).collect();
            assert_eq!(years, [(2019, 2730), (2023, 3490)]);
            Ok(())
        });
        assert_eq!(found(&test, "westby wb44aa"), [900_009], "found by the words that came with it");
    }

    async fn a_school_that_changes_is_told_by_its_fields(test: TestApp) {
        with_register(&test);
        assert_eq!(found(&test, "moor lane"), [900_005, 900_006]);
        let mut changed = fixture("register.csv");
        let text = changed.bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
        let text = text.replace("Moor Lane School", "Elm Road School").replacen("\"Southby\"", "\"Westby\"", 1);
        // Carr Bank Academy closes.
        let carr = text.find("Carr Bank Academy").unwrap();
        let text = format!("{}{}", &text[..carr], text[carr..].replacen("\"1\",\"Open\"", "\"2\",\"Closed\"", 1));
        changed.bytes = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
        let changes = test.write(|tx| bring_in(tx, &[changed, fixture("shares.csv")]));
        let told = changes.to_string();
        assert!(told.contains("900001 Carr Bank Academy: closed: state\n"), "{told}");
        assert!(told.contains("900005 Elm Road School: name, town\n"), "{told}");
        assert!(told.contains("schools added: 0\nschools changed: 2 (name 1, state 1, town 1)\nschools closed: 1\n"), "{told}");
        assert_eq!(found(&test, "moor lane"), [900_006]);
        assert_eq!(found(&test, "elm road westby"), [900_005]);
        assert_eq!(found(&test, "carr bank academy"), [900_001], "closed, and kept");
    }

    async fn what_is_wrong_stops_everything(backend: Backend) {
        let test = TestApp::builder(backend).start();
        let folder = tempfile::tempdir().unwrap();
        let database = match test.db().url() {
            practise::config::DatabaseUrl::Sqlite(path) => format!("sqlite:{path}"),
            practise::config::DatabaseUrl::Postgres(url) => url.clone(),
        };
        let program = Program::new(&database, crate::support::app::SECRET, folder.path());
        let fixtures = root().join("tests/fixtures/schools");
        let path = |name: &str| fixtures.join(name).display().to_string();
        let before = counts(&test);
        let broken = folder.path().join("broken.csv");
        std::fs::write(&broken, "urn,school_name,la_name,fsm_prop\n900001,Carr Bank Academy,Northshire,many\n").unwrap();
        let (register, broken) = (path("register.csv"), broken.display().to_string());
        let arguments = ["import", "schools", &register, &broken, "--year", "2022/23", "--source", "Department for Examples"];
        assert_eq!(program.run(&arguments).code(), Some(2));
        assert!(program.log().contains("broken.csv, line 2, column fsm_prop: “many” is not a number of percent"), "{}", program.log());
        assert!(program.log().contains("nothing was changed"));
        assert_eq!(counts(&test), before);
        // The same without the mistake.
        let shares = path("shares.csv");
        let arguments = ["import", "schools", &register, &shares, "--year", "2022/23", "--source", "Department for Examples"];
        assert_eq!(program.run(&arguments).code(), Some(0));
        assert!(program.log().contains("schools added: 9\n"), "{}", program.log());
        assert_eq!(program.run(&arguments).code(), Some(0));
        assert!(program.log().ends_with("schools added: 0\nschools changed: 0\nschools closed: 0\nsuccessors added or changed: 0\nfigures added: 0; changed: 0\n"), "{}", program.log());
        assert_eq!(program.run(&["import", "schools", &shares]).code(), Some(2), "whose figures, and of which year?");
        assert_eq!(program.run(&["import", "schools", &shares, "--year", "23", "--source", "X"]).code(), Some(2));
        assert_eq!(program.run(&["import", "schools", "no-such-file.csv"]).code(), Some(2));
    }
}

#[test]
fn a_mistake_is_told_with_its_file_line_and_column() {
    let shares = |rows: &str| file("f.csv", &format!("urn,school_name,la_name,fsm_prop\n{rows}"));
    for (rows, words) in [
        (
            "1,A,B,100.5\n",
            "f.csv, line 2, column fsm_prop: “100.5” is not between 0 and 100 percent",
        ),
        (
            "1,A,B,1\nx,A,B,1\n",
            "f.csv, line 3, column urn: “x” is not a reference number of a school",
        ),
        (
            "1,A,B,1\n2,A,B,1\n1,A,B,1\n",
            "f.csv, line 4, column urn: school 1 has line 2 already",
        ),
        ("1,\"A\nB\",B,1\n2,A,B\n", "f.csv, line 4: has 3 fields, and the header has 4"),
        ("1,,B,1\n", "f.csv, line 2, column school_name: is empty"),
    ] {
        assert_eq!(said(&[shares(rows)], &given()), [words]);
    }
    assert_eq!(said(&[file("f.csv", "")], &given()), ["f.csv: is empty"]);
    assert!(said(&[file("f.csv", "name,colour\nred,1\n")], &given())[0].starts_with("f.csv: its header is of no known layout"));
    let missing = said(&[file("f.csv", "urn,school_name,fsm_prop\n1,A,2\n")], &given());
    assert_eq!(missing, ["f.csv, line 1, column la_name: is missing"]);
    let many = shares(&"x,A,B,1\n".repeat(30));
    let told = said(&[many], &given());
    assert_eq!((told.len(), told[20].as_str()), (21, "f.csv: has 10 more problems"));
}

#[test]
fn the_register_says_what_is_wrong_with_its_codes_and_dates() {
    let text: String = fixture("register.csv").bytes.into_iter().map(char::from).collect();
    for (from, to, words) in [
        (
            "\"31-08-2012\"",
            "\"2012-08-31\"",
            "line 3, column CloseDate: “2012-08-31” is not a date like 31-08-2019",
        ),
        (
            "\"2\",\"Closed\"",
            "\"5\",\"Closed\"",
            "line 3, column EstablishmentStatus (code): “5” is not a code from 1 to 4",
        ),
        (
            "\"7\",\"All through\"",
            "\"8\",\"All through\"",
            "line 9, column PhaseOfEducation (code): “8” is not a code from 0 to 7",
        ),
        (
            "\"34.9\"",
            "\"34,9\"",
            "line 2, column PercentageFSM: “34,9” is not a number of percent",
        ),
        (
            "\"19-01-2023\"",
            "\"\"",
            "line 2, column CensusDate: is empty, and PercentageFSM is not: of which year is it?",
        ),
    ] {
        let wrong = file("register.csv", &text.replacen(from, to, 1));
        assert_eq!(said(&[wrong], &given()), [format!("register.csv, {words}")]);
    }
}

#[test]
fn shares_without_a_year_or_a_source_are_not_guessed() {
    let without = |census_year, source: Option<&str>| Given {
        census_year,
        source: source.map(str::to_owned),
    };
    let shares = [fixture("shares.csv")];
    assert!(said(&shares, &without(None, Some("X")))[0].contains("say so with --year"));
    assert!(said(&shares, &without(Some(2023), None))[0].contains("say so with --source"));
    assert!(said(&[fixture("years.csv")], &without(None, None))[0].contains("say so with --source"));
    let two = [
        fixture("shares.csv"),
        file("other.csv", "urn,school_name,la_name,fsm_prop\n1,A,B,1\n"),
    ];
    assert_eq!(
        said(&two, &given()),
        ["other.csv: and shares.csv both do not say their year: import one at a time"]
    );
    // The register and the file of several years say theirs.
    import::read(&[fixture("register.csv"), fixture("links.csv")], &without(None, None)).unwrap();
    import::read(&[fixture("years.csv")], &without(None, Some("X"))).unwrap();
}

#[test]
fn the_order_of_the_files_makes_no_difference_to_a_school() {
    let forth = read(&[fixture("register.csv"), fixture("shares.csv")]).unwrap();
    let back = read(&[fixture("shares.csv"), fixture("register.csv")]).unwrap();
    for (urn, entry) in &forth.schools {
        assert_eq!(
            (&entry.facts, &entry.shares),
            (&back.schools[urn].facts, &back.schools[urn].shares),
            "{urn}"
        );
    }
    assert_eq!(forth.schools.len(), back.schools.len());
}
