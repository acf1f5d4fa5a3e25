//! The portal's speed, in one table for `SQLite` and Postgres. Every page of the three journeys (the public's, an applicant's, a coordinator's) as a
//! ratio to a bare actix handler that sends as many bytes, measured in turns in the same run, with the queries that it asks; what an application, a
//! decision and an acceptance cost; fifty people at once; memory, the time to start and the size of the program; two instances on one Postgres.
//!
//! Run with `tests/support/with-postgres.sh cargo bench --bench portal`. Without a Postgres only `SQLite` is measured. Ratios and queries hold on any
//! machine; the other figures are this machine's. `PRACTISE_BENCH_ONLY=status` measures only the pages with `status` in their names.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::print_stdout
)]

#[path = "portal/cast.rs"]
mod cast;
#[path = "portal/crowd.rs"]
mod crowd;
#[path = "portal/data.rs"]
mod data;
#[path = "portal/instances.rs"]
mod instances;
#[path = "portal/journey.rs"]
mod journey;
#[path = "shared/ledger.rs"]
mod ledger;
#[path = "portal/load.rs"]
mod load;
#[path = "portal/machine.rs"]
mod machine;
#[path = "portal/pages.rs"]
mod pages;
#[path = "../tests/support/process.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod process;
#[path = "portal/queries.rs"]
mod queries;
#[path = "../tests/support/session.rs"]
mod session;
#[path = "portal/verdicts.rs"]
mod verdicts;

use std::time::{Duration, Instant};

use cast::Cast;
use crowd::{Crowd, Times, within};
use data::{Portal, drop_database};
use load::{BARE, Bare, Load, bare, median};
use machine::{binary, cores, cpu_time, resident};
use pages::Page;
use process::{Serving, ask, get};
use queries::Counter;
use verdicts::Verdicts;

const TURN: Duration = Duration::from_millis(200);
const TURNS: usize = 7;
/// The least ratios of pages: of those that are kept, and of those that are made afresh from `SQLite` and from Postgres.
const KEPT: f64 = 0.8;
const AFRESH: [f64; 2] = [0.25, 0.18];
/// The most queries of a page.
const QUERIES: f64 = 5.0;
/// Applications, decisions and acceptances of a run at most, and first visits.
const APPLICATIONS: usize = 10;
const ANSWERS: usize = 20;
const VISITS: usize = 100;
/// Milliseconds within which 99 of 100 answers come on `SQLite`, to those who read and to those who send a form.
const READ: f64 = 20.0;
const WRITE: f64 = 50.0;
const STARTS: usize = 9;

fn main() {
    if let Ok(listen) = std::env::var(BARE) {
        return bare(&listen);
    }
    let started = Instant::now();
    let server = std::env::var("PRACTISE_TEST_POSTGRES").ok();
    let only = std::env::var("PRACTISE_BENCH_ONLY").ok();
    let mut portals = vec![Portal::on_sqlite()];
    portals.extend(server.as_deref().map(Portal::on_postgres));
    println!(
        "{} cores, which the program, the databases and the client share; the demonstration's data, made in {:.0} s",
        cores(),
        started.elapsed().as_secs_f64()
    );
    let casts: Vec<Cast> = portals.iter().map(Cast::of).collect();
    let mut verdicts = Verdicts::default();
    measure_pages(&portals, &casts, only.as_deref(), &mut verdicts);
    if only.is_none() {
        for (portal, cast) in portals.iter().zip(&casts) {
            measure_work(portal, cast, &mut verdicts);
        }
        let megabytes = binary();
        let verdict = verdicts.at_most(megabytes, 30.0);
        println!("\n{:<60}{megabytes:>8.1} MB (bar 30) {verdict}", "the program on disk");
        if let [_, postgres] = &portals[..] {
            instances::measure(postgres, &casts[1].waiting, &mut verdicts);
        }
    }
    println!("\n{:.0} s in all\n{}", started.elapsed().as_secs_f64(), verdicts.words());
    drop(portals);
    if let Some(server) = server {
        drop_database(&server);
    }
}

