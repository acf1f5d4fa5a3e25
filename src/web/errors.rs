//! Errors as answers: every failure becomes a page here, once, with the status and headers that go with it.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER, SET_COOKIE};
use actix_web::http::{ConnectionType, Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError, web};
use askama::DynTemplate;
use serde_json::json;

use super::body::{self, PostedBody};
use super::error_pages::{BadRequest, Conflict, Forbidden, FormRefused, Internal, NotFound, PayloadTooLarge, TooManyRequests, Unavailable};
use super::form::Pairs;
use super::layout::render;
use super::page::html;
use super::panics;
use super::request_log::RequestId;
use crate::app::{App, route_table};
use crate::audit;
use crate::auth::{second_factor_path, sign_in_path};
use crate::error::Error;
use crate::tx::{Actor, Tx};

/// When to come back after the database was away, in seconds.
const AGAIN: u64 = 5;

/// What is said when even the page about the failure fails.
const LAST_RESORT: &str = "<!DOCTYPE html><html lang=\"en\"><title>Sorry, there is a problem with the service</title>\
    <h1>Sorry, there is a problem with the service</h1><p>Try again later.</p></html>";

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::NotYours { .. } => StatusCode::NOT_FOUND,
            Self::SignInRequired | Self::SecondFactorRequired => StatusCode::SEE_OTHER,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        // Without a body: the page is made by the middleware, which finds this error in the answer.
        HttpResponse::new(self.status_code())
    }
}

/// What is kept of a request for the page about its failure: the request itself is gone when a handler panics.
struct Asked {
    app: web::Data<App>,
    method: Method,
    target: String,
    id: Option<RequestId>,
    posted: PostedBody,
}

/// The middleware that turns failures into pages, and panics into failures.
pub async fn pages(mut request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return next.call(request).await;
    };
    let asked = Asked {
        app,
        method: request.method().clone(),
        target: request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        id: request.extensions().get::<RequestId>().copied(),
        posted: PostedBody::default(),
    };
    if body::is_endless(request.headers()) {
        let answer = body::unread(&mut request, asked.usual(StatusCode::LENGTH_REQUIRED));
        return Ok(request.into_response(answer));
    }
    if asked.method == Method::POST {
        request.extensions_mut().insert(asked.posted.clone());
    }
    match panics::caught(next.call(request)).await {
        Ok(Ok(answer)) => Ok(asked.finish(answer)),
        // Only the session's store fails outside a handler: its database.
        Ok(Err(error)) => Err(bare(asked.answer(&Error::Unavailable(format!("session: {error}"))))),
        Err(panics::Panicked) => Err(bare(asked.answer(&Error::internal("a handler panicked")))),
    }
}

impl Asked {
    /// `answer`, or the page about the failure that it is.
    fn finish(&self, answer: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        let ours = answer.response().error().and_then(|error| error.as_error::<Error>());
        let mut page = match ours {
            Some(error) => self.answer(error),
            None if is_bare_failure(&answer) => self.usual(answer.status()),
            None => return answer,
        };
        if answer.status() == StatusCode::METHOD_NOT_ALLOWED
            && let Ok(methods) = HeaderValue::from_str(&allowed(answer.request().match_pattern().as_deref()))
        {
            page.headers_mut().insert(ALLOW, methods);
        }
        for cookie in answer.headers().get_all(SET_COOKIE) {
            page.headers_mut().append(SET_COOKIE, cookie.clone());
        }
        answer.into_response(page)
    }

    /// The request's name, as its lines in the log have it.
    fn reference(&self) -> String {
        self.id.map(|id| id.to_string()).unwrap_or_default()
    }

    /// The answer to one of our own errors.
    fn answer(&self, error: &Error) -> HttpResponse {
        match error {
            Error::SignInRequired => return self.leads_back(sign_in_path),
            Error::SecondFactorRequired => return self.leads_back(second_factor_path),
            Error::Internal(cause) => tracing::error!(reference = self.reference(), cause, "internal error"),
            Error::Unavailable(cause) => tracing::error!(reference = self.reference(), cause, "unavailable"),
            Error::Forbidden => tracing::warn!("refused"),
            Error::NotYours { kind, id, by } => self.note_refusal(kind, *id, *by),
            _ => tracing::debug!(%error, "not done"),
        }
        let status = error.status_code();
        match error {
            Error::Conflict(words) => self.page(
                status,
                &Conflict {
                    message: words.to_string(),
                    href: self.path().to_owned(),
                },
            ),
            Error::TooMany(seconds) => waiting(self.page(status, &TooManyRequests { retry_seconds: *seconds }), *seconds),
            Error::Unavailable(_) => {
                let page = Unavailable {
                    retry_seconds: AGAIN,
                    action: self.target.clone(),
                    fields: self.fields(),
                };
                waiting(self.page(status, &page), AGAIN)
            }
            _ => self.usual(status),
        }
    }

