//! One line of the log and one count for each request, without anything that a visitor wrote: the route's template, never the path.

use std::fmt;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use actix_web::HttpMessage;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use tracing::Instrument;

use super::page::Ctx;
use crate::meters;
use crate::random::Random;

/// Names one request in the log and on the page for what went wrong. It is written out only where somebody reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(u64);

impl RequestId {
    /// The next number of this process, from a random one on and well mixed: other processes' numbers are others.
    fn new() -> Self {
        static FIRST: LazyLock<u64> = LazyLock::new(|| {
            Random::System
                .bytes32()
                .map_or(0, |bytes| u64::from_be_bytes(bytes[..8].try_into().unwrap_or_default()))
        });
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = FIRST
            .wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed))
            .wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        Self(number ^ (number >> 27))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // 48 bits in three groups, to be read out on the phone.
        write!(
            f,
            "{:04X}-{:04X}-{:04X}",
            self.0 >> 48,
            self.0 >> 32 & 0xFFFF,
            self.0 >> 16 & 0xFFFF
        )
    }
}

/// The middleware that names a request, and logs and counts its answer.
pub async fn record(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let id = RequestId::new();
    request.extensions_mut().insert(id);
    if !tracing::enabled!(tracing::Level::INFO) && !meters::on() {
        return next.call(request).await;
    }
    let started = Instant::now();
    let span = tracing::info_span!("request", %id);
    let method = known(request.method());
    let route = request.match_pattern();
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
    meters::request(route.as_deref(), method, status.as_u16(), started.elapsed());
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