/// Prints a line for each page: bytes, what a bare handler does, and for each database requests a second, their ratio to the bare handler's, the CPU
/// time of the program for one, and queries.
fn measure_pages(portals: &[Portal], casts: &[Cast], only: Option<&str>, verdicts: &mut Verdicts) {
    let mut pages: Vec<Vec<Page>> = casts.iter().map(pages::of).collect();
    for pages in &mut pages {
        pages.retain(|page| only.is_none_or(|only| page.name.contains(only)));
    }
    let queries: Vec<Vec<f64>> = portals.iter().zip(&pages).map(|(portal, pages)| count(portal, pages)).collect();
    let settings = [("PRACTISE_WORKERS", "1"), ("PRACTISE_BACKGROUND", "false")];
    let serving: Vec<Serving> = portals.iter().map(|portal| portal.program(&settings).serve()).collect();
    let bare = Bare::start();
    println!(
        "Ratios are medians of {TURNS} turns of {} ms. Bars: {KEPT} where a page is kept, else {} (SQLite) and {} (Postgres); {QUERIES} queries.",
        TURN.as_millis(),
        AFRESH[0],
        AFRESH[1]
    );
    println!("Queries of a kept page are those of making it. On Postgres the check of each connection before its use is one more.\n");
    print!("{:<28}{:>8}{:>9}", "page", "bytes", "bare/s");
    for portal in portals {
        print!(" |{:>9}/s{:>7}{:>7}{:>8}{:>15}", portal.backend, "ratio", "", "CPU µs", "queries");
    }
    println!();
    for row in 0..pages[0].len() {
        let name = &pages[0][row].name;
        let mut loads: Vec<Load> = pages
            .iter()
            .zip(&serving)
            .map(|(pages, serving)| {
                assert_eq!(*name, pages[row].name, "both have the same pages");
                Load::new(serving.listen, &pages[row].path, &pages[row].cookie)
            })
            .collect();
        let mut plain = bare.load(loads[0].length);
        let cpu: Vec<f64> = serving.iter().map(|one| cpu_time(one.id())).collect();
        let (mut bares, mut counts) = (Vec::new(), vec![0; loads.len()]);
        let (mut rates, mut ratios) = (vec![Vec::new(); loads.len()], vec![Vec::new(); loads.len()]);
        for _ in 0..TURNS {
            let (_, bare) = plain.run(TURN);
            bares.push(bare);
            for (at, load) in loads.iter_mut().enumerate() {
                let (count, rate) = load.run(TURN);
                counts[at] += count;
                rates[at].push(rate);
                ratios[at].push(rate / bare);
            }
        }
        print!("{name:<28}{:>8}{:>9.0}", loads[0].length, median(&mut bares));
        for at in 0..portals.len() {
            let each = (cpu_time(serving[at].id()) - cpu[at]) * 1e6 / f64::from(counts[at]);
            let ratio = median(&mut ratios[at]);
            let bar = if pages[at][row].kept { KEPT } else { AFRESH[at] };
            let verdict = verdicts.at_least(ratio, bar);
            let asked = queries[at][row];
            // The same code asks the same on both, but for the checks of connections.
            let within = if at == 0 { verdicts.at_most(asked, QUERIES) } else { "" };
            print!(
                " |{:>11.0}{ratio:>7.2}{verdict:>7}{each:>8.0}{asked:>8}{within:>7}",
                median(&mut rates[at])
            );
        }
        println!();
    }
}

/// The queries of each page.
fn count(portal: &Portal, pages: &[Page]) -> Vec<f64> {
    let counter = Counter::start(portal);
    pages.iter().map(|page| counter.of(page)).collect()
}

