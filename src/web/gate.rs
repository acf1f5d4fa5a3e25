//! What every request has to pass before anything works on it, in one layer: each layer has its price at every request.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::COOKIE;
use actix_web::middleware::Next;

use super::{body, host, target};
use crate::error::Error;

/// The middleware that looks at the host, the path and where a form comes from, in this order, takes the cookie from what knows no visitor, and then
/// reads the body.
pub async fn pass(mut request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    match look(&mut request) {
        Ok(()) => body::whole(request, next).await,
        Err(error) => Ok(request.error_response(error)),
    }
}

fn look(request: &mut ServiceRequest) -> Result<(), Error> {
    host::own_host(request)?;
    target::readable(request)?;
    if target::knows_no_visitor(request.path()) {
        // No session is looked up for these, so a cookie cannot make them fail while the database is away.
        request.head_mut().headers_mut().remove(COOKIE);
    }
    host::own_forms(request)
}
