//! Public pages are read from a replica, a real one, as long as it keeps up: never later than a second, never after one's own change, and when it
//! is gone, the primary answers.

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use practise::config::DatabaseUrl;

use super::cluster::Server;
use crate::support::app::{SECRET, TestApp};
use crate::support::db::TestDb;
use crate::support::process::{Program, ask, get};

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many connections of the portal a server has that asked for this.
fn asked(server: &Server, words: &str) -> i64 {
    let query = format!("SELECT count(*) AS count FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%{words}%'");
    diesel::sql_query(query).get_result::<Count>(&mut server.connect()).unwrap().count
}

/// Asks for the list of placements, another address each time so that none is kept; whether `words` are on it.
fn says(to: SocketAddr, words: &str, cookie: &str) -> bool {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let path = format!("/careers/nursing?number={}", NEXT.fetch_add(1, Ordering::Relaxed));
    let page = ask(to, &get(&path, cookie)).unwrap();
    assert_eq!(page.status, 200, "{path}");
    page.text().contains(words)
}

/// Waits until `is` is so.
fn until(what: &str, is: impl Fn() -> bool) -> Duration {
    let started = Instant::now();
    while !is() {
        assert!(started.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
    started.elapsed()
}

#[test]
fn public_pages_are_read_from_a_replica_and_never_too_late() {
    let primary = Server::primary();
    let db = Rc::new(TestDb::at(DatabaseUrl::parse(&primary.url()).unwrap()));
    let test = TestApp::on(Rc::clone(&db)).real_time().start();
    let round = test.open_round("REPLICA");
    let place = |name: &'static str| {
        test.placement(round, &name.to_lowercase(), |new| {
            new.title = name;
            new.family = "nursing";
        })
    };
    place("Firstly");
    let replica = primary.replica();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::new(&primary.url(), SECRET, folder.path());
    program.set("DATABASE_REPLICA_URL", &replica.url());
    program.set("PRACTISE_BACKGROUND", "false");
    let serving = program.serve();
    let to = serving.listen;

    until("the replica is asked", || {
        assert!(says(to, "Firstly", ""));
        asked(&replica, "opportunity") > 0
    });
    // It follows: a new placement is there within a second.
    place("Secondly");
    assert!(until("a new placement is shown", || says(to, "Secondly", "")) < Duration::from_secs(1));

    // A replica that falls behind is asked for a second at most.
    replica.connect().batch_execute("SELECT pg_wal_replay_pause()").unwrap();
    place("Thirdly");
    let session = ask(to, &get("/sign-in", "")).unwrap();
    let cookie = session.header("set-cookie").split(';').next().unwrap().to_owned();
    assert!(says(to, "Thirdly", &cookie), "whoever has a session sees what is so now");
    let late = until("a replica that is behind is left alone", || says(to, "Thirdly", ""));
    assert!(late < Duration::from_secs(2), "{late:?}");
    std::thread::sleep(Duration::from_secs(1));
    assert!(says(to, "Thirdly", ""));
    replica.connect().batch_execute("SELECT pg_wal_replay_resume()").unwrap();
    until("it has caught up", || program.log().matches("keeps_up=true").count() > 1);

    // It is gone: every page still comes, and it is used again when it is back.
    std::thread::scope(|scope| {
        let gone = scope.spawn(|| replica.kill());
        while !gone.is_finished() {
            assert!(says(to, "Thirdly", ""));
        }
    });
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(2) {
        let one = Instant::now();
        assert!(says(to, "Thirdly", ""));
        assert!(one.elapsed() < Duration::from_secs(1), "{:?}", one.elapsed());
    }
    assert_eq!(
        ask(to, &get("/readyz", "")).unwrap().status,
        200,
        "an instance is well without its replica"
    );
    let before = program.log().matches("keeps_up=true").count();
    replica.start();
    until("it is back", || {
        program.log().matches("keeps_up=true").count() > before && {
            says(to, "Thirdly", "");
            asked(&replica, "opportunity") > 0
        }
    });

    // The primary is gone: what is public can still be read, and nothing else is promised.
    primary.kill();
    assert!(says(to, "Thirdly", ""));
    primary.start();
}
