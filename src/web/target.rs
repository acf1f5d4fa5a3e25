//! The first line of a request: a path and a query that can be read, and `HEAD`, which is `GET` without the body and without any effect.

use std::future::{Ready, ready};

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::Method;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use crate::error::Error;

/// Marks a request that came as `HEAD`: nothing is kept for it.
#[derive(Clone, Copy, Debug)]
pub struct Head;

/// Whether a request may leave a trace; false for one that came as `HEAD`.
#[derive(Clone, Copy, Debug)]
pub struct Keeps(pub bool);

impl FromRequest for Keeps {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(request.extensions().get::<Head>().is_none())))
    }
}

/// True for the files that a page brings along and the questions of the machine in front. The gate takes the cookie from these, so that none of them
/// has a session, and nobody is counted for them.
pub(super) fn knows_no_visitor(path: &str) -> bool {
    path.starts_with("/assets/") || matches!(path, "/healthz" | "/readyz" | "/metrics" | "/favicon.ico" | "/robots.txt")
}

/// Refuses control characters and what is not UTF-8, and turns `HEAD` into `GET`. The server leaves the body out.
///
/// # Errors
/// `BadRequest`.
pub fn readable(request: &mut ServiceRequest) -> Result<(), Error> {
    if !is_text(request.path()) || !is_text(request.query_string()) {
        return Err(Error::BadRequest);
    }
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
        request.extensions_mut().insert(Head);
    }
    Ok(())
}

/// True if `escaped` without its percent signs is UTF-8 without control characters.
fn is_text(escaped: &str) -> bool {
    if !escaped.contains('%') {
        return !escaped.chars().any(char::is_control);
    }
    let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut bytes, mut rest) = (Vec::with_capacity(escaped.len()), escaped.as_bytes());
    while let [first, tail @ ..] = rest {
        (bytes, rest) = match (first, tail) {
            (b'%', [high, low, tail @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or_default() * 16 + hex(*low).unwrap_or_default());
                (bytes, tail)
            }
            _ => {
                bytes.push(*first);
                (bytes, tail)
            }
        };
    }
    String::from_utf8(bytes).is_ok_and(|text| !text.chars().any(char::is_control))
}
