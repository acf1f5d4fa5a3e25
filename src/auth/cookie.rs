//! The session's cookie: a signed number without meaning; what it stands for is in the database.

use actix_session::SessionMiddleware;
use actix_session::config::{BrowserSession, CookieContentSecurity};
use actix_web::cookie::{Key, SameSite};
use actix_web::http::header::{COOKIE, HeaderMap};

use super::session::DieselSessions;
use crate::app::App;
use crate::config::{Config, Environment};

/// What the cookie is called.
fn name(config: &Config) -> &'static str {
    if config.environment == Environment::Production {
        "__Host-portal"
    } else {
        "practise"
    }
}

/// True if a request brings a session's cookie, whatever it is worth: whoever has none has changed nothing.
pub fn has_session_cookie(headers: &HeaderMap, config: &Config) -> bool {
    let (name, pairs) = (name(config), headers.get_all(COOKIE).filter_map(|line| line.to_str().ok()));
    pairs
        .flat_map(|line| line.split(';'))
        .any(|pair| pair.trim().split_once('=').is_some_and(|(known, _)| known == name))
}

/// The session middleware as `app` is configured. In development there is no HTTPS, and so no `Secure` and no `__Host-`.
pub fn sessions(app: &App) -> SessionMiddleware<DieselSessions> {
    let secure = app.config.environment == Environment::Production;
    let keys = &app.ledger.env().keys;
    let halves = [keys.derive("session cookie", &[b"1"]), keys.derive("session cookie", &[b"2"])].concat();
    SessionMiddleware::builder(DieselSessions::new(app.ledger.clone()), Key::from(&halves))
        .cookie_name(name(&app.config).to_owned())
        .cookie_secure(secure)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(BrowserSession::default())
        .build()
}
