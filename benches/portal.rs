//! The portal's speed, in one table: pages as ratios to a bare actix handler that sends as many bytes, measured in turns in the same run; what a
//! complete application costs; memory after the load; and the time to start.
//!
//! Run with `cargo bench --bench portal`. Ratios hold on any machine; the other figures are this machine's.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::print_stdout
)]

#[path = "portal/journey.rs"]
mod journey;
#[path = "../tests/support/process.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod process;

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actix_web::cookie::{Cookie, CookieJar, Key};
use diesel::prelude::*;
use practise::clock::Clock;
use practise::config::Config;
use practise::db::schema::{application, opportunity, round, session, standing};
use practise::db::{Db, migrate};
use practise::random::Random;
use practise::tx::{Actor, Ledger};
use process::{Program, ask, connect, get};
use sha2::{Digest, Sha256};

const SECRET: &str = "the measurements' own secret, known to everybody";
/// Connections at once, all from one thread: a request on each, then an answer from each.
const CONNECTIONS: usize = 32;
const TURN: Duration = Duration::from_millis(500);
const TURNS: usize = 9;
/// The server's process that runs nothing but a bare handler is this program again, with this variable set to its port.
const BARE: &str = "PRACTISE_BENCH_BARE";

/// Complete applications in a run.
const APPLICATIONS: u32 = 10;

fn main() {
    if let Ok(listen) = std::env::var(BARE) {
        return bare(&listen);
    }
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::play(folder.path());
    let mut program = Program::new(&demo.database, SECRET, folder.path());
    program.set("PRACTISE_WORKERS", "1");
    program.set("RUST_LOG", "warn");
    let serving = program.serve();
    let bare = Bare::start();
    let pages = [
        ("start page", "/".to_owned(), String::new(), 0.8),
        ("placement page", format!("/work-experience/{}", demo.slug), String::new(), 0.8),
        ("an applicant's status page", demo.status.clone(), demo.cookie.clone(), 0.2),
    ];
    println!(
        "{:<28}{:>9}{:>12}{:>12}{:>8}{:>7}{:>14}",
        "page", "bytes", "requests/s", "bare", "ratio", "bar", "CPU µs, bare"
    );
    for (name, path, cookie, bar) in pages {
        let request = get(&path, &cookie).replace("Connection: close\r\n", "");
        let mut page = Load::new(serving.listen, &request);
        let mut plain = Load::new(
            bare.listen,
            &get(&format!("/{}", page.length.saturating_sub(120)), "").replace("Connection: close\r\n", ""),
        );
        let (mut ratios, mut rates, mut bares) = (Vec::new(), Vec::new(), Vec::new());
        let cpu = [cpu_time(serving.id()), cpu_time(bare.child.id())];
        let (mut asked, mut asked_bare) = (0, 0);
        for _ in 0..TURNS {
            let (some, rate) = page.run(TURN);
            let (some_bare, bare_rate) = plain.run(TURN);
            asked += some;
            asked_bare += some_bare;
            ratios.push(rate / bare_rate);
            rates.push(rate);
            bares.push(bare_rate);
        }
        let each = cpu_time(serving.id()).saturating_sub(cpu[0]).as_secs_f64() * 1e6 / f64::from(asked);
        let each_bare = cpu_time(bare.child.id()).saturating_sub(cpu[1]).as_secs_f64() * 1e6 / f64::from(asked_bare);
        let ratio = median(&mut ratios);
        let (rate, bare_rate) = (median(&mut rates), median(&mut bares));
        println!(
            "{name:<28}{:>9}{rate:>12.0}{bare_rate:>12.0}{ratio:>8.2}{bar:>7}{each:>8.1}{each_bare:>6.1}",
            page.length
        );
    }
    let before = cpu_time(serving.id());
    for number in 0..APPLICATIONS {
        journey::apply(
            serving.listen,
            &demo.open_slug,
            &format!("bench{number}@example.net"),
            &folder.path().join("mail"),
        );
    }
    let each = cpu_time(serving.id()).saturating_sub(before).as_secs_f64() * 1e3 / f64::from(APPLICATIONS);
    println!(
        "{:<60}{each:>8.1} ms of CPU",
        "a complete application, with its sign-in and its mails"
    );
    println!(
        "{:<60}{:>8.1} MB (bar 80)",
        "resident memory after the load",
        resident(serving.id())
    );
    drop(serving);
    let mut starts: Vec<f64> = (0..9).map(|_| program.serve().started_in.as_secs_f64() * 1e3).collect();
    println!(
        "{:<60}{:>8.1} ms (bar 150)",
        "start on an existing database, to the first 200",
        median(&mut starts)
    );
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The demonstration's data in a file, with what the measurements ask for.
struct Demo {
    database: String,
    slug: String,
    open_slug: String,
    status: String,
    cookie: String,
}

impl Demo {
    fn play(folder: &Path) -> Self {
        let database = format!("sqlite:{}", folder.join("practise.db").display());
        let settings = [
            ("DATABASE_URL", database.as_str()),
            ("PRACTISE_SECRET", SECRET),
            ("PRACTISE_MAIL_URL", "memory:"),
        ];
        let settings: BTreeMap<String, String> = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let config = Config::from_variables(&settings).unwrap();
        migrate::run(&config.database).unwrap();
        let db = Db::open(&config.database, 4, Duration::from_secs(5));
        let today = Clock::System.now().date();
        let clock = Clock::fixed(practise::db::Instant::midnight(today));
        practise::demo::play(&Ledger::new(&config, db.clone(), clock, Random::seeded("bench")), today).unwrap();
        let ledger = Ledger::new(&config, db, Clock::System, Random::System);
        let keys = &ledger.env().keys;
        let halves = [keys.derive("session cookie", &[b"1"]), keys.derive("session cookie", &[b"2"])].concat();
        let raw = "bench-session-0123456789-0123456789-0123456";
        let (status, slug, open_slug) = ledger
            .write_now(Actor::Operator, |tx| {
                // Somebody of the ranked round who still waits: the longest of these pages.
                let (reference, person): (String, i64) = standing::table
                    .inner_join(application::table.inner_join(round::table))
                    .filter(round::public_ref.eq("DEMO-WINTER"))
                    .filter(application::state.eq("waiting"))
                    .select((application::public_ref, application::person_id))
                    .first(tx.db)?;
                let slug = |reference: &'static str| {
                    opportunity::table
                        .inner_join(round::table)
                        .filter(round::public_ref.eq(reference))
                        .filter(opportunity::minimum_age.le(16))
                        .select(opportunity::slug)
                };
                let slugs: (String, String) = (slug("DEMO-WINTER").first(tx.db)?, slug("DEMO-SPRING").first(tx.db)?);
                let state = HashMap::from([
                    ("person", person.to_string()),
                    ("shared", "false".to_owned()),
                    ("staff", "false".to_owned()),
                    ("csrf", "\"token\"".to_owned()),
                ]);
                diesel::insert_into(session::table)
                    .values((
                        session::digest.eq(Sha256::digest(raw.as_bytes()).to_vec()),
                        session::person_id.eq(person),
                        session::data.eq(serde_json::to_string(&state)?),
                        session::idle_seconds.eq(72_000_i64),
                        session::created_at.eq(tx.now),
                        session::expires_at.eq(tx.now.plus(time::Duration::hours(20))),
                        session::ends_at.eq(tx.now.plus(time::Duration::days(30))),
                    ))
                    .execute(tx.db)?;
                Ok((format!("/applications/{reference}"), slugs.0, slugs.1))
            })
            .unwrap();
        let mut jar = CookieJar::new();
        jar.signed_mut(&Key::from(&halves)).add(Cookie::new("practise", raw));
        let cookie = jar.get("practise").unwrap().encoded().to_string();
        Self {
            database,
            slug,
            open_slug,
            status,
            cookie,
        }
    }
}

