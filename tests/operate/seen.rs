//! What shows from outside how the portal is: the meters, the log, and the two questions of the machine in front.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use practise::meters::METERS;
use serde_json::Value;

use super::{address, program};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::db::{Backend, TestDb};
use crate::support::process::{Program, ask, get};
use crate::support::run::{on_both, run};

/// A free port for the meters, set.
fn counted(program: &mut Program) -> SocketAddr {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    program.set("PRACTISE_METRICS_LISTEN", &free.to_string());
    program.set("PRACTISE_LOG", "json");
    free
}

/// What Prometheus would read: `name{labels}` and the value.
fn meters(listen: SocketAddr) -> BTreeMap<String, f64> {
    let reply = ask(listen, &get("/metrics", "")).unwrap();
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, "text/plain; version=0.0.4; charset=utf-8")
    );
    let text = reply.text();
    assert!(!text.contains("canary"), "{text}");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let parts = lines.map(|line| line.rsplit_once(' ').unwrap());
    parts.map(|(name, value)| (name.to_owned(), value.parse().unwrap())).collect()
}

/// Waits until the meters say something, and answers them.
fn wait_for(listen: SocketAddr, what: impl Fn(&BTreeMap<String, f64>) -> bool) -> BTreeMap<String, f64> {
    let started = Instant::now();
    loop {
        let found = meters(listen);
        if what(&found) {
            return found;
        }
        assert!(started.elapsed() < Duration::from_secs(60), "{found:#?}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

on_both! {
    async fn what_happens_is_counted_and_logged_without_what_anybody_wrote(test: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = program(&test, folder.path());
        let listen = counted(&mut portal);
        portal.set("PRACTISE_LIMIT_GUESSES_PER_MINUTE", "1");
        let serving = portal.serve();
        let client = Client::new(&portal.address(), &portal.address());
        client.get("/work-experience?text=canary").await.should_be(200);
        client.get("/canary?canary=canary").await.should_be(404);
        for status in [404, 429] {
            client.get(&format!("/links/{}", "canary".repeat(8)[..43].to_owned())).await.should_be(status);
        }
        let page = client.get("/sign-in").await.form().set("email", "canary@example.org").submit().await;
        let mails = wait_for(listen, |found| found.contains_key(r#"practise_mail_tries_total{outcome="sent"}"#));
        assert_eq!(mails[r#"practise_mail_tries_total{outcome="sent"}"#], 1.0);
        let code = code_in(&folder.path().join("mail"));
        let wrong = if code == "424242" { "242424" } else { "424242" };
        page.form().set("code", wrong).press("Continue").await.should_be(422).form().set("code", code).press("Continue").await.should_be(200);
        // Visitors find no meters, and whoever reads them nothing else.
        client.get("/metrics").await.should_be(404);
        assert_eq!(ask(listen, &get("/", "")).unwrap().status, 404);
        let found = wait_for(listen, |found| found.keys().filter(|name| name.starts_with("practise_job_succeeded")).count() > 20);
        for (name, value) in [
            (r#"practise_requests_total{route="/work-experience",method="GET",status="2xx"}"#, 1.0),
            (r#"practise_requests_total{route="/links/{token}",method="GET",status="4xx"}"#, 2.0),
            (r#"practise_requests_total{route="/sign-in/code",method="POST",status="4xx"}"#, 1.0),
            (r#"practise_requests_total{route="unmatched",method="GET",status="4xx"}"#, 2.0),
            (r#"practise_request_seconds_count{route="/work-experience",method="GET"}"#, 1.0),
            (r#"practise_refused_total{limit="guesses"}"#, 1.0),
            (r#"practise_wrong_codes_total{code="sign_in"}"#, 1.0),
            ("practise_logins_total", 1.0),
            ("practise_database_up", 1.0),
            ("practise_mail_dead", 0.0),
            ("practise_mail_queued", 0.0),
            (r#"practise_decisions_overdue{days="7"}"#, 0.0),
            (r#"practise_job_failing{job="retention.erase"}"#, 0.0),
            (r#"practise_job_late{job="retention.erase"}"#, 0.0),
        ] {
            assert_eq!(found.get(name), Some(&value), "{name}: {found:#?}");
        }
        // Every meter that is promised is there, and no other.
        let told = |name: &str| {
            let name = name.split('{').next().unwrap();
            let ends = ["_bucket", "_sum", "_count"];
            ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).to_owned()
        };
        let there: std::collections::BTreeSet<String> = found.keys().map(|name| told(name)).collect();
        let promised: std::collections::BTreeSet<String> = METERS.iter().map(|meter| meter.name.to_owned()).collect();
        assert_eq!(there, promised);
        assert!(found["practise_queries_total{outcome=\"done\"}"] > 20.0 && found["practise_database_bytes"] > 100_000.0);
        drop(serving);
        one_line_each(&portal.log());
    }
}

/// The code of the only mail in a folder.
fn code_in(folder: &std::path::Path) -> String {
    let mut files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mail = files.find(|path| path.extension().is_some_and(|ending| ending == "eml")).unwrap();
    let text = std::fs::read_to_string(mail).unwrap();
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    text.lines().map(str::trim).find(is_code).unwrap().to_owned()
}

/// The log has one line for each request, of the template of its path, and nothing of what was asked or typed.
fn one_line_each(log: &str) {
    assert!(!log.contains("canary"), "{log}");
    let lines: Vec<Value> = log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    let of = |route: &str| answered.iter().filter(|line| line["route"] == route).collect::<Vec<_>>();
    assert_eq!(
        (of("/work-experience").len(), of("/links/{token}").len(), of("unmatched").len()),
        (1, 2, 2)
    );
    let line = of("/work-experience")[0];
    assert_eq!((&line["method"], &line["status"]), (&Value::from("GET"), &Value::from(200)));
    assert!(line["ms"].as_f64().unwrap() > 0.0 && line["timestamp"].is_string());
    let ids: std::collections::BTreeSet<&str> = answered.iter().map(|line| line["span"]["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), answered.len(), "each request has a name of its own");
}

/// While Postgres lets nobody in, the portal is alive and not ready, and says so; afterwards it goes on without a restart.
#[test]
fn without_its_database_it_is_alive_but_not_ready_until_it_is_back() {
    run(Backend::Postgres, |test: TestApp| async move {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = program(&test, folder.path());
        let listen = counted(&mut portal);
        let serving = portal.serve();
        let status = |path: &str| ask(serving.listen, &get(path, "")).unwrap().status;
        assert_eq!((status("/healthz"), status("/readyz")), (200, 200));
        let entry = ask(serving.listen, &get("/sign-in", "")).unwrap();
        let cookie = entry.header("set-cookie").split(';').next().unwrap().to_owned();
        assert!(cookie.starts_with("practise="), "{cookie}");
        let beside = TestDb::empty(Backend::Postgres);
        let mut admin = beside.connect();
        let name = address(&test).rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
        let mut let_in = |yes: bool| {
            admin
                .batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {yes}"))
                .unwrap();
            let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
            admin.batch_execute(&cut).unwrap();
        };
        let_in(false);
        let reply = ask(serving.listen, &get("/readyz", "")).unwrap();
        assert_eq!((reply.status, reply.text()), (503, "not ready\n".to_owned()));
        assert_eq!((status("/healthz"), status("/help"), status("/sign-in")), (200, 200, 503));
        // Whoever has a session as well: it says nothing to these, and they leave it as it is.
        for (path, status) in [("/healthz", 200), ("/robots.txt", 200), ("/assets/nothing", 404)] {
            let reply = ask(serving.listen, &get(path, &cookie)).unwrap();
            assert_eq!((reply.status, reply.header("set-cookie")), (status, ""), "{path}");
        }
        assert_eq!(meters(listen)["practise_database_up"], 0.0);
        let_in(true);
        wait_for(listen, |found| found["practise_database_up"] == 1.0);
        assert_eq!((status("/readyz"), status("/sign-in")), (200, 200));
    });
}
