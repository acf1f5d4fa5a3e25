//! The pages for when something goes wrong. Each says what happened, without jargon, and offers a way on.

use askama::Template;

/// 400: the request could not be read.
#[derive(Debug, Clone, Template)]
#[template(path = "errors/bad_request.html")]
pub struct BadRequest;

/// 403: the reader's account does not open this page.
#[derive(Debug, Clone, Template)]
#[template(path = "errors/forbidden.html")]
pub struct Forbidden;

/// 403 after a form was sent: its session is over, it came from elsewhere, or the reader's account does not allow it.
#[derive(Debug, Clone, Template)]
#[template(path = "errors/form_refused.html")]
pub struct FormRefused;

/// 404: there is no such page, or the reader must not know that there is.
#[derive(Debug, Clone, Template)]
#[template(path = "errors/not_found.html")]
pub struct NotFound;

/// 409: somebody else was faster, or the thing has moved on.
#[derive(Debug, Clone, Template)]
#[template(path = "errors/conflict.html")]
pub struct Conflict {
    /// What has changed, and who changed it if the reader may know: whole sentences.
    pub message: String,
    /// Where the reader sees how things are now.
    pub href: String,
}

/// 410: a link that worked once.
#[derive(Debug, Clone, Template)]
#[template(path = "errors/gone.html")]
pub struct Gone {
    /// Why it no longer works: whole sentences.
    pub message: String,
}

/// 413: more was sent than the service takes.
#[derive(Debug, Clone, Template)]
#[template(path = "errors/payload_too_large.html")]
pub struct PayloadTooLarge;

/// 429: too many tries.
#[derive(Debug, Clone, Template)]
#[template(path = "errors/too_many_requests.html")]
pub struct TooManyRequests {
    /// How long to wait, in seconds.
    pub retry_seconds: u64,
}

/// 500: a fault of ours.
#[derive(Debug, Clone, Template)]
#[template(path = "errors/internal.html")]
pub struct Internal {
    /// The reference under which the fault is logged.
    pub reference: String,
}

/// 503: the service cannot answer now. What was typed comes back, so that one press sends it again.
#[derive(Debug, Clone, Template)]
#[template(path = "errors/unavailable.html")]
pub struct Unavailable {
    /// How long to wait, in seconds.
    pub retry_seconds: u64,
    /// Where the form was sent.
    pub action: String,
    /// All fields that were sent, `_csrf` and `_key` too, in their order; empty if nothing was sent.
    pub fields: Vec<(String, String)>,
}

/// A time to wait, in words that fit after "in" and "Wait".
fn wait(seconds: u64) -> String {
    match seconds {
        0 | 1 => "1 second".into(),
        2..60 => format!("{seconds} seconds"),
        60..=90 => "1 minute".into(),
        91..3600 => format!("{} minutes", seconds.div_ceil(60)),
        3600 => "1 hour".into(),
        _ => format!("{} hours", seconds.div_ceil(3600)),
    }
}
