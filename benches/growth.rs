//! What grows with the number of applications: the pages that people open most, a whole application, the closing of a round and its draw, on
//! databases with 1,000 to 1,000,000 applications, on `SQLite` and on Postgres. For each database one real program runs with one worker; all are
//! asked the same in turns, one question after the other, so that whatever else the machine does falls on all of them.
//!
//! Run with `make growth`; `GROWTH_SIZES` names the sizes. Without a Postgres only `SQLite` is measured. It fails if something grew by more than
//! its bar, or if scheduled work takes more than a thousandth of the time between its runs.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::pedantic,
    clippy::print_stdout
)]

#[path = "growth/asked.rs"]
mod asked;
#[path = "growth/chain.rs"]
mod chain;
#[path = "growth/copies.rs"]
mod copies;
#[path = "shared/ledger.rs"]
mod ledger;
#[path = "../tests/support/process.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod process;
#[path = "growth/rows.rs"]
mod rows;
#[path = "../tests/support/session.rs"]
mod session;
#[path = "growth/template.rs"]
mod template;

use std::io::{BufReader, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Instant;

use asked::Question;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ledger::SECRET;
use practise::app_jobs;
use practise::db::schema::{opportunity, proposal, round, standing};
use practise::decisions::{self, Decision, Ruling};
use practise::opportunities::round_by_id;
use practise::rounds;
use practise::tx::{Actor, Ledger};
use process::{Program, Serving, connect, reply};
use tempfile::TempDir;
use template::Template;

/// How often each page is asked for, beside the first time.
const PASSES: usize = 3;
/// Applications that are sent while they are measured.
const SENT: usize = 20;
/// How often each piece of scheduled work runs, beside the first time.
const RUNS: usize = 5;
/// Rounds that are closed.
const CLOSED: i64 = 3;
/// Fewer turns than these have no median.
const FEW: usize = 10;
/// How much longer anything may take with the most applications than with the fewest.
const BAR: f64 = 1.5;
/// Milliseconds by which two medians of the same thing differ for no reason.
const NOISE: f64 = 0.3;

fn main() -> ExitCode {
    let sizes = std::env::var("GROWTH_SIZES").unwrap_or_else(|_| "1000,10000,100000".to_owned());
    let sizes: Vec<usize> = sizes.split(',').map(|size| size.trim().parse().unwrap()).collect();
    let server = std::env::var("PRACTISE_TEST_POSTGRES").ok();
    let mut met = true;
    for backend in ["SQLite", "Postgres"] {
        let portals: Option<Vec<Portal>> = sizes
            .iter()
            .map(|size| {
                let folder = tempfile::tempdir().unwrap();
                let url = match (backend, &server) {
                    ("SQLite", _) => format!("sqlite:{}", folder.path().join("growth.db").display()),
                    (_, Some(server)) => empty(server, *size),
                    (_, None) => return None,
                };
                Some(Portal::fill(backend, *size, &url, folder))
            })
            .collect();
        if let Some(portals) = portals {
            met &= table(backend, &sizes, &measure(portals));
        }
        for (server, size) in server.iter().flat_map(|server| sizes.iter().map(move |size| (server, *size))) {
            drop_database(server, size);
        }
    }
    if met {
        println!("nothing grew by more than its bar");
        ExitCode::SUCCESS
    } else {
        println!("something grew by more than its bar");
        ExitCode::FAILURE
    }
}

fn name(size: usize) -> String {
    format!("practise_bench_growth_{size}")
}

fn drop_database(server: &str, size: usize) {
    let mut admin = PgConnection::establish(server).unwrap();
    admin.batch_execute("SET client_min_messages = 'warning'").unwrap();
    admin
        .batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", name(size)))
        .unwrap();
}

/// An empty database on the server.
fn empty(server: &str, size: usize) -> String {
    drop_database(server, size);
    let mut admin = PgConnection::establish(server).unwrap();
    admin
        .batch_execute(&format!("CREATE DATABASE {} TEMPLATE template0", name(size)))
        .unwrap();
    let (start, _) = server.rsplit_once('/').unwrap();
    format!("{start}/{}", name(size))
}

/// The milliseconds of every turn of one question, for each size.
struct Row {
    name: &'static str,
    taken: Vec<Vec<f64>>,
    /// Milliseconds that it may take with the most applications, if that is no matter of growth.
    most: Option<f64>,
}

impl Row {
    fn new(name: &'static str, portals: &[Portal]) -> Self {
        Self {
            name,
            taken: vec![Vec::new(); portals.len()],
            most: None,
        }
    }

    /// Scheduled work, for which nobody waits: it may grow with the rounds that it looks through, but has to end in a thousandth of the time until it
    /// runs again.
    fn scheduled(name: &'static str, every: time::Duration, portals: &[Portal]) -> Self {
        Self {
            // A thousandth of its seconds, in milliseconds.
            most: Some(every.as_seconds_f64()),
            ..Self::new(name, portals)
        }
    }

    /// Measures `f` for the portal with this number.
    fn time(&mut self, number: usize, f: impl FnOnce()) {
        let started = Instant::now();
        f();
        self.taken[number].push(started.elapsed().as_secs_f64() * 1e3);
    }

    /// The median of each size; of what is done only a few times the least, because one wait for the disk would be the median.
    fn medians(&self) -> Vec<f64> {
        let median = |taken: &Vec<f64>| {
            let mut taken = taken.clone();
            taken.sort_by(f64::total_cmp);
            taken[if taken.len() < FEW { 0 } else { taken.len() / 2 }]
        };
        self.taken.iter().map(median).collect()
    }
}

/// Prints the table of one database; whether everything was within the bar.
fn table(backend: &str, sizes: &[usize], rows: &[Row]) -> bool {
    println!("\n{backend}: median milliseconds with so many applications");
    print!("{:<44}", "");
    for size in sizes {
        print!("{size:>10}");
    }
    println!("{:>8}  at most {BAR} times", "growth");
    let mut met = true;
    for row in rows {
        let medians = row.medians();
        print!("{:<44}", row.name);
        for median in &medians {
            print!("{median:>10.2}");
        }
        let (first, last) = (medians[0], medians[medians.len() - 1]);
        let within = match row.most {
            Some(most) => last <= most,
            None => last <= first * BAR || last - first <= NOISE,
        };
        met &= within;
        let bar = row.most.map_or(String::new(), |most| format!("  (at most {most} ms)"));
        println!("{:>8.2}  {}{bar}", last / first, if within { "yes" } else { "NO" });
    }
    met
}

/// A database with so many applications, and a program over it.
struct Portal {
    ledger: Ledger,
    template: Template,
    questions: Vec<Question>,
    client: BufReader<TcpStream>,
    serving: Serving,
    /// Removed in the end.
    _folder: TempDir,
}

impl Portal {
    /// Fills an empty database, and starts the program.
    fn fill(backend: &str, size: usize, url: &str, folder: TempDir) -> Self {
        let ledger = ledger::ledger(url);
        let started = Instant::now();
        let template = template::make(&ledger);
        let made = started.elapsed().as_secs_f64();
        copies::fill(&ledger.db, &template, size);
        let copied = started.elapsed().as_secs_f64() - made;
        let held = ledger.db.read_now(practise::audit::verify).unwrap();
        let (rows, _) = held.unwrap_or_else(|broken| panic!("{broken}"));
        let verified = started.elapsed().as_secs_f64() - made - copied;
        let (all, bytes) = (
            copies::applications(&ledger.db),
            ledger.db.read_now(practise::db::bytes).unwrap() as f64 / 1e6,
        );
        let questions = asked::questions(&ledger, &template);
        let mut program = Program::new(url, SECRET, folder.path());
        program.set("PRACTISE_WORKERS", "1");
        program.set("PRACTISE_BACKGROUND", "false");
        program.set("RUST_LOG", "warn");
        let serving = program.serve();
        println!(
            "{backend}: {all} applications, {bytes:.0} MB; two rounds played in {made:.1} s, the others copied in {copied:.1} s; \
             {rows} audit rows hold, walked in {verified:.1} s; started in {:.0} ms",
            serving.started_in.as_secs_f64() * 1e3
        );
        Self {
            ledger,
            template,
            questions,
            client: BufReader::new(connect(serving.listen).unwrap()),
            serving,
            _folder: folder,
        }
    }

    /// Opens the connection that is kept while one question is asked.
    fn connect(&mut self) {
        self.client = BufReader::new(connect(self.serving.listen).unwrap());
    }

    /// Asks one question over the kept connection.
    fn ask(&mut self, question: usize, number: usize) {
        let Question { name, requests } = &self.questions[question];
        let request = &requests[number % requests.len()];
        let text = request.replace("{host}", &self.serving.listen.to_string());
        self.client.get_mut().write_all(text.as_bytes()).unwrap();
        let reply = reply(&mut self.client).unwrap();
        assert_eq!(reply.status, 200, "{name}: {request} {}", reply.head);
    }

    fn write(&self, f: impl FnOnce(&mut practise::tx::Tx<'_>) -> Result<(), practise::error::Error>) {
        self.ledger.write_now(Actor::System, f).unwrap();
    }
}

fn measure(mut portals: Vec<Portal>) -> Vec<Row> {
    let mut rows = Vec::new();
    for question in 0..portals[0].questions.len() {
        let mut row = Row::new(portals[0].questions[question].name, &portals);
        // A connection that rests is closed, and the first database waits until the last is filled.
        portals.iter_mut().for_each(Portal::connect);
        // The first time a page may write down who looked, and a list is made that is then kept.
        for number in 0..asked::EACH {
            portals.iter_mut().for_each(|portal| portal.ask(question, number));
        }
        for number in 0..PASSES * asked::EACH {
            for (index, portal) in portals.iter_mut().enumerate() {
                row.time(index, || portal.ask(question, number));
            }
        }
        rows.push(row);
    }
    rows.push(sent(&portals));
    rows.push(decided(&portals));
    rows.extend(closed(&portals));
    rows.extend(worked(&portals));
    rows
}

/// An application from its beginning until it is sent, in the process of the measurements.
fn sent(portals: &[Portal]) -> Row {
    let mut row = Row::new("an application, begun, filled in and sent", portals);
    for number in 0..SENT {
        for (index, portal) in portals.iter().enumerate() {
            let email = template::address("later", number);
            row.time(index, || {
                template::send(&portal.ledger, &email, number, &portal.template.placements)
            });
        }
    }
    row
}

/// What is to be done for each portal, by turns: one thing for each, as long as all have something.
fn turns<T>(due: Vec<Vec<T>>) -> Vec<Vec<T>> {
    let mut due: Vec<_> = due.into_iter().map(Vec::into_iter).collect();
    std::iter::from_fn(|| due.iter_mut().map(Iterator::next).collect()).collect()
}

/// Decisions on who is first on each list.
fn decided(portals: &[Portal]) -> Row {
    let mut row = Row::new("a decision: a place is offered", portals);
    let first = |portal: &Portal| -> Vec<String> {
        portal
            .ledger
            .db
            .read_now(|db| {
                let all: Vec<(i64, String)> = proposal::table
                    .inner_join(opportunity::table)
                    .inner_join(
                        standing::table.on(standing::application_id
                            .eq(proposal::application_id)
                            .and(standing::opportunity_id.eq(proposal::opportunity_id))),
                    )
                    .filter(opportunity::round_id.eq(portal.template.proposed))
                    .filter(proposal::state.eq("open"))
                    .order((proposal::opportunity_id, standing::priority_position))
                    .select((proposal::opportunity_id, proposal::public_ref))
                    .load(db)?;
                let mut first: Vec<(i64, String)> = all;
                first.dedup_by_key(|(opportunity, _)| *opportunity);
                Ok(first.into_iter().map(|(_, reference)| reference).collect())
            })
            .unwrap()
    };
    for turn in turns(portals.iter().map(first).collect()) {
        for (index, (portal, reference)) in portals.iter().zip(&turn).enumerate() {
            row.time(index, || {
                portal.write(|tx| {
                    let proposal = decisions::by_ref(tx.db, reference)?;
                    let ruling = Ruling {
                        decision: Decision::Approve,
                        passing: None,
                    };
                    decisions::decide(tx, &proposal, ruling, None)
                });
            });
        }
    }
    row
}

/// Closes rounds of the same size, and gives their places.
fn closed(portals: &[Portal]) -> [Row; 2] {
    let mut close = Row::new("closing a round of 200", portals);
    let mut give = Row::new("its draw, its order and its proposals", portals);
    let due = |portal: &Portal| -> Vec<(i64, String)> {
        portal
            .ledger
            .db
            .read_now(|db| {
                let open = round::table.filter(round::state.eq("open")).order(round::id);
                Ok(open.limit(CLOSED).select((round::id, round::public_ref)).load(db)?)
            })
            .unwrap()
    };
    for turn in turns(portals.iter().map(due).collect()) {
        for (index, (portal, (id, reference))) in portals.iter().zip(&turn).enumerate() {
            // On a connection of its own. Rounds are closed weeks apart; with few applications the one before would leave most of the file in memory.
            let ledger = ledger::fresh(&portal.ledger);
            close.time(index, || {
                let closed = ledger.write_now(Actor::System, |tx| {
                    let round = round_by_id(tx.db, *id)?;
                    rounds::close(tx, &round)
                });
                closed.unwrap();
            });
            give.time(index, || {
                let given = ledger.write_now(Actor::System, |tx| rounds::reveal_missing(tx, reference, template::NUMBER));
                given.unwrap();
            });
        }
    }
    [close, give]
}

/// Scheduled work that runs more than once a day, one after the other when nothing is due any more.
fn worked(portals: &[Portal]) -> Vec<Row> {
    let jobs = app_jobs::jobs()
        .into_iter()
        .filter(|job| !job.erases && job.every < time::Duration::DAY);
    let mut rows = Vec::new();
    for job in jobs {
        let mut row = Row::scheduled(job.name, job.every, portals);
        for portal in portals {
            (job.run)(&portal.ledger).unwrap();
        }
        for _ in 0..RUNS {
            for (index, portal) in portals.iter().enumerate() {
                row.time(index, || {
                    (job.run)(&portal.ledger).unwrap();
                });
            }
        }
        rows.push(row);
    }
    rows
}
