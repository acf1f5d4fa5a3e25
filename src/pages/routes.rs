//! Handlers of the pages that belong to no feature.

use actix_web::HttpResponse;

/// Alive: the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}
