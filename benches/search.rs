//! How long a search takes, from the question to the last byte of the page: with 10,000 and with 100,000 placements, on `SQLite` and on Postgres.
//! The real program runs with one worker; one client asks one question after the other.
//!
//! Run with `tests/support/with-postgres.sh cargo bench --bench search`. Without a Postgres only `SQLite` is measured.

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

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledger::{SECRET, ledger};
use practise::db::schema::{area, organisation};
use practise::opportunities::{
    FAMILIES, NewOpportunity, NewRound, OpportunityState, Phase, PolicyKey, Support, add_opportunity, add_round, round_by_id,
    save_round_state,
};
use practise::places;
use practise::prioritisation::Policy;
use practise::tx::{Actor, Tx};
use process::{Program, ask, get};
use time::Duration;
use time::macros::date;

const SIZES: [usize; 2] = [10_000, 100_000];
/// The most that the median of each question may take, in milliseconds, for each size.
const BARS: [f64; 2] = [5.0, 20.0];
const TURNS: usize = 40;
const OUTCODES: [&str; 12] = ["LS9", "S5", "M13", "L7", "B15", "NG7", "CB2", "SE1", "TR1", "NE7", "BS10", "NR4"];
const VERBS: [&str; 8] = [
    "follow",
    "help",
    "watch",
    "meet",
    "learn from",
    "sit with",
    "write with",
    "walk with",
];
const NOUNS: [&str; 16] = [
    "nurses",
    "porters",
    "doctors",
    "midwives",
    "patients",
    "cleaners",
    "cooks",
    "drivers",
    "scientists",
    "dentists",
    "managers",
    "engineers",
    "pharmacists",
    "carers",
    "visitors",
    "children",
];

/// Questions that people ask, and the hardest that can be asked: one letter, and everything at once.
const QUESTIONS: [(&str, &str); 9] = [
    ("everything", "sort=soonest"),
    ("two words", "q=ward+porters"),
    ("one letter", "q=w"),
    ("eight letters, each a word", "q=a+w+t+h+s+d+m+f"),
    ("near an outcode", "place=LS9&within=20"),
    ("nearest of all", "place=LS9&within=any&sort=nearest"),
    ("a family and an age", "family=nursing&age=16"),
    ("first to close, page 2", "sort=closing&after=p777&page=2"),
    (
        "everything asked for",
        "q=ward&place=LS9&within=100&from-day=1&from-month=6&from-year=2027&to-day=1&to-month=9&to-year=2027&age=17&who=everybody&support=travel&how=in_person",
    ),
];

