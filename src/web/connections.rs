//! Connections between their requests. The server itself limits only the first request of a connection; here a client that reads its answer
//! too slowly, or sends half of a next request and stays, is cut off.

use std::net::{Shutdown, TcpStream};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::middleware::Next;
use actix_web::{rt, web};

use crate::app::App;

/// Seconds from an answer to the next whole head of a request.
const PAUSE: u64 = 10;
/// For every so many bytes of an answer, a client has a second more. Whatever the system has taken over to send is sent even after that, so this
/// is not how fast a client has to be; it keeps the longest wait, that for the largest file, below 15 seconds.
const EACH_SECOND: u64 = 64 * 1024;
/// While a request is worked on, its connection stays.
const BUSY: u64 = u64::MAX;

/// The open connections of one server.
#[derive(Debug)]
pub struct Connections {
    most: usize,
    seconds: Arc<AtomicU64>,
    open: Mutex<Vec<Weak<Watched>>>,
}

/// One connection: a second handle of its socket, and the second after which it is cut off.
#[derive(Debug)]
pub struct Watched {
    socket: TcpStream,
    seconds: Arc<AtomicU64>,
    until: AtomicU64,
}

impl Connections {
    /// Of the files that may be open, every fourth is for the second handles of connections: with as many again for the connections themselves,
    /// half are left over. In a rush beyond that, further connections are let in unwatched and have the server's own limits.
    pub fn new(open_files: usize) -> Self {
        Self {
            most: open_files / 4,
            seconds: Arc::default(),
            open: Mutex::default(),
        }
    }

    /// Begins to watch a connection, if there is room; its first request has a limit of the server's.
    pub fn watch(&self, socket: &rt::net::TcpStream) -> std::io::Result<Arc<Watched>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= self.most {
            return Err(std::io::ErrorKind::QuotaExceeded.into());
        }
        let socket = TcpStream::from(socket.as_fd().try_clone_to_owned()?);
        let watched = Arc::new(Watched {
            socket,
            seconds: Arc::clone(&self.seconds),
            until: AtomicU64::new(BUSY),
        });
        open.push(Arc::downgrade(&watched));
        Ok(watched)
    }

    /// Cuts off, every second, what has been still for too long, until nobody holds `connections` any more.
    pub async fn cut(connections: Weak<Self>) {
        loop {
            rt::time::sleep(Duration::from_secs(1)).await;
            let Some(this) = connections.upgrade() else { return };
            let now = this.seconds.fetch_add(1, Ordering::Relaxed) + 1;
            this.open
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .retain(|open| match open.upgrade() {
                    Some(watched) if now > watched.until.load(Ordering::Relaxed) => {
                        // An error means that it is closed already.
                        let _ = watched.socket.shutdown(Shutdown::Both);
                        false
                    }
                    Some(_) => true,
                    None => false,
                });
        }
    }
}

/// The middleware that tells when a connection is busy. When the process is about to stop, each connection ends with its answer.
pub async fn note(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let watched = request.conn_data::<Arc<Watched>>().cloned();
    if let Some(watched) = &watched {
        watched.until.store(BUSY, Ordering::Relaxed);
    }
    let app = request.app_data::<web::Data<App>>().cloned();
    let mut answer = next.call(request).await;
    if app.is_some_and(|app| app.leaving.load(Ordering::Relaxed))
        && let Ok(answer) = &mut answer
    {
        answer.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    if let Some(watched) = &watched {
        let bytes = match answer.as_ref().map(|answer| answer.response().body().size()) {
            Ok(BodySize::Sized(bytes)) => bytes,
            _ => 0,
        };
        watched.until.store(
            watched.seconds.load(Ordering::Relaxed) + PAUSE + bytes / EACH_SECOND,
            Ordering::Relaxed,
        );
    }
    answer
}
