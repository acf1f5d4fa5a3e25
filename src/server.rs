//! The server: one application per thread, the same parts for all.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::web::Data;
use actix_web::{App as Service, HttpServer};

use crate::app::{App, configure};

/// Starts to serve `app` on `listener`. The server runs when it is awaited, and leaves signals to its caller.
///
/// # Errors
/// If the listener cannot be used.
pub fn start(listener: TcpListener, app: Data<App>) -> std::io::Result<Server> {
    Ok(HttpServer::new(move || Service::new().app_data(app.clone()).configure(configure))
        .disable_signals()
        .listen(listener)?
        .run())
}
