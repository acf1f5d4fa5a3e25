//! Row 27: ten thousand connections at once. Nobody is refused, and whoever comes meanwhile is answered in time.

use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::waiting::median_and_p95;
use crate::support::process::{Program, ask, connect, get, reply};

const CONNECTIONS: usize = 10_000;
/// How long they are open and say nothing.
const OPEN: Duration = Duration::from_secs(2);

/// Opens connections and leaves them open.
fn open(to: SocketAddr, count: usize) -> Vec<TcpStream> {
    (0..count).map(|_| connect(to).unwrap()).collect()
}

#[test]
fn row_27_ten_thousand_connections_are_all_answered_and_hold_up_nobody() {
    practise::server::raise_open_files().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("practise.db").display());
    let mut program = Program::new(&database, &"0".repeat(64), folder.path());
    program.set("RUST_LOG", "warn");
    let serving = program.serve();
    let to = serving.listen;
    ask(to, &get("/work-experience", "")).unwrap();

    let over = Arc::new(AtomicBool::new(false));
    let honest = {
        let over = Arc::clone(&over);
        thread::spawn(move || {
            let mut times = Vec::new();
            while !over.load(Ordering::Relaxed) {
                let started = Instant::now();
                assert_eq!(ask(to, &get("/work-experience", "")).unwrap().status, 200);
                times.push(started.elapsed());
                thread::sleep(Duration::from_millis(10));
            }
            times
        })
    };
    let started = Instant::now();
    let mut streams = open(to, CONNECTIONS);
    let opened = started.elapsed();
    // All are open at the same time, and stay so for a while; then each asks for something.
    thread::sleep(OPEN);
    let request = get("/healthz", "").replace("{host}", &to.to_string());
    for part in streams.chunks_mut(500) {
        for stream in part.iter_mut() {
            stream.write_all(request.as_bytes()).unwrap();
        }
        for stream in part {
            assert_eq!(reply(&mut BufReader::new(stream)).unwrap().status, 200);
        }
    }
    let answered = started.elapsed() - OPEN;
    over.store(true, Ordering::Relaxed);
    let (median, p95) = median_and_p95(honest.join().unwrap());
    println!("10,000 open after {opened:.1?}, answered after {answered:.1?}; others: median {median:.1?}, p95 {p95:.1?}");
    assert!(p95 < Duration::from_secs(1), "p95 of the others: {p95:?}");
    assert!(!program.log().contains("ERROR"), "{}", program.log());
}