    /// Writes down who asked for what is somebody else's; beside the answer, which takes no longer than for what is not there at all.
    fn note_refusal(&self, kind: &'static str, id: i64, by: i64) {
        tracing::warn!(kind, id, by, "refused: somebody else's");
        let ledger = self.app.ledger.clone();
        actix_web::rt::spawn(async move {
            let note = move |tx: &mut Tx<'_>| audit::record(tx, "access.refused", kind, id, &json!({}));
            if let Err(error) = ledger.write(Actor::Person(by), note).await {
                tracing::error!(%error, "a refused access is not in the audit log");
            }
        });
    }

    /// The usual page of a status.
    fn usual(&self, status: StatusCode) -> HttpResponse {
        match status {
            // A form is refused mostly because its session is over.
            StatusCode::FORBIDDEN if self.method == Method::POST => self.page(status, &FormRefused),
            StatusCode::FORBIDDEN => self.page(status, &Forbidden),
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::MISDIRECTED_REQUEST => self.page(status, &NotFound),
            StatusCode::PAYLOAD_TOO_LARGE => self.page(status, &PayloadTooLarge),
            _ if status.is_client_error() => self.page(status, &BadRequest),
            _ => self.page(
                status,
                &Internal {
                    reference: self.reference(),
                },
            ),
        }
    }

    /// To a page that leads back to the one that was asked for. A form cannot be asked for again.
    fn leads_back(&self, through: fn(&str) -> String) -> HttpResponse {
        let back = if self.method == Method::GET { self.target.as_str() } else { "/" };
        let location = through(back);
        HttpResponse::SeeOther().insert_header((LOCATION, location)).finish()
    }

    /// What was posted, to be posted again: nothing that was typed is lost.
    fn fields(&self) -> Vec<(String, String)> {
        self.posted.bytes().and_then(|body| Pairs::decode(body).ok()).unwrap_or_default().0
    }

    fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or("/")
    }

    fn page(&self, status: StatusCode, page: &dyn DynTemplate) -> HttpResponse {
        let body = render(page, &self.app.layout(self.path())).unwrap_or_else(|error| {
            tracing::error!(%error, "a page about a failure could not be made");
            LAST_RESORT.to_owned()
        });
        let mut answer = html(status, body);
        if matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE) {
            // The rest of the body is not waited for.
            answer.head_mut().set_connection_type(ConnectionType::Close);
        }
        answer
    }
}

/// The answer with the time to wait.
fn waiting(mut answer: HttpResponse, seconds: u64) -> HttpResponse {
    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    answer
}

/// True for a failure without a page: what actix answers by itself.
fn is_bare_failure(answer: &ServiceResponse<BoxBody>) -> bool {
    let status = answer.status();
    let failed = status.is_client_error() || status.is_server_error();
    failed && (answer.response().error().is_some() || !answer.headers().contains_key(CONTENT_TYPE))
}

/// The methods of a route, for `Allow`.
fn allowed(route: Option<&str>) -> String {
    let mut methods: Vec<&str> = route_table()
        .iter()
        .filter(|entry| Some(entry.path) == route)
        .map(|entry| entry.method)
        .collect();
    if methods.contains(&"GET") || methods.is_empty() {
        methods.retain(|method| *method != "GET");
        methods.splice(0..0, ["GET", "HEAD"]);
    }
    methods.join(", ")
}

/// An answer without the request that it belongs to.
fn bare(answer: HttpResponse) -> actix_web::Error {
    InternalError::from_response("answered", answer).into()
}

/// Changes an answer, whichever way it travels.
pub fn amend(
    answer: Result<ServiceResponse<BoxBody>, actix_web::Error>,
    change: impl FnOnce(&mut HttpResponse),
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    match answer {
        Ok(mut answer) => {
            change(answer.response_mut());
            Ok(answer)
        }
        Err(error) => {
            let mut answer = error.error_response();
            change(&mut answer);
            Err(bare(answer))
        }
    }
}
