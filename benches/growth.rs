//! What grows with the number of applications: the pages that people open most, the closing of a round and its draw, on databases with 1,000 to
//! 1,000,000 applications, on `SQLite` and on Postgres. The real program runs with one worker; one client asks one question after the other.
//!
//! Run with `make growth`; `GROWTH_SIZES` names the sizes. Without a Postgres only `SQLite` is measured.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::pedantic,
    clippy::print_stdout
)]

#[path = "growth/copies.rs"]
mod copies;
#[path = "../tests/support/process.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod process;
#[path = "growth/template.rs"]
mod template;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use actix_web::cookie::{Cookie, CookieJar, Key};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use practise::clock::Clock;
use practise::config::Config;
use practise::db::schema::{application, opportunity, organisation, proposal, role_grant, round, session};
use practise::db::{AnyConnection, Db, migrate};
use practise::random::Random;
use practise::rounds;
use practise::tx::{Actor, Ledger};
use process::{Program, ask, get};
use sha2::{Digest, Sha256};
use time::Duration;

const SECRET: &str = "the measurements' own secret, known to everybody";
/// Questions of each kind, each about something else.
const TURNS: usize = 60;
/// How much longer anything may take with the most applications than with the fewest.
const BAR: f64 = 1.5;

/// Milliseconds by what was asked, in the order of asking.
type Times = Vec<(&'static str, f64)>;

fn main() {
    let sizes = std::env::var("GROWTH_SIZES").unwrap_or_else(|_| "1000,10000,100000".to_owned());
    let sizes: Vec<usize> = sizes.split(',').map(|size| size.trim().parse().unwrap()).collect();
    let mut met = true;
    let server = std::env::var("PRACTISE_TEST_POSTGRES").ok();
    for backend in ["SQLite", "Postgres"] {
        let mut columns: Vec<Times> = Vec::new();
        for size in &sizes {
            let folder = tempfile::tempdir().unwrap();
            let url = match (backend, &server) {
                ("SQLite", _) => format!("sqlite:{}", folder.path().join("growth.db").display()),
                (_, Some(server)) => empty(server),
                (_, None) => continue,
            };
            columns.push(measure(backend, *size, &url, folder.path()));
        }
        met &= table(backend, &sizes, &columns);
    }
    if let Some(server) = &server {
        drop_database(server);
    }
    println!(
        "{}",
        if met {
            "nothing grew by more than its bar"
        } else {
            "something grew by more than its bar"
        }
    );
}

const NAME: &str = "practise_bench_growth";

fn drop_database(server: &str) {
    let mut admin = PgConnection::establish(server).unwrap();
    admin.batch_execute("SET client_min_messages = 'warning'").unwrap();
    admin
        .batch_execute(&format!("DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
        .unwrap();
}

/// An empty database on the server.
fn empty(server: &str) -> String {
    drop_database(server);
    let mut admin = PgConnection::establish(server).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {NAME} TEMPLATE template0")).unwrap();
    let (start, _) = server.rsplit_once('/').unwrap();
    format!("{start}/{NAME}")
}

/// The table of one database; whether everything was within the bar.
fn table(backend: &str, sizes: &[usize], columns: &[Times]) -> bool {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else {
        return true;
    };
    println!("\n{backend}, median milliseconds with so many applications");
    print!("  {:<42}", "");
    for size in sizes {
        print!("{size:>10}");
    }
    println!("{:>8}", "ratio");
    let mut met = true;
    for (row, (name, least)) in first.iter().enumerate() {
        print!("  {name:<42}");
        for column in columns {
            print!("{:>10.2}", column[row].1);
        }
        let ratio = last[row].1 / least;
        met &= ratio <= BAR;
        println!("{ratio:>8.2}{}", if ratio > BAR { " *" } else { "" });
    }
    met
}

/// Fills a database and asks.
fn measure(backend: &str, size: usize, url: &str, folder: &Path) -> Times {
    let settings = [("DATABASE_URL", url), ("PRACTISE_SECRET", SECRET), ("PRACTISE_MAIL_URL", "memory:")];
    let settings: BTreeMap<String, String> = settings
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let config = Config::from_variables(&settings).unwrap();
    migrate::run(&config.database).unwrap();
    let db = Db::open(&config.database, 2, std::time::Duration::from_secs(5));
    let ledger = Ledger::new(&config, db, Clock::System, Random::System);
    let started = Instant::now();
    let template = template::make(&ledger);
    let made = started.elapsed();
    copies::fill(&ledger.db, &template, size);
    let all: i64 = ledger.db.read_now(|db| Ok(application::table.count().get_result(db)?)).unwrap();
    let copied = (started.elapsed() - made).as_secs_f64();
    println!(
        "{backend}: {all} applications; two rounds played in {:.1} s, the others copied in {copied:.1} s",
        made.as_secs_f64()
    );
    let asked = Asked::of(&ledger, &template);
    let mut program = Program::new(url, SECRET, folder);
    program.set("PRACTISE_WORKERS", "1");
    program.set("PRACTISE_BACKGROUND", "false");
    program.set("RUST_LOG", "warn");
    let serving = program.serve();
    let mut times = Times::new();
    for (name, paths) in &asked.pages {
        let mut taken: Vec<f64> = paths
            .iter()
            .cycle()
            .take(TURNS + 5)
            .map(|(path, cookie)| {
                let started = Instant::now();
                let reply = ask(serving.listen, &get(path, cookie)).unwrap();
                assert_eq!(reply.status, 200, "{name}: {path}: {}", reply.head);
                started.elapsed().as_secs_f64() * 1e3
            })
            .skip(5)
            .collect();
        taken.sort_by(f64::total_cmp);
        times.push((name, taken[TURNS / 2]));
    }
    drop(serving);
    let clock = |f: &dyn Fn()| {
        let started = Instant::now();
        f();
        started.elapsed().as_secs_f64() * 1e3
    };
    times.push((
        "closing a round of 500",
        clock(&|| {
            let close = ledger.write_now(Actor::System, |tx| {
                let round = practise::opportunities::round_by_id(tx.db, template.open)?;
                rounds::close(tx, &round)
            });
            close.unwrap();
        }),
    ));
    times.push((
        "its draw, its order and its proposals",
        clock(&|| {
            let reveal = ledger.write_now(Actor::System, |tx| rounds::reveal_missing(tx, "GROW-OPEN", template::NUMBER));
            reveal.unwrap();
        }),
    ));
    if size <= 100_000 {
        // All of the log, so this grows with it; it is walked by an operator, and not for a page.
        let held = ledger.db.read_now(practise::audit::verify).unwrap();
        assert!(held.is_ok(), "{held:?}");
    }
    times
}

/// What is asked: by name, addresses with the cookie of whoever opens them.
struct Asked {
    pages: Vec<(&'static str, Vec<(String, String)>)>,
}

impl Asked {
    /// Chooses whom and what to ask about, spread over the whole database.
    fn of(ledger: &Ledger, template: &template::Template) -> Self {
        let spread = |ids: Vec<i64>| -> Vec<i64> {
            let step = (ids.len() / TURNS).max(1);
            ids.into_iter().step_by(step).take(TURNS).collect()
        };
        let read = |f: &dyn Fn(&mut AnyConnection) -> QueryResult<Vec<i64>>| ledger.db.read_now(|db| Ok(f(db)?)).unwrap();
        let applications = spread(read(&|db| {
            application::table.select(application::id).order(application::id).load(db)
        }));
        let deciding = spread(read(&|db| {
            let given = opportunity::table
                .inner_join(round::table)
                .filter(round::state.eq("offering").or(round::state.eq("ranked")));
            given.select(opportunity::id).order(opportunity::id).load(db)
        }));
        let open = spread(read(&|db| {
            proposal::table
                .filter(proposal::state.eq("open"))
                .select(proposal::id)
                .order(proposal::id)
                .load(db)
        }));
        let on_offer = spread(read(&|db| {
            let open = opportunity::table
                .inner_join(round::table)
                .filter(round::state.eq("open"))
                .filter(round::id.ne(template.open));
            let others: Vec<i64> = open.select(opportunity::id).order(opportunity::id).load(db)?;
            // With the fewest applications only the round that is due has any.
            if others.is_empty() {
                opportunity::table
                    .filter(opportunity::round_id.eq(template.open))
                    .select(opportunity::id)
                    .load(db)
            } else {
                Ok(others)
            }
        }));
        let mut pages = Vec::new();
        let (mut status, mut mine) = (Vec::new(), Vec::new());
        for id in applications {
            let (reference, person): (String, i64) = ledger
                .db
                .read_now(|db| {
                    Ok(application::table
                        .find(id)
                        .select((application::public_ref, application::person_id))
                        .get_result(db)?)
                })
                .unwrap();
            let cookie = sign_in(ledger, person, false);
            status.push((format!("/applications/{reference}"), cookie.clone()));
            mine.push(("/my-applications".to_owned(), cookie));
        }
        pages.push(("an applicant's status page", status));
        pages.push(("an applicant's applications", mine));
        let (mut lists, mut boards) = (Vec::new(), Vec::new());
        for id in deciding {
            let (reference, organisation): (String, i64) = ledger
                .db
                .read_now(|db| {
                    Ok(opportunity::table
                        .find(id)
                        .select((opportunity::public_ref, opportunity::organisation_id))
                        .get_result(db)?)
                })
                .unwrap();
            let cookie = sign_in(ledger, coordinator(ledger, organisation), true);
            lists.push((format!("/coordinate/opportunities/{reference}"), cookie.clone()));
            boards.push(("/coordinate".to_owned(), cookie));
        }
        pages.push(("a ranked list", lists));
        pages.push(("a coordinator's dashboard", boards));
        let mut decided = Vec::new();
        for id in open {
            let (reference, organisation): (String, i64) = ledger
                .db
                .read_now(|db| {
                    let one = proposal::table.inner_join(opportunity::table).filter(proposal::id.eq(id));
                    Ok(one.select((proposal::public_ref, opportunity::organisation_id)).get_result(db)?)
                })
                .unwrap();
            decided.push((
                format!("/coordinate/proposals/{reference}"),
                sign_in(ledger, coordinator(ledger, organisation), true),
            ));
        }
        pages.push(("a proposal, before it is decided", decided));
        let slugs: Vec<String> = ledger
            .db
            .read_now(|db| {
                Ok(opportunity::table
                    .filter(opportunity::id.eq_any(&on_offer))
                    .select(opportunity::slug)
                    .load(db)?)
            })
            .unwrap();
        let nobody = |path: String| (path, String::new());
        // Another address each time: no page is a kept one.
        pages.push((
            "a placement",
            slugs
                .iter()
                .enumerate()
                .map(|(number, slug)| nobody(format!("/work-experience/{slug}?n={number}")))
                .collect(),
        ));
        pages.push((
            "placements, searched",
            (0..TURNS)
                .map(|number| nobody(format!("/work-experience?q=ward+{}&n={number}", number % 20)))
                .collect(),
        ));
        pages.push((
            "placements near an outcode",
            (0..TURNS)
                .map(|number| nobody(format!("/work-experience?place=LS9&n={number}")))
                .collect(),
        ));
        pages.push((
            "the register, searched",
            (0..TURNS)
                .map(|number| nobody(format!("/organisations?q=trust+{}&n={number}", 1 + number % 20)))
                .collect(),
        ));
        let members: Vec<String> = ledger
            .db
            .read_now(|db| {
                Ok(organisation::table
                    .select(organisation::slug)
                    .order(organisation::id)
                    .limit(TURNS as i64)
                    .load(db)?)
            })
            .unwrap();
        pages.push((
            "an organisation of the register",
            members.iter().map(|slug| nobody(format!("/organisations/{slug}?n=1"))).collect(),
        ));
        pages.push((
            "the draws and their results",
            (0..TURNS)
                .map(|number| nobody(format!("/how-places-are-given/draws?n={number}")))
                .collect(),
        ));
        pages.push((
            "whether the program is ready",
            (0..TURNS).map(|_| nobody("/readyz".to_owned())).collect(),
        ));
        Self { pages }
    }
}

fn coordinator(ledger: &Ledger, organisation_id: i64) -> i64 {
    ledger
        .db
        .read_now(|db| {
            let of = role_grant::table.filter(role_grant::organisation_id.eq(organisation_id));
            Ok(of.select(role_grant::person_id).first(db)?)
        })
        .unwrap()
}

/// An open session, as the cookie of its browser.
fn sign_in(ledger: &Ledger, person: i64, staff: bool) -> String {
    let keys = &ledger.env().keys;
    let cookie_key = Key::from(&[keys.derive("session cookie", &[b"1"]), keys.derive("session cookie", &[b"2"])].concat());
    let raw = hex::encode(ledger.env().random.bytes32().unwrap());
    let state = BTreeMap::from([
        ("person", person.to_string()),
        ("shared", "false".to_owned()),
        ("staff", staff.to_string()),
        ("csrf", "\"a token\"".to_owned()),
    ]);
    ledger
        .write_now(Actor::System, |tx| {
            diesel::insert_into(session::table)
                .values((
                    session::digest.eq(Sha256::digest(raw.as_bytes()).to_vec()),
                    session::person_id.eq(person),
                    session::data.eq(serde_json::to_string(&state)?),
                    session::idle_seconds.eq(72_000_i64),
                    session::created_at.eq(tx.now),
                    session::expires_at.eq(tx.now.plus(Duration::hours(20))),
                    session::ends_at.eq(tx.now.plus(Duration::days(30))),
                ))
                .execute(tx.db)?;
            Ok(())
        })
        .unwrap();
    let mut jar = CookieJar::new();
    jar.signed_mut(&cookie_key).add(Cookie::new("practise", raw));
    jar.get("practise").unwrap().encoded().to_string()
}
