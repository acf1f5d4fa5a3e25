//! How long a page of the register takes, from the question to the last byte: with 5,000 organisations, on `SQLite` and on Postgres.
//! The real program runs with one worker; one client asks one question after the other.
//!
//! Run with `tests/support/with-postgres.sh cargo bench --bench register`. Without a Postgres only `SQLite` is measured.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::print_stdout
)]

#[path = "shared/ledger.rs"]
mod ledger;
#[path = "../tests/support/process.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod process;

use std::path::Path;
use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledger::SECRET;
use practise::auth::person_for_email;
use practise::db::schema::{area, commitment_text, event, organisation, organisation_area, pledge, pledge_clause, signing};
use practise::places;
use practise::pledges::{CommitmentKind, PledgeState, newest};
use practise::tx::{Actor, Tx};
use process::{Program, ask, get};
use time::Duration;

const SIZE: usize = 5_000;
/// The most that the median of each question may take, in milliseconds.
const BAR: f64 = 5.0;
const TURNS: usize = 40;
const OUTCODES: [&str; 12] = ["LS9", "S5", "M13", "L7", "B15", "NG7", "CB2", "SE1", "TR1", "NE7", "BS10", "NR4"];
const STATES: [PledgeState; 5] = [
    PledgeState::Published,
    PledgeState::DueForReview,
    PledgeState::Lapsed,
    PledgeState::Withdrawn,
    PledgeState::Published,
];

const QUESTIONS: [(&str, &str); 9] = [
    ("everything", "/organisations?x=1"),
    ("one letter", "/organisations?q=t"),
    ("two words", "/organisations?q=trust+leeds"),
    ("a region", "/organisations?region=R3"),
    ("a region and a board", "/organisations?region=R3&board=B10"),
    ("a commitment that lapsed", "/organisations?commitment=practise&status=lapsed"),
    (
        "everything asked for",
        "/organisations?q=t&region=R3&commitment=practise&status=in_force",
    ),
    ("page 100", "/organisations?after=o1980&page=100"),
    ("one organisation", "/organisations/o77?x=1"),
];

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("bench.db").display());
    let mut met = measure("SQLite", &file, folder.path());
    if let Ok(server) = std::env::var("PRACTISE_TEST_POSTGRES") {
        let folder = tempfile::tempdir().unwrap();
        met &= measure("Postgres", &database(&server), folder.path());
    }
    println!(
        "{}",
        if met {
            "every median is within its bar"
        } else {
            "a median is over its bar"
        }
    );
}

/// An empty database on the server.
fn database(server: &str) -> String {
    let name = "practise_bench_register";
    let mut admin = PgConnection::establish(server).unwrap();
    admin.batch_execute("SET client_min_messages = 'warning'").unwrap();
    admin
        .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        .unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).unwrap();
    let (start, _) = server.rsplit_once('/').unwrap();
    format!("{start}/{name}")
}

/// Fills a database, asks each question many times, and prints how long it took.
fn measure(backend: &str, url: &str, folder: &Path) -> bool {
    fill(url);
    let mut program = Program::new(url, SECRET, folder);
    program.set("PRACTISE_WORKERS", "1");
    program.set("RUST_LOG", "warn");
    let serving = program.serve();
    let asked = |path: &str| {
        let started = Instant::now();
        let reply = ask(serving.listen, &get(path, "")).unwrap();
        assert_eq!(reply.status, 200, "{path}");
        started.elapsed().as_secs_f64() * 1e3
    };
    println!("\n{backend}, {SIZE} organisations (bar {BAR} ms)");
    println!("  {:<32}{:>10}{:>10}", "question", "median ms", "worst ms");
    println!("  {:<32}{:>20.1}", "the first after the start", asked("/organisations?x=1"));
    let mut met = true;
    for (name, path) in QUESTIONS {
        let mut times: Vec<f64> = (0..TURNS).map(|_| asked(path)).collect();
        times.sort_by(f64::total_cmp);
        let (median, worst) = (times[TURNS / 2], times[TURNS - 1]);
        met &= median < BAR;
        println!("  {name:<32}{median:>10.2}{worst:>10.2}");
    }
    for path in [
        "/organisations/map.svg",
        "/organisations.csv",
        "/organisations.json",
        "/organisations.atom",
    ] {
        let first = asked(path);
        println!("  {path:<32}{:>10.2}{first:>10.2} the first time", asked(path));
    }
    met
}

