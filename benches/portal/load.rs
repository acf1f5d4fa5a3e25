//! Asking for one page again and again, and the bare handler that it is measured by.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::{ask, connect, get};

/// Connections at once, all from one thread.
const CONNECTIONS: usize = 32;
/// So many of them are asked and heard together. The server answers in the order in which it was asked; whoever waits for the last answer of a group
/// finds the others there, and is woken once for all of them. A client that is woken for each would cost a slow page, whose answers it waits for,
/// up to a fifth more, and the bare handler nothing. Meanwhile the server has the other group.
const GROUP: usize = 16;
/// The process that runs nothing but a bare handler is this program again, with this variable set to its address.
pub const BARE: &str = "PRACTISE_BENCH_BARE";

/// The middle one.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A request on a connection that is kept.
pub fn kept(request: &str) -> String {
    request.replace("Connection: close\r\n", "")
}

/// Connections that ask for the same page again and again.
pub struct Load {
    streams: Vec<TcpStream>,
    request: Vec<u8>,
    /// Of one answer, with its head.
    pub length: usize,
    answer: Vec<u8>,
}

impl Load {
    /// Of the page at `path` for whoever has this cookie.
    pub fn new(to: SocketAddr, path: &str, cookie: &str) -> Self {
        let request = kept(&get(path, cookie));
        // The first answer fills the caches and writes down who looked, the second says how long an answer is.
        let one = || ask(to, &request).unwrap();
        one();
        let reply = one();
        assert_eq!(reply.status, 200, "{path}: {}", reply.head);
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
    pub fn run(&mut self, time: Duration) -> (u32, f64) {
        let (started, mut count) = (Instant::now(), 0);
        for stream in &mut self.streams {
            stream.write_all(&self.request).unwrap();
        }
        let mut last = false;
        while !last {
            last = started.elapsed() >= time;
            for group in self.streams.chunks_mut(GROUP) {
                for stream in group.iter_mut().rev() {
                    stream.read_exact(&mut self.answer).unwrap();
                    assert!(self.answer.starts_with(b"HTTP/1.1 200"));
                    count += 1;
                }
                // The next questions at once, so that the server always has work.
                for stream in group.iter_mut().filter(|_| !last) {
                    stream.write_all(&self.request).unwrap();
                }
            }
        }
        (count, f64::from(count) / started.elapsed().as_secs_f64())
    }
}

/// The process with the bare handler.
pub struct Bare {
    child: Child,
    pub listen: SocketAddr,
}

impl Bare {
    pub fn start() -> Self {
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

    /// Its load of answers of so many bytes, heads and all.
    pub fn load(&self, bytes: usize) -> Load {
        Load::new(self.listen, &format!("/{}", bytes.saturating_sub(120)), "")
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As little as actix can do: so many bytes.
pub fn bare(listen: &str) {
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
