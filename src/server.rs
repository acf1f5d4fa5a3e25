//! The server: the order of the middleware, and how long a client may take. `practise serve` and the tests start the same one.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App as Actix, HttpServer, rt, web};
use rustix::net::listen;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::app::{App, configure};
use crate::auth::sessions;
use crate::web::connections::{self, Connections};
use crate::web::host::Own;
use crate::web::{errors, gate, limits, page_cache, request_log, security};

/// A connection without a request is closed after this.
const KEEP_ALIVE: Duration = Duration::from_secs(10);
/// The head of a request has to be there by then.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// A client that is done has this long to close its side.
const GOODBYE: Duration = Duration::from_secs(3);
/// In a rush, so many connections wait for their turn; to any further one, the system says nothing, and its client tries again a second later.
const BACKLOG: i32 = 4096;
/// When the portal stops, requests under way have this long, in seconds: less than the program gives itself, so that it ends in order.
const SHUTDOWN_SECONDS: u64 = 10;

/// As many files and connections may be open as the system lets this program have: it may give a new program fewer than that.
///
/// # Errors
/// Whatever the operating system says.
pub fn raise_open_files() -> std::io::Result<()> {
    let limits = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limits.maximum,
        ..limits
    };
    Ok(setrlimit(Resource::Nofile, raised)?)
}

/// How many files and connections may be open.
fn open_files() -> usize {
    let limits = getrlimit(Resource::Nofile);
    limits.current.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX)
}

/// Starts to answer on `listener`. Signals are the caller's to handle: `Server::handle().stop(true)` ends what is under way and stops.
///
/// # Errors
/// Whatever the operating system says about `listener`.
pub fn start(listener: TcpListener, app: web::Data<App>) -> std::io::Result<Server> {
    listen(&listener, BACKLOG)?;
    let own = web::Data::new(Own::new(&app.config, listener.local_addr()?));
    let workers = match app.config.workers {
        0 => std::thread::available_parallelism().map_or(2, usize::from),
        count => count,
    };
    let connections = Arc::new(Connections::new(open_files()));
    rt::spawn(Connections::cut(Arc::downgrade(&connections)));
    let server = HttpServer::new(move || {
        // From the innermost to the outermost.
        Actix::new()
            .app_data(app.clone())
            .app_data(own.clone())
            .configure(configure)
            .wrap(from_fn(limits::count))
            .wrap(sessions(&app))
            .wrap(from_fn(gate::pass))
            .wrap(from_fn(errors::pages))
            .wrap(from_fn(page_cache::lookup))
            .wrap(from_fn(security::headers))
            .wrap(from_fn(request_log::record))
            .wrap(from_fn(connections::note))
    });
    let server = server
        .on_connect(move |socket, kept| {
            // One that cannot be watched (a rush, or no handles left) has the server's own limits.
            if let Some(socket) = socket.downcast_ref()
                && let Ok(watched) = connections.watch(socket)
            {
                kept.insert(watched);
            }
        })
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD_TIME)
        .client_disconnect_timeout(GOODBYE)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .disable_signals()
        .workers(workers)
        .listen(listener)?;
    Ok(server.run())
}
