//! The published files as they are, and a register of full size. Where they are is said in PRACTISE_TEST_DATA; without it these tests say so and do nothing.

use std::path::PathBuf;
use std::time::Instant;

use practise::schools::import::{self, Given, SourceFile};
use practise::schools::{Lookup, Wanted, look_up};

use super::importing::found;
use crate::support::app::TestApp;
use crate::support::run::on_both;

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("PRACTISE_TEST_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: PRACTISE_TEST_DATA does not say where the published files are");
    }
    folder
}

fn source(folder: &std::path::Path, name: &str) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        bytes: std::fs::read(folder.join(name)).unwrap(),
    }
}

/// The register's real header with 25,000 schools made of one of its rows.
fn full_size(folder: &std::path::Path) -> SourceFile {
    let sample = source(folder, "gias_sample_dfe_schools_experience.csv");
    let text: String = sample.bytes.iter().map(|byte| char::from(*byte)).collect();
    let mut lines = text.lines();
    let (header, rows) = (lines.next().unwrap(), lines.collect::<Vec<_>>());
    let mut made = format!("{header}\n");
    for number in 0..25_000 {
        let row = rows[1].split_once(',').unwrap().1;
        let row = row.replace("St Aloysius RC College", &format!("Ward {} College {}", number % 997, number % 89));
        made.push_str(&format!("{},{}\n", 200_000 + number, row));
    }
    SourceFile {
        name: "full-size.csv".to_owned(),
        bytes: made.into_bytes(),
    }
}

on_both! {
    async fn the_published_files_come_in_as_they_are(test: TestApp) {
        let Some(folder) = folder() else { return };
        let given = Given { census_year: Some(2023), source: Some("Department for Education".to_owned()) };
        let names = ["gias_sample_dfe_schools_experience.csv", "school_fsm_2022_23_all_phases_raw.csv", "schools_secondary_fsm_real.csv"];
        let begun = Instant::now();
        let register = import::read(&names.map(|name| source(&folder, name)), &given).unwrap();
        let read = begun.elapsed();
        let changes = test.write(|tx| import::import(tx, &register));
        println!("{} schools, {} figures: read in {read:?}, in all {:?}", changes.added, changes.measures_added, begun.elapsed());
        assert!(changes.added > 24_000 && changes.measures_added > 22_000, "{changes}");
        let again = Instant::now();
        assert!(test.write(|tx| import::import(tx, &register)).is_empty());
        println!("again: {:?}", again.elapsed());
        assert_eq!(found(&test, "haverstock nw3 2bq"), [100_049]);
        assert_eq!(found(&test, "saint aloysius college islington"), [100_459]);
        for words in ["haverstock", "nw3", "high school leeds", "st marys catholic", "manchester", "sch", "academy", "london"] {
            let mut times: Vec<_> = (0..21).map(|_| {
                let begun = Instant::now();
                test.read(|db| look_up(db, &Wanted::Words(words.to_owned())));
                begun.elapsed()
            }).collect();
            times.sort();
            println!("{words}: median {:?}, worst {:?}", times[10], times[20]);
        }
        let Lookup::Chosen { shares, .. } = test.read(|db| look_up(db, &Wanted::Urn(100_049))) else { panic!("it is there") };
        let mut years: Vec<(i32, String)> = shares.iter().map(|share| (share.census_year, share.value.to_string())).collect();
        years.sort();
        assert_eq!(years, [(2019, "41.2%".to_owned()), (2023, "59.5%".to_owned())]);
    }

    async fn a_register_of_25_000_schools_comes_in_within_10_seconds(test: TestApp) {
        let Some(folder) = folder() else { return };
        let begun = Instant::now();
        let register = import::read(&[full_size(&folder)], &Given::default()).unwrap();
        let changes = test.write(|tx| import::import(tx, &register));
        println!("25,000 schools of 133 columns: {:?}", begun.elapsed());
        assert_eq!((changes.added, changes.measures_added), (25_000, 25_000));
        // Only an optimised build is held to it.
        assert!(cfg!(debug_assertions) || begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    }
}
