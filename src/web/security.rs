//! The headers that every answer carries.

use std::sync::LazyLock;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, SERVER};
use actix_web::middleware::Next;

use super::errors::amend;

/// Nothing but our own style sheet, scripts, images and forms; nobody frames us.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The policy of a file that was uploaded: nothing of it runs, loads or is framed.
pub const SANDBOX: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS),
];

/// The same, read once: a copy of each is only a pointer.
static READY: LazyLock<[(HeaderName, HeaderValue); HEADERS.len()]> =
    LazyLock::new(|| HEADERS.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))));

/// The middleware that adds them, whichever way the answer came about.
pub async fn headers(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    amend(next.call(request).await, |answer| protect(answer.headers_mut()))
}

fn protect(headers: &mut HeaderMap) {
    headers.reserve(HEADERS.len() + 2);
    // A file that somebody else made brings a policy of its own, which lets it do nothing at all.
    let sandboxed = headers.get("content-security-policy").is_some_and(|policy| policy == SANDBOX);
    for (name, value) in READY.iter() {
        headers.insert(name.clone(), value.clone());
    }
    if sandboxed {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    }
    headers.remove(SERVER);
    let page = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // Files of the style keep their own rule; a page, or anything that says nothing, is never kept.
    if page || !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
