//! Row 26: clients that take their time are cut off, and hold up nobody else.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use practise::web::assets;

use super::waiting::median_and_p95;
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::process::{ask, connect, get};
use crate::support::run::run;

/// The promise: nobody keeps a connection busy for longer.
const CUT: Duration = Duration::from_secs(15);

/// Sends `start`, then one byte a second of `rest`, until the server hangs up or has answered; says how long that took.
fn dribble(to: SocketAddr, start: String) -> JoinHandle<(Duration, String)> {
    thread::spawn(move || {
        let mut stream = connect(to).unwrap();
        stream.write_all(start.replace("{host}", &to.to_string()).as_bytes()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
        let (started, mut answer) = (Instant::now(), Vec::new());
        while started.elapsed() < CUT * 2 {
            let mut some = [0; 4096];
            match stream.read(&mut some) {
                Ok(0) => break,
                Ok(read) => answer.extend_from_slice(&some[..read]),
                Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                    if stream.write_all(b"a").is_err() {
                        break;
                    }
                }
                Err(_) => break,
            }
        }
        (started.elapsed(), String::from_utf8_lossy(&answer).into_owned())
    })
}

/// Asks for the largest file again and again, and takes nothing of it.
fn never_reads(to: SocketAddr) -> TcpStream {
    let largest = assets::all().iter().max_by_key(|asset| asset.raw.len()).unwrap();
    let mut stream = connect(to).unwrap();
    let request = format!("GET {} HTTP/1.1\r\nHost: {to}\r\n\r\n", largest.path);
    stream.write_all(request.repeat(100).as_bytes()).unwrap();
    stream
}

/// Whether the system still holds this connection open, on the side that answers.
fn held(stream: &TcpStream) -> bool {
    const ESTABLISHED: &str = "01";
    let port = |address: SocketAddr| format!(":{:04X}", address.port());
    let (near, far) = (port(stream.peer_addr().unwrap()), port(stream.local_addr().unwrap()));
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    table
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .any(|fields| fields[1].ends_with(&near) && fields[2].ends_with(&far) && fields[3] == ESTABLISHED)
}

#[test]
fn row_26_slow_heads_bodies_and_readers_are_cut_while_others_are_answered() {
    run(Backend::Sqlite, |backend: Backend| async move {
        let test = TestApp::builder(backend).real_time().start();
        let to = test.config().listen;
        let heads: Vec<_> = (0..40)
            .map(|_| dribble(to, "GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: ".to_owned()))
            .collect();
        let silent: Vec<_> = (0..10).map(|_| dribble(to, String::new())).collect();
        let post = "POST /sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail=";
        let readers: Vec<_> = (0..10).map(|_| never_reads(to)).collect();
        assert!(readers.iter().all(held));
        let bodies: Vec<_> = (0..40).map(|_| dribble(to, post.to_owned())).collect();
        let (started, mut times) = (Instant::now(), Vec::new());
        while started.elapsed() < CUT || !heads.iter().chain(&bodies).chain(&silent).all(JoinHandle::is_finished) {
            let started = Instant::now();
            let page = tokio::task::spawn_blocking(move || ask(to, &get("/work-experience", "")))
                .await
                .unwrap();
            assert_eq!(page.unwrap().status, 200);
            times.push(started.elapsed());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let (median, p95) = median_and_p95(times);
        println!("100 slow clients; others: median {median:.1?}, p95 {p95:.1?}");
        assert!(p95 < Duration::from_secs(1), "p95 of the others: {p95:?}");
        assert_eq!(
            readers.iter().filter(|reader| held(reader)).count(),
            0,
            "readers held after {CUT:?}"
        );
        for slow in heads.into_iter().chain(silent) {
            let (took, _) = slow.join().unwrap();
            assert!(took < CUT, "a head: {took:?}");
        }
        for slow in bodies {
            let (took, answer) = slow.join().unwrap();
            assert!(took < CUT, "a body: {took:?}");
            assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        }
    });
}
