//! A Postgres server of a test's own, and a second one that follows it.

use std::fs::Permissions;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use diesel::prelude::*;

/// A server on a port of its own. It ends with this value.
pub struct Server {
    folder: tempfile::TempDir,
    port: u16,
}

const PASSWORD: &str = "of the tests";
/// Nothing here outlives the test: no waiting for the disk.
const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=16MB -c fsync=off -c autovacuum=off";

/// The folder of the server's programs: as `pg_config` says, or the newest of Debian's.
fn programs() -> PathBuf {
    let configured = Command::new("pg_config").arg("--bindir").output().ok();
    let configured = configured.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    if let Some(folder) = configured.filter(|folder| folder.join("initdb").exists()) {
        return folder;
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .expect("Postgres should be installed")
        .flatten();
    let folders = versions
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists());
    let number = |folder: &PathBuf| {
        folder
            .parent()
            .and_then(|version| version.file_name()?.to_str()?.parse::<u32>().ok())
    };
    folders.max_by_key(number).expect("initdb should be installed")
}

/// A command as the user who owns the servers: Postgres refuses to run as root.
fn as_owner(program: &str) -> Command {
    let path = programs().join(program);
    if !rustix::process::geteuid().is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(path);
    command
}

fn done(command: &mut Command) {
    // A server that goes on has a copy of its starter's output, so that nobody may wait for its end.
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{command:?}: {status}");
}

/// A folder that the owner of the servers can use.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("practise-cluster-").tempdir().unwrap();
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
    folder
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Server {
    /// A new, empty server.
    pub fn primary() -> Self {
        let server = Self {
            folder: folder(),
            port: free_port(),
        };
        let secret = server.folder.path().join("password");
        std::fs::write(&secret, PASSWORD).unwrap();
        let mut made = as_owner("initdb");
        made.args([
            "--username",
            "practise",
            "--auth",
            "scram-sha-256",
            "--encoding",
            "UTF8",
            "--no-locale",
            "--no-sync",
        ]);
        done(made.arg("--pwfile").arg(&secret).arg("--pgdata").arg(server.data()));
        server.start();
        server
    }

    /// A server that was copied from this one, and follows it.
    pub fn replica(&self) -> Self {
        let server = Self {
            folder: folder(),
            port: free_port(),
        };
        let mut copy = as_owner("pg_basebackup");
        copy.args([
            "--write-recovery-conf",
            "--checkpoint",
            "fast",
            "--wal-method",
            "stream",
            "--no-sync",
            "--pgdata",
        ]);
        done(copy.arg(server.data()).arg("--dbname").arg(self.url()));
        server.start();
        server
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Starts it, after its end too.
    pub fn start(&self) {
        let options = format!("-p {} {SETTINGS}", self.port);
        done(
            self.control("start")
                .args(["--options", &options, "--log"])
                .arg(self.data().join("log")),
        );
    }

    fn control(&self, what: &str) -> Command {
        let mut command = as_owner("pg_ctl");
        command
            .args([what, "--silent", "--wait", "--timeout", "60", "--pgdata"])
            .arg(self.data());
        command
    }

    /// Ends it at once, as if the power was cut.
    pub fn kill(&self) {
        done(self.control("stop").args(["--mode", "immediate"]));
    }

    /// Its address.
    pub fn url(&self) -> String {
        let password: String = url::form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect();
        format!(
            "postgres://practise:{}@127.0.0.1:{}/postgres",
            password.replace('+', "%20"),
            self.port
        )
    }

    /// A connection to it.
    pub fn connect(&self) -> PgConnection {
        PgConnection::establish(&self.url()).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if Path::new(&self.data().join("postmaster.pid")).exists() {
            // It may have ended already.
            let _ = self.control("stop").args(["--mode", "immediate"]).stderr(Stdio::null()).status();
        }
    }
}
