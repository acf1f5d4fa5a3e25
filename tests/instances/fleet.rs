//! Real programs on one Postgres with HAProxy in front, configured as docs/operations/haproxy.cfg says.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::faults::program::address;
use crate::support::app::{SECRET, TestApp};
use crate::support::db::{Backend, TestDb};
use crate::support::process::{Program, Serving, ask, get};
use crate::support::source::root;

/// The instances and what stands in front of them.
pub struct Fleet {
    pub serving: Vec<Option<Serving>>,
    programs: Vec<Program>,
    proxy: Proxy,
    pub folder: tempfile::TempDir,
    // The last field: the database goes when nothing uses it any more.
    pub db: Rc<TestDb>,
}

/// HAProxy while it runs.
struct Proxy {
    child: Child,
    listen: SocketAddr,
    socket: PathBuf,
}

fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

impl Fleet {
    /// So many instances over a fresh database, each with settings of its own if `change` makes some.
    pub fn start(count: usize, change: impl Fn(&mut Program)) -> Self {
        Self::on(Rc::new(TestDb::migrated(Backend::Postgres)), count, change)
    }

    /// The same over a database that is there already.
    pub fn on(db: Rc<TestDb>, count: usize, change: impl Fn(&mut Program)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let public = free();
        let mut programs = Vec::new();
        for number in 0..count {
            let own = folder.path().join(format!("instance{number}"));
            std::fs::create_dir(&own).unwrap();
            let mut program = Program::new(&address(&db), SECRET, &own);
            program.set("PRACTISE_PUBLIC_URL", &format!("http://{public}"));
            program.set("PRACTISE_MAIL_URL", &format!("file:{}", folder.path().join("mail").display()));
            program.set("PRACTISE_TRUSTED_PROXIES", "1");
            program.set("PRACTISE_DRAIN_SECONDS", "2");
            program.set("PRACTISE_LOG", "json");
            change(&mut program);
            programs.push(program);
        }
        let serving: Vec<Option<Serving>> = programs.iter().map(|program| Some(program.serve())).collect();
        let servers: Vec<SocketAddr> = serving.iter().flatten().map(|one| one.listen).collect();
        let fleet = Self {
            serving,
            programs,
            proxy: Proxy::start(folder.path(), public, &servers),
            folder,
            db,
        };
        fleet.all_are_up();
        fleet
    }

    /// Where visitors come.
    pub fn public(&self) -> SocketAddr {
        self.proxy.listen
    }

    /// Where one instance listens.
    pub fn instance(&self, number: usize) -> SocketAddr {
        self.serving[number].as_ref().expect("the instance should run").listen
    }

    /// A portal in this process over the same database, to prepare and to count.
    pub fn portal(&self) -> TestApp {
        TestApp::on(Rc::clone(&self.db)).real_time().start()
    }

    /// `kill -9` of one.
    pub fn kill(&mut self, number: usize) {
        self.serving[number].take().expect("the instance should run").kill();
    }

    /// Stops one in order; the status that it ended with.
    pub fn stop(&mut self, number: usize) -> Option<i32> {
        let mut serving = self.serving[number].take().expect("the instance should run");
        serving.terminate();
        serving.end(Duration::from_secs(25)).and_then(|status| status.code())
    }

    /// Starts one again, and waits until HAProxy sends it visitors.
    pub fn begin(&mut self, number: usize) {
        self.serving[number] = Some(self.programs[number].serve());
        self.all_are_up();
    }

    /// What all of them wrote so far.
    pub fn logs(&self) -> Vec<String> {
        self.programs.iter().map(Program::log).collect()
    }

    /// Waits until HAProxy has found every running instance ready.
    fn all_are_up(&self) {
        let wanted = self.serving.iter().flatten().count();
        let started = Instant::now();
        while self.proxy.up() != wanted || ask(self.public(), &get("/", "")).map(|reply| reply.status).ok() != Some(200) {
            assert!(
                started.elapsed() < Duration::from_secs(30),
                "{} of {wanted} are up",
                self.proxy.up()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Proxy {
    /// The documented configuration, with the addresses of the test, and checks that come five times as often.
    fn start(folder: &Path, listen: SocketAddr, servers: &[SocketAddr]) -> Self {
        let documented = std::fs::read_to_string(root().join("docs/operations/haproxy.cfg")).unwrap();
        let socket = folder.join("haproxy.sock");
        let mut own = String::new();
        for line in documented.lines() {
            if line.trim_start().starts_with("bind ") {
                own += &format!("    bind {listen}\n");
            } else if !line.trim_start().starts_with("server ") {
                own += &format!("{}\n", line.replace("inter 1s", "inter 200ms"));
            }
            if line == "global" {
                own += &format!("    stats socket {} level operator\n", socket.display());
            }
        }
        for (number, server) in servers.iter().enumerate() {
            own += &format!("    server instance{number} {server}\n");
        }
        let file = folder.join("haproxy.cfg");
        std::fs::write(&file, own).unwrap();
        let log = std::fs::File::create(folder.join("haproxy.log")).unwrap();
        let child = Command::new("haproxy")
            .args(["-db", "-f"])
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .expect("haproxy should be there: tests/support/install.sh installs it");
        Self { child, listen, socket }
    }

    /// How many instances get visitors.
    fn up(&self) -> usize {
        let ask = || -> std::io::Result<String> {
            let mut socket = UnixStream::connect(&self.socket)?;
            socket.write_all(b"show stat\n")?;
            let mut text = String::new();
            socket.read_to_string(&mut text)?;
            Ok(text)
        };
        // The state is the eighteenth column.
        ask()
            .unwrap_or_default()
            .lines()
            .filter(|line| line.starts_with("instances,instance") && line.split(',').nth(17) == Some("UP"))
            .count()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
