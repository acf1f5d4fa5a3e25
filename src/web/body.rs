//! The body of a post: whole, in time, not too large, and a form. It is read before anything else works on the request.

use std::cell::OnceCell;
use std::convert::Infallible;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, TRANSFER_ENCODING};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{HttpMessage, HttpResponse, web};
use futures_util::StreamExt;

use super::upload;
use crate::app::{App, takes_file};
use crate::error::Error;

/// The bytes that were posted, once they have arrived. Kept beside the request, so that a page for what went wrong can offer them again.
#[derive(Clone, Debug, Default)]
pub struct PostedBody(Rc<OnceCell<Bytes>>);

impl PostedBody {
    /// The bytes; `None` until all of them are there.
    pub fn bytes(&self) -> Option<&Bytes> {
        self.0.get()
    }
}

/// An answer that is given before the request's body was read. While it holds the body, the server knows that the connection has to close; it
/// would otherwise read on to an end that may never come.
struct Unread {
    answer: Bytes,
    _body: Payload,
}

impl MessageBody for Unread {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        Pin::new(&mut self.answer).poll_next(cx)
    }
}

/// True for a body that does not say how long it is. No browser sends a form so.
pub fn is_endless(headers: &HeaderMap) -> bool {
    headers.contains_key(TRANSFER_ENCODING)
}

/// `answer` to a request whose body is left unread.
pub fn unread(request: &mut ServiceRequest, answer: HttpResponse) -> HttpResponse {
    let body = request.take_payload();
    answer.map_body(|_, answer| {
        BoxBody::new(Unread {
            answer: answer.try_into_bytes().unwrap_or_default(),
            _body: body,
        })
    })
}

/// Reads the body of a post, as the last part of the gate.
pub async fn whole(mut request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if request.method() != Method::POST {
        return next.call(request).await;
    }
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return Ok(request.error_response(Error::internal("no app")));
    };
    let limits = &app.config.limits;
    // A file is read by its own page, once that knows who sends it.
    if is(request.headers(), upload::KIND) && takes_file(request.path()) {
        if announced(request.headers()).is_none_or(|length| length > upload::MOST) {
            return Ok(request.error_response(Error::TooLarge));
        }
        return next.call(request).await;
    }
    if !is(request.headers(), FORM) {
        return Ok(request.into_response(HttpResponse::new(StatusCode::UNSUPPORTED_MEDIA_TYPE)));
    }
    if announced(request.headers()).is_some_and(|length| length > limits.body_bytes) {
        return Ok(request.error_response(Error::TooLarge));
    }
    let payload = request.take_payload();
    let body = match tokio::time::timeout(limits.body_deadline, read(payload, limits.body_bytes)).await {
        Ok(Ok(body)) => body,
        Ok(Err(error)) => return Ok(request.error_response(error)),
        Err(_) => return Ok(request.error_response(Error::TimedOut)),
    };
    if let Some(posted) = request.extensions().get::<PostedBody>() {
        let _ = posted.0.set(body.clone());
    }
    request.set_payload(Payload::from(body));
    next.call(request).await
}

/// What the forms of our own pages are.
const FORM: &str = "application/x-www-form-urlencoded";

/// True if the body says that it is of this kind.
fn is(headers: &HeaderMap, kind: &str) -> bool {
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(kind);
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(essence)
}

/// The length that the client announced.
fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// All of a body, up to so many bytes.
///
/// # Errors
/// `TooLarge` if there is more, `BadRequest` if it breaks off.
pub async fn read(mut payload: Payload, most: usize) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::BadRequest)?;
        if body.len() + chunk.len() > most {
            return Err(Error::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
