//! A mail server of the test's own, which does what it is told.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Takes it.
    Take,
    /// Puts it off with this reply.
    Reply(&'static str),
    /// Says nothing when it hears the recipient.
    Hang,
    /// Takes the whole mail and then says nothing.
    TakeAndHang,
    /// Cuts the line when it hears the recipient.
    Cut,
}

/// The server.
#[derive(Clone)]
pub struct Sink {
    address: SocketAddr,
    rules: Arc<Mutex<BTreeMap<String, Does>>>,
    received: Arc<Mutex<Vec<Vec<u8>>>>,
    connections: Arc<AtomicUsize>,
}

impl Sink {
    /// A server on a port of its own.
    pub async fn start() -> Self {
        Self::start_on("127.0.0.1:0".parse().unwrap()).await
    }

    /// A server on this address.
    pub async fn start_on(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let sink = Self {
            address: listener.local_addr().unwrap(),
            rules: Arc::default(),
            received: Arc::default(),
            connections: Arc::default(),
        };
        let server = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                server.connections.fetch_add(1, Ordering::SeqCst);
                let server = server.clone();
                tokio::spawn(async move { server.talk(stream).await });
            }
        });
        sink
    }

    /// Its address as a setting.
    pub fn url(&self) -> String {
        format!("smtp://{}?tls=none", self.address)
    }

    /// From now on it does `does` with mail for `domain`; `*` is for all others.
    pub fn rule(&self, domain: &str, does: Does) {
        self.rules.lock().unwrap().insert(domain.to_owned(), does);
    }

    /// The mails that it took, in the order in which it did.
    pub fn received(&self) -> Vec<Vec<u8>> {
        self.received.lock().unwrap().clone()
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    fn does(&self, recipient: &str) -> Does {
        let rules = self.rules.lock().unwrap();
        let domain = recipient.rsplit('@').next().unwrap().trim_end_matches('>');
        *rules.get(domain).or_else(|| rules.get("*")).unwrap_or(&Does::Take)
    }

    async fn talk(self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut does = Does::Take;
        write.write_all(b"220 sink\r\n").await.ok()?;
        while let Some(line) = lines.next_line().await.ok()? {
            let verb = line.split([' ', ':']).next().unwrap().to_uppercase();
            let reply = match verb.as_str() {
                "RCPT" => {
                    does = self.does(line.split_whitespace().nth(1).unwrap());
                    match does {
                        Does::Take | Does::TakeAndHang => "250 yes",
                        Does::Reply(reply) => reply,
                        Does::Hang => std::future::pending().await,
                        Does::Cut => return None,
                    }
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    let mut mail = Vec::new();
                    while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                        mail.extend_from_slice(line.strip_prefix('.').unwrap_or(&line).as_bytes());
                        mail.extend_from_slice(b"\r\n");
                    }
                    self.received.lock().unwrap().push(mail);
                    if does == Does::TakeAndHang {
                        std::future::pending::<()>().await;
                    }
                    "250 taken"
                }
                "QUIT" => {
                    write.write_all(b"221 bye\r\n").await.ok()?;
                    return None;
                }
                "EHLO" | "HELO" | "MAIL" | "NOOP" | "RSET" => "250 sink",
                _ => "500 what",
            };
            write.write_all(format!("{reply}\r\n").as_bytes()).await.ok()?;
        }
        None
    }
}
