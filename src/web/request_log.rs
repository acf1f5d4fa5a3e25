//! One line of the log for each request, without anything that a visitor wrote: the route's template, never the path.

use std::time::Instant;

use actix_web::HttpMessage;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use tracing::Instrument;

use super::page::Ctx;
use crate::random::Random;

/// Names one request in the log and on the page for what went wrong.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

impl RequestId {
    fn new() -> Self {
        Self(Random::System.reference().unwrap_or_else(|_| "unknown".to_owned()))
    }
}

/// The middleware that names a request and logs its answer.
pub async fn record(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let started = Instant::now();
    let id = RequestId::new();
    let span = tracing::info_span!("request", id = id.0);
    let method = known(request.method());
    let route = request.match_pattern();
    request.extensions_mut().insert(id);
    let answer = next.call(request).instrument(span.clone()).await;
    let (status, actor) = match &answer {
        Ok(answer) => {
            let actor = answer
                .request()
                .extensions()
                .get::<Ctx>()
                .and_then(|ctx| ctx.viewer.as_ref().map(|viewer| viewer.id));
            (answer.status(), actor)
        }
        Err(error) => (error.as_response_error().status_code(), None),
    };
    let _entered = span.enter();
    tracing::info!(
        method,
        route = route.as_deref().unwrap_or("unmatched"),
        status = status.as_u16(),
        ms = started.elapsed().as_secs_f64() * 1000.0,
        actor,
        "answered"
    );
    answer
}

/// The method, unless the client made one up.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