/// Adds the organisations with their areas, commitments and events.
fn fill(url: &str) {
    let ledger = ledger::ledger(url);
    let (texts, person) = ledger
        .write_now(Actor::Operator, |tx| Ok((texts(tx), person_for_email(tx, "a@example.org")?)))
        .unwrap();
    let areas = ledger.write_now(Actor::Operator, |tx| {
        Ok((areas(tx, "R", "region", 7), areas(tx, "B", "integrated_care_board", 42)))
    });
    let (regions, boards) = areas.unwrap();
    for first in (0..SIZE).step_by(1000) {
        let added = ledger.write_now(Actor::Operator, |tx| {
            for number in first..first + 1000 {
                add(tx, number, regions[number % 7], boards[number % 42], texts, person);
            }
            Ok(())
        });
        added.unwrap();
    }
}

fn texts(tx: &mut Tx<'_>) -> [i64; 2] {
    [CommitmentKind::Practise, CommitmentKind::HealthAmbassador].map(|kind| {
        let words = newest(kind).unwrap();
        let row = (
            commitment_text::kind.eq(kind),
            commitment_text::version.eq(&words.version),
            commitment_text::sha256.eq(words.sha256()),
            commitment_text::body.eq(&words.body),
            commitment_text::in_force_from.eq(words.in_force_from),
        );
        diesel::insert_into(commitment_text::table)
            .values(row)
            .returning(commitment_text::id)
            .get_result(tx.db)
            .unwrap()
    })
}

fn areas(tx: &mut Tx<'_>, letter: &str, kind: &str, count: usize) -> Vec<i64> {
    let add = |number: usize| {
        let code = format!("{letter}{number}");
        let row = (area::code.eq(&code), area::name.eq(format!("Area {code}")), area::kind.eq(kind));
        diesel::insert_into(area::table)
            .values(row)
            .returning(area::id)
            .get_result(tx.db)
            .unwrap()
    };
    (0..count).map(add).collect()
}

fn add(tx: &mut Tx<'_>, number: usize, region: i64, board: i64, texts: [i64; 2], person: i64) {
    let towns = places::towns();
    let town = towns[number * 31 % towns.len()].name;
    let id: i64 = diesel::insert_into(organisation::table)
        .values((
            organisation::code.eq(format!("C{number}")),
            organisation::name.eq(format!("{town} Hospitals Trust {number}")),
            organisation::slug.eq(format!("o{number}")),
            organisation::kind.eq("nhs_trust"),
            organisation::area_id.eq(region),
            organisation::town.eq(town),
            organisation::postcode.eq(format!("{} 1AA", OUTCODES[number % 12])),
        ))
        .returning(organisation::id)
        .get_result(tx.db)
        .unwrap();
    let inside = (organisation_area::organisation_id.eq(id), organisation_area::area_id.eq(board));
    diesel::insert_into(organisation_area::table).values(inside).execute(tx.db).unwrap();
    let signing_id: i64 = diesel::insert_into(signing::table)
        .values((
            signing::public_ref.eq(format!("S{number}")),
            signing::started_by.eq(person),
            signing::created_at.eq(tx.now),
            signing::changed_at.eq(tx.now),
        ))
        .returning(signing::id)
        .get_result(tx.db)
        .unwrap();
    for (kind, text_id) in CommitmentKind::ALL.iter().zip(texts).take(1 + number % 2) {
        let state = STATES[number % STATES.len()];
        let over = matches!(state, PledgeState::Lapsed | PledgeState::Withdrawn);
        let pledge_id: i64 = diesel::insert_into(pledge::table)
            .values((
                pledge::public_ref.eq(format!("P{number}-{kind}")),
                pledge::signing_id.eq(signing_id),
                pledge::organisation_id.eq(id),
                pledge::kind.eq(*kind),
                pledge::text_id.eq(text_id),
                pledge::state.eq(state),
                pledge::state_since.eq(tx.now),
                pledge::created_at.eq(tx.now),
                pledge::published_at.eq(tx.now.plus(-Duration::days(400))),
                pledge::ended_at.eq(over.then_some(tx.now)),
            ))
            .returning(pledge::id)
            .get_result(tx.db)
            .unwrap();
        let clause = (
            pledge_clause::pledge_id.eq(pledge_id),
            pledge_clause::clause.eq("requests"),
            pledge_clause::statement.eq("We write to schools near us each autumn."),
            pledge_clause::promised.eq(20),
        );
        diesel::insert_into(pledge_clause::table).values(clause).execute(tx.db).unwrap();
    }
    for turn in 0..number % 4 {
        let row = (
            event::public_ref.eq(format!("E{number}-{turn}")),
            event::organisation_id.eq(id),
            event::title.eq("A visit"),
            event::on_day.eq(tx.now.date() - Duration::days(30)),
            event::kind.eq("school_visit"),
            event::reached.eq(30),
            event::state.eq("done"),
            event::recorded_at.eq(tx.now),
        );
        diesel::insert_into(event::table).values(row).execute(tx.db).unwrap();
    }
}