/// Prints what people's work costs over one database, how long they wait when there are many, and what the process needs.
fn measure_work(portal: &Portal, cast: &Cast, verdicts: &mut Verdicts) {
    let program = portal.program(&[]);
    let serving = program.serve();
    portal.wait_for_letters();
    println!("\n{}, CPU time of the program in ms, with the letters that follow", portal.backend);
    measure_acts(portal, cast, &serving);
    println!("\n{}, fifty people at once: milliseconds to the end of the answer", portal.backend);
    println!("{:<48}{:>8}{:>8}{:>8}", "", "answers", "p50", "p99");
    let crowd = Crowd::of(portal, cast);
    for (words, pause, seconds) in [("a tenth of a second between pages", 100, 8), ("no time between pages", 0, 4)] {
        let times = crowd.run(serving.listen, Duration::from_millis(pause), Duration::from_secs(seconds));
        print_times(portal, words, &times, (pause > 0).then_some(&mut *verdicts));
    }
    let megabytes = resident(serving.id());
    drop(serving);
    let verdict = verdicts.at_most(megabytes, 80.0);
    println!(
        "\n{:<60}{megabytes:>8.1} MB (bar 80) {verdict}",
        format!("{}, resident memory after that", portal.backend)
    );
    let mut starts: Vec<f64> = (0..STARTS).map(|_| program.serve().started_in.as_secs_f64() * 1e3).collect();
    let milliseconds = median(&mut starts);
    let verdict = verdicts.at_most(milliseconds, 150.0);
    println!(
        "{:<60}{milliseconds:>8.1} ms (bar 150) {verdict}",
        format!("{}, start to the first 200, database there already", portal.backend)
    );
}

/// An application, a decision and an acceptance, each through its pages, and a browser's first visit to a page with a form.
fn measure_acts(portal: &Portal, cast: &Cast, serving: &Serving) {
    let act = |words: &str, count: usize, all: &dyn Fn()| {
        let before = cpu_time(serving.id());
        all();
        portal.wait_for_letters();
        let each = (cpu_time(serving.id()) - before) * 1e3 / count as f64;
        println!("{:<60}{each:>8.1}", format!("{words} ({count} of them)"));
    };
    act("a complete application, with its sign-in", APPLICATIONS, &|| {
        for number in 0..APPLICATIONS {
            let email = format!("bench{number}@example.net");
            journey::apply(serving.listen, &cast.slug, &email, &portal.mail());
        }
    });
    let mut open = cast::proposals(portal, false);
    open.truncate(ANSWERS);
    act("a decision: the proposal, the button, the page after", open.len(), &|| {
        for proposal in &open {
            journey::approve(serving.listen, proposal);
        }
    });
    let mut offers = cast::offers(portal);
    offers.truncate(ANSWERS);
    act("an acceptance: the offer, the button, the page after", offers.len(), &|| {
        for offer in &offers {
            journey::accept(serving.listen, offer);
        }
    });
    act("a first visit to the sign-in page: a session begins", VISITS, &|| {
        for _ in 0..VISITS {
            assert_eq!(ask(serving.listen, &get("/sign-in", "")).unwrap().status, 200);
        }
    });
}

/// Prints the times of those who read and of those who sent something, with their bars if there are any.
fn print_times(portal: &Portal, words: &str, times: &Times, mut verdicts: Option<&mut Verdicts>) {
    for (kind, times, bar) in [("reads", &times.reads, READ), ("writes", &times.writes, WRITE)] {
        let (half, most) = (within(times, 50), within(times, 99));
        let verdict = match &mut verdicts {
            Some(verdicts) if portal.backend == "SQLite" => {
                let verdict = verdicts.at_most(most, bar);
                format!(" (bar {bar}) {verdict}")
            }
            _ => String::new(),
        };
        println!(
            "{:<48}{:>8}{half:>8.1}{most:>8.1}{verdict}",
            format!("{words}: {kind}"),
            times.len()
        );
    }
}
