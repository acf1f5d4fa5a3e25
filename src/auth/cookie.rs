//! The session's cookie: a signed number without meaning; what it stands for is in the database.

use actix_session::SessionMiddleware;
use actix_session::config::{BrowserSession, CookieContentSecurity};
use actix_web::cookie::{Key, SameSite};

use super::session::DieselSessions;
use crate::app::App;
use crate::config::Environment;

/// The session middleware as `app` is configured. In development there is no HTTPS, and so no `Secure` and no `__Host-`.
pub fn sessions(app: &App) -> SessionMiddleware<DieselSessions> {
    let secure = app.config.environment == Environment::Production;
    let keys = &app.ledger.env().keys;
    let halves = [keys.derive("session cookie", &[b"1"]), keys.derive("session cookie", &[b"2"])].concat();
    SessionMiddleware::builder(DieselSessions::new(app.ledger.clone()), Key::from(&halves))
        .cookie_name(if secure { "__Host-portal" } else { "practise" }.to_owned())
        .cookie_secure(secure)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(BrowserSession::default())
        .build()
}
