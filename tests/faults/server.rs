//! Row 8: Postgres is started anew, or the line to it is cut. Whoever comes meanwhile is told to try again, never that something is broken; within
//! five seconds of its return the portal is well, without a new start.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use practise::config::DatabaseUrl;

use crate::support::app::SECRET;
use crate::support::client::Client;
use crate::support::db::{Backend, TestDb};
use crate::support::process::{Program, ask, get};
use crate::support::run::run;

/// The line to a server, which can be cut: then nobody gets through, and whoever was connected is cut off.
struct Line {
    listen: SocketAddr,
    cut: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Line {
    fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let line = Self {
            listen: listener.local_addr().unwrap(),
            cut: Arc::default(),
            open: Arc::default(),
        };
        let (cut, open) = (Arc::clone(&line.cut), Arc::clone(&line.open));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(near) = stream else { return };
                if cut.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(far) = TcpStream::connect(server) else { continue };
                let mut open = open.lock().unwrap();
                open.extend([near.try_clone().unwrap(), far.try_clone().unwrap()]);
                pass(near.try_clone().unwrap(), far.try_clone().unwrap());
                pass(far, near);
            }
        });
        line
    }

    fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        for stream in self.open.lock().unwrap().drain(..) {
            // The other end may have closed it.
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
    }

    fn mend(&self) {
        self.cut.store(false, Ordering::SeqCst);
    }
}

/// Passes on what comes, until one end closes.
fn pass(mut from: TcpStream, mut to: TcpStream) {
    std::thread::spawn(move || {
        let mut part = [0; 16_384];
        while let Ok(length) = from.read(&mut part) {
            if length == 0 || to.write_all(&part[..length]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(std::net::Shutdown::Both);
    });
}

/// What people who read pages all the time were answered, until they are told to stop.
fn crowd(to: SocketAddr, stop: &Arc<AtomicBool>) -> Vec<std::thread::JoinHandle<Vec<u16>>> {
    let person = |path: &'static str| {
        let stop = Arc::clone(stop);
        std::thread::spawn(move || {
            let mut seen = Vec::new();
            while !stop.load(Ordering::SeqCst) {
                seen.push(ask(to, &get(path, "")).map_or(0, |reply| reply.status));
                std::thread::sleep(Duration::from_millis(20));
            }
            seen
        })
    };
    ["/sign-in", "/work-experience?q=ward", "/organisations", "/readyz"]
        .map(person)
        .into()
}

#[test]
fn row_08_a_cut_line_to_postgres_is_503_and_heals_by_itself() {
    run(Backend::Postgres, |backend: Backend| async move {
        let db = TestDb::migrated(backend);
        let DatabaseUrl::Postgres(direct) = db.url() else {
            panic!("a server")
        };
        let mut address = url::Url::parse(direct).unwrap();
        let server = format!("127.0.0.1:{}", address.port().unwrap()).parse().unwrap();
        let line = Line::to(server);
        address.set_port(Some(line.listen.port())).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let program = Program::new(address.as_str(), SECRET, folder.path());
        let serving = program.serve();
        let client = Client::new(&program.address(), &program.address());
        let mut form = client.get("/sign-in").await.form().set("email", "ada@example.org");
        let stop = Arc::new(AtomicBool::new(false));
        let people = crowd(serving.listen, &stop);
        for turn in 1..=3 {
            line.cut();
            let refused = form.submit().await;
            refused.should_be(503);
            assert!(!refused.header("retry-after").is_empty());
            form = refused.form();
            assert_eq!(form.value("email"), Some("ada@example.org"), "turn {turn}: what was typed is kept");
            assert_eq!(ask(serving.listen, &get("/readyz", "")).unwrap().status, 503);
            assert_eq!(
                ask(serving.listen, &get("/healthz", "")).unwrap().status,
                200,
                "the process itself is well"
            );
            line.mend();
            let mended = Instant::now();
            while ask(serving.listen, &get("/readyz", "")).unwrap().status != 200 {
                assert!(mended.elapsed() < Duration::from_secs(5), "turn {turn}: it should be well again");
                std::thread::sleep(Duration::from_millis(50));
            }
            client.get("/work-experience").await.should_be(200);
        }
        form.submit().await.should_be(200).should_say("ada@example.org");
        stop.store(true, Ordering::SeqCst);
        let mut seen: Vec<u16> = people.into_iter().flat_map(|person| person.join().unwrap()).collect();
        let asked = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert!(
            seen.iter().all(|status| [200, 503].contains(status)),
            "of {asked} questions: {seen:?}"
        );
        assert!(seen.contains(&503), "somebody should have come meanwhile");
    });
}
