//! What can go wrong, as the reader of a page meets it: a variant where they can act, one variant where they cannot.

use std::borrow::Cow;

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// Every failure of a request or a job.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is there, or the viewer may not know that something is.
    #[error("not found")]
    NotFound,
    /// What was asked for is somebody else's. The reader is told that it is not there; the audit log keeps who asked for what.
    #[error("{kind} {id} is not of person {by}")]
    NotYours {
        /// What it is, as the audit log calls it.
        kind: &'static str,
        /// Its number.
        id: i64,
        /// The person who asked.
        by: i64,
    },
    /// The viewer has to sign in first; they come back to the page that they asked for.
    #[error("sign-in needed")]
    SignInRequired,
    /// The viewer's role needs a second factor that this session has not proven; they come back to the page that they asked for.
    #[error("second factor needed")]
    SecondFactorRequired,
    /// The viewer may not do this, or the form did not come from our own page.
    #[error("forbidden")]
    Forbidden,
    /// What was sent cannot be read: not UTF-8, control characters, a field that no page of ours sends.
    #[error("bad request")]
    BadRequest,
    /// A rule was broken; the words say which, for the reader.
    #[error("conflict: {0}")]
    Conflict(Cow<'static, str>),
    /// More was sent than is taken.
    #[error("too large")]
    TooLarge,
    /// The request took too long to arrive.
    #[error("timed out")]
    TimedOut,
    /// The request named a host that is not ours.
    #[error("misdirected")]
    Misdirected,
    /// Too many requests; the number is the seconds to wait.
    #[error("too many requests")]
    TooMany(u64),
    /// The database cannot be used now; pressing again later is safe.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Anything else. The words are for the log only.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// An internal error with the words of `cause` for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// A broken rule, in words for the reader.
    pub fn conflict(words: impl Into<Cow<'static, str>>) -> Self {
        Self::Conflict(words.into())
    }
}

/// `SQLite`'s and Postgres' words for "not now": locked, no room, link cut.
const PASSING: [&str; 12] = [
    "database is locked",
    "database table is locked",
    "database or disk is full",
    "disk I/O error",
    "readonly database",
    "unable to open database file",
    "server closed the connection",
    "no connection to the server",
    "terminating connection",
    "canceling statement",
    "the database system is",
    "deadlock detected",
];

impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        match error {
            Diesel::NotFound => Self::NotFound,
            Diesel::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::SerializationFailure, info) => {
                Self::Unavailable(info.message().to_owned())
            }
            Diesel::DatabaseError(kind, info) => {
                let words = info.message();
                if PASSING.iter().any(|passing| words.contains(passing)) {
                    Self::Unavailable(words.to_owned())
                } else {
                    // The values of a violated constraint can be personal data: only its name is kept.
                    Self::Internal(format!("database: {kind:?} {}", info.constraint_name().unwrap_or_default()))
                }
            }
            Diesel::BrokenTransactionManager => Self::Unavailable("broken transaction".to_owned()),
            other => Self::internal(other),
        }
    }
}

impl From<r2d2::Error> for Error {
    fn from(error: r2d2::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(format!("template: {error}"))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        // Only the place: the message of a JSON error can repeat a value.
        Self::Internal(format!("json at line {} column {}", error.line(), error.column()))
    }
}
