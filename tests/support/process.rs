//! The real program as a process of its own, and requests written by hand: for what only shows from outside.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How to start the program: the settings that it finds in its environment.
#[derive(Clone)]
pub struct Program {
    settings: Vec<(String, String)>,
    listen: SocketAddr,
    log: PathBuf,
}

/// The program while it serves.
pub struct Serving {
    child: Child,
    /// Where it listens.
    pub listen: SocketAddr,
    /// From its start to the first 200 of `/healthz`.
    pub started_in: Duration,
}

/// What came back for a request.
pub struct Reply {
    /// The status, such as 200.
    pub status: u16,
    /// The head, with the status line, in lower case but for values.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Program {
    /// The program over `database`, with mail into `folder/mail` and its log in `folder/log`. Limits are wider than any test needs.
    pub fn new(database: &str, secret: &str, folder: &Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut program = Self {
            settings: Vec::new(),
            listen: free,
            log: folder.join("log"),
        };
        program.set("DATABASE_URL", database);
        program.set("PRACTISE_SECRET", secret);
        program.set("PRACTISE_LISTEN", &free.to_string());
        program.set("PRACTISE_MAIL_URL", &format!("file:{}", folder.join("mail").display()));
        for limit in [
            "PAGES_PER_MINUTE",
            "POSTS_PER_MINUTE",
            "SIGN_INS_PER_ACCOUNT",
            "SIGN_INS_PER_MINUTE",
            "REISSUES_PER_HOUR",
            "GUESSES_PER_MINUTE",
        ] {
            program.set(&format!("PRACTISE_LIMIT_{limit}"), "1000000000");
        }
        program
    }

    /// One more setting.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// Where it will listen.
    pub fn address(&self) -> String {
        format!("http://{}", self.listen)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let log = File::options().create(true).append(true).open(&self.log).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_practise"));
        command.args(arguments).env_clear().envs(self.settings.iter().cloned());
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        command
    }

    /// Runs another command of the program to its end.
    pub fn run(&self, arguments: &[&str]) -> ExitStatus {
        self.command(arguments).status().unwrap()
    }

    /// Starts `practise serve`, and waits until it answers.
    pub fn serve(&self) -> Serving {
        let started = Instant::now();
        let child = self.command(&["serve"]).spawn().unwrap();
        let mut serving = Serving {
            child,
            listen: self.listen,
            started_in: Duration::ZERO,
        };
        loop {
            if ask(self.listen, &get("/healthz", "")).is_ok_and(|reply| reply.status == 200) {
                serving.started_in = started.elapsed();
                return serving;
            }
            if let Some(status) = serving.child.try_wait().unwrap() {
                panic!("the program ended with {status}: {}", self.log());
            }
            assert!(
                started.elapsed() < Duration::from_mins(1),
                "the program should answer: {}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// What all its processes wrote so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Serving {
    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`: it ends at once, whatever it is doing.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to stop (SIGTERM), and does not wait.
    pub fn terminate(&self) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Waits for its end; nothing if it still runs after `most`.
    pub fn end(&mut self, most: Duration) -> Option<ExitStatus> {
        let started = Instant::now();
        while started.elapsed() < most {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reply {
    /// The value of a header; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A request for a page, with a cookie if there is one; the connection is closed after it.
pub fn get(path: &str, cookie: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: {{host}}\r\n{}Connection: close\r\n\r\n",
        cookie_line(cookie)
    )
}

/// A form that is sent.
pub fn post(path: &str, cookie: &str, pairs: &[(&str, &str)]) -> String {
    let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {{host}}\r\n{}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        cookie_line(cookie),
        body.len()
    )
}

fn cookie_line(cookie: &str) -> String {
    if cookie.is_empty() {
        String::new()
    } else {
        format!("Cookie: {cookie}\r\n")
    }
}

/// A connection on which nothing takes longer than 30 seconds.
pub fn connect(to: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&to, Duration::from_secs(10))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.set_write_timeout(Some(Duration::from_secs(30)))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Sends a request (`{host}` in it stands for the address) and reads the whole reply.
pub fn ask(to: SocketAddr, request: &str) -> io::Result<Reply> {
    let mut stream = connect(to)?;
    stream.write_all(request.replace("{host}", &to.to_string()).as_bytes())?;
    reply(&mut BufReader::new(stream))
}

/// Reads one reply, as long as it says that it is.
pub fn reply(from: &mut impl BufRead) -> io::Result<Reply> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if from.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or(io::ErrorKind::InvalidData)?;
    let mut reply = Reply {
        status,
        head,
        body: Vec::new(),
    };
    let length = reply.header("content-length").parse().unwrap_or(0);
    reply.body.resize(length, 0);
    from.read_exact(&mut reply.body)?;
    Ok(reply)
}