fn main() {
    let postgres = std::env::var("PRACTISE_TEST_POSTGRES").ok();
    let mut met = true;
    for (size, bar) in SIZES.into_iter().zip(BARS) {
        let folder = tempfile::tempdir().unwrap();
        met &= measure(
            "SQLite",
            &format!("sqlite:{}", folder.path().join("bench.db").display()),
            folder.path(),
            size,
            bar,
        );
        if let Some(server) = &postgres {
            let folder = tempfile::tempdir().unwrap();
            met &= measure("Postgres", &database(server, size), folder.path(), size, bar);
        }
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
fn database(server: &str, size: usize) -> String {
    let name = format!("practise_bench_search_{size}");
    let mut admin = PgConnection::establish(server).unwrap();
    // Each on its own: a database cannot be dropped inside a transaction, and several statements in one text are one.
    admin.batch_execute("SET client_min_messages = 'warning'").unwrap();
    admin
        .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        .unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).unwrap();
    let (start, _) = server.rsplit_once('/').unwrap();
    format!("{start}/{name}")
}

/// Fills a database, asks each question many times, and prints how long it took.
fn measure(backend: &str, url: &str, folder: &Path, size: usize, bar: f64) -> bool {
    let round = fill(url, size);
    let mut program = Program::new(url, SECRET, folder);
    program.set("PRACTISE_WORKERS", "1");
    program.set("RUST_LOG", "warn");
    let serving = program.serve();
    let asked = |query: &str| {
        let started = Instant::now();
        let reply = ask(serving.listen, &get(&format!("/work-experience?{query}"), "")).unwrap();
        assert_eq!(reply.status, 200, "{query}");
        started.elapsed().as_secs_f64() * 1e3
    };
    println!("\n{backend}, {size} placements (bar {bar} ms)");
    println!("  {:<32}{:>10}{:>10}", "question", "median ms", "worst ms");
    println!("  {:<32}{:>20.1}", "the first after the start", asked("sort=soonest"));
    let mut met = true;
    for (name, query) in QUESTIONS {
        let mut times: Vec<f64> = (0..TURNS).map(|_| asked(query)).collect();
        times.sort_by(f64::total_cmp);
        let (median, worst) = (times[TURNS / 2], times[TURNS - 1]);
        met &= median < bar;
        println!("  {name:<32}{median:>10.2}{worst:>10.2}");
    }
    let start = Instant::now();
    let reply = ask(serving.listen, &get("/work-experience/map.svg", "")).unwrap();
    println!("  {:<32}{:>10.2}", "the map", start.elapsed().as_secs_f64() * 1e3);
    assert_eq!(reply.status, 200);
    change(url, round);
    println!("  {:<32}{:>20.1}", "the first after a change", asked("sort=soonest"));
    println!("  {:<32}{:>20.1}", "resident memory, MB", resident(serving.id()));
    met
}

/// Adds `size` placements in two open rounds: thousands of sentences, all outcodes of the country, every family; answers the last round's number.
fn fill(url: &str, size: usize) -> i64 {
    let ledger = ledger(url);
    let (rounds, organisations) = ledger.write_now(Actor::Operator, add_hosts).unwrap();
    let towns = places::towns();
    for first in (0..size).step_by(2000) {
        let added = ledger.write_now(Actor::Operator, |tx| {
            for number in first..size.min(first + 2000) {
                add(
                    tx,
                    number,
                    rounds[number % 2],
                    organisations[number % organisations.len()],
                    towns[number * 31 % towns.len()].name,
                )?;
            }
            Ok(())
        });
        added.unwrap();
    }
    rounds[1]
}

type Hosts = ([i64; 2], Vec<i64>);

fn add_hosts(tx: &mut Tx<'_>) -> Result<Hosts, practise::error::Error> {
    let policy = Policy::built_in().unwrap().remove(0);
    let policy = PolicyKey {
        sha256: policy.sha256_hex(),
        id: policy.id,
        version: policy.version,
    };
    let mut rounds = [0; 2];
    for (number, slot) in (1_i64..).zip(&mut rounds) {
        let reference = format!("BENCH-{number}");
        let new = NewRound {
            reference: &reference,
            name: &reference,
            area_id: None,
            opens_at: tx.now.plus(-Duration::days(1)),
            closes_at: tx.now.plus(Duration::days(20 + number)),
            answer_days: 7,
            policy: &policy,
        };
        *slot = add_round(tx, &new)?;
        let open = round_by_id(tx.db, *slot)?.state.open()?;
        save_round_state(tx, *slot, Phase::Planned, open)?;
    }
    let row = (area::code.eq("A"), area::name.eq("Area"), area::kind.eq("letb"));
    let area: i64 = diesel::insert_into(area::table).values(row).returning(area::id).get_result(tx.db)?;
    let mut organisations = Vec::new();
    for number in 0..200 {
        let row = (
            organisation::code.eq(format!("O{number}")),
            organisation::name.eq(format!("{} Hospitals Trust {number}", places::towns()[number].name)),
            organisation::slug.eq(format!("o{number}")),
            organisation::kind.eq("nhs_trust"),
            organisation::area_id.eq(area),
            organisation::town.eq("Leeds"),
            organisation::postcode.eq("LS1 3EX"),
        );
        organisations.push(
            diesel::insert_into(organisation::table)
                .values(row)
                .returning(organisation::id)
                .get_result(tx.db)?,
        );
    }
    Ok((rounds, organisations))
}

fn add(tx: &mut Tx<'_>, number: usize, round_id: i64, organisation_id: i64, town: &str) -> Result<i64, practise::error::Error> {
    let of = |list: &'static [&'static str], step: usize| list[(number * step + number / 7) % list.len()];
    let activities: Vec<String> = (1..8)
        .map(|line| {
            format!(
                "You will {} {} and see how ward{} works with {}.",
                of(&VERBS, line),
                of(&NOUNS, line * 3),
                number % 997,
                of(&NOUNS, line * 5)
            )
        })
        .collect();
    let day = date!(2027 - 05 - 01) + Duration::days(i64::try_from(number * 13 % 200).unwrap());
    let supports: [&[Support]; 4] = [
        &[Support::Travel],
        &[Support::Travel, Support::Food],
        &[Support::Adjustments],
        &[Support::Virtual],
    ];
    let new = NewOpportunity {
        round_id,
        organisation_id,
        slug: &format!("p{number}"),
        title: &format!("A week with the {} on ward {}", of(&NOUNS, 1), number % 97),
        family: FAMILIES[number % FAMILIES.len()].0,
        summary: "See how a team looks after people.",
        activities: &activities.join("\n"),
        limits: "",
        first_day: day,
        last_day: day + Duration::days(4),
        town,
        outcode: of(&OUTCODES, 1),
        minimum_age: i32::try_from(14 + number % 5).unwrap(),
        places: 5,
        local_areas: &[],
        reserves: BTreeMap::from([("young_people".to_owned(), u32::try_from(number % 3).unwrap())]),
        support: supports[number % 4],
        dress: "",
        state: OpportunityState::Published,
    };
    add_opportunity(tx, &new)
}

/// Puts one more placement on show.
fn change(url: &str, round: i64) {
    let ledger = ledger(url);
    let done = ledger.write_now(Actor::Operator, |tx| {
        let organisation_id = organisation::table.select(organisation::id).first(tx.db)?;
        add(tx, 10_000_000, round, organisation_id, "Leeds")
    });
    done.unwrap();
}

/// Megabytes of a process that are in memory.
fn resident(id: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}