/// Connections that ask for the same page again and again.
struct Load {
    streams: Vec<TcpStream>,
    request: Vec<u8>,
    /// Of one answer, with its head.
    length: usize,
    answer: Vec<u8>,
}

impl Load {
    fn new(to: SocketAddr, request: &str) -> Self {
        // The first answer fills the caches, the second says how long an answer is.
        let one = || ask(to, request).unwrap();
        one();
        let reply = one();
        assert_eq!(reply.status, 200, "{request}: {}", reply.head);
        let length = reply.head.len() + reply.body.len();
        let streams = (0..CONNECTIONS).map(|_| connect(to).unwrap()).collect();
        Self {
            streams,
            request: request.replace("{host}", &to.to_string()).into_bytes(),
            length,
            answer: vec![0; length],
        }
    }

    /// Asks for so long; answers how many answers came, and how many each second.
    fn run(&mut self, time: Duration) -> (u32, f64) {
        let (started, mut count) = (Instant::now(), 0);
        for stream in &mut self.streams {
            stream.write_all(&self.request).unwrap();
        }
        let mut last = false;
        while !last {
            last = started.elapsed() >= time;
            for stream in &mut self.streams {
                stream.read_exact(&mut self.answer).unwrap();
                assert!(self.answer.starts_with(b"HTTP/1.1 200"));
                count += 1;
                // The next question at once, so that the server always has work.
                if !last {
                    stream.write_all(&self.request).unwrap();
                }
            }
        }
        (count, f64::from(count) / started.elapsed().as_secs_f64())
    }
}

/// The process with the bare handler.
struct Bare {
    child: Child,
    listen: SocketAddr,
}

impl Bare {
    fn start() -> Self {
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = Command::new(std::env::current_exe().unwrap())
            .env(BARE, listen.to_string())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        while ask(listen, &get("/1", "")).is_err() {
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { child, listen }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As little as actix can do: so many bytes.
fn bare(listen: &str) {
    use actix_web::{App, HttpResponse, HttpServer, web};
    static BYTES: [u8; 256 * 1024] = [b'x'; 256 * 1024];
    async fn bytes(count: web::Path<usize>) -> HttpResponse {
        HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .body(web::Bytes::from_static(&BYTES[..count.into_inner()]))
    }
    let served = actix_web::rt::System::new().block_on(async {
        HttpServer::new(|| App::new().route("/{count}", web::get().to(bytes)))
            .workers(1)
            .bind(listen)?
            .run()
            .await
    });
    served.unwrap();
}

/// What a process has used of the processors so far, in steps of 10 ms.
fn cpu_time(id: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

/// Megabytes of a process that are in memory.
fn resident(id: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}
