//! Handlers of the pages that belong to no feature.

use std::sync::atomic::Ordering;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::draws::Draws;
use super::given::{Asked, Given, published};
use super::readiness::why_not;
use super::views::{Accessibility, Cookies, Help, HowPlacesAreGiven, Privacy, Start, Terms, YoungPeople};
use crate::app::App;
use crate::error::Error;
use crate::prioritisation::Policy;
use crate::web::page::{public, read_public, words};

type Shared = web::Data<App>;

fn plain(status: StatusCode, text: impl Into<web::Bytes>) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .body(text.into())
}

/// `/`.
pub async fn start(request: HttpRequest, app: Shared) -> Result<HttpResponse, Error> {
    words(&request, &app, &Start::new(&app))
}

/// `/how-places-are-given`.
pub async fn how_places_are_given(request: HttpRequest) -> Result<HttpResponse, Error> {
    public(&request, HowPlacesAreGiven::load).await
}

/// `/how-places-are-given/draws`.
pub async fn draws(request: HttpRequest) -> Result<HttpResponse, Error> {
    public(&request, Draws::load).await
}

/// `/how-places-are-given/draws/{round}`: what is published of a drawn round.
pub async fn given(request: HttpRequest, round: web::Path<String>, asked: web::Query<Asked>) -> Result<HttpResponse, Error> {
    public(&request, move |db| Given::load(db, &round, &asked)).await
}

/// `/how-places-are-given/draws/{round}/counts.json`: the same as data.
pub async fn given_as_data(request: HttpRequest, app: Shared, round: web::Path<String>) -> Result<HttpResponse, Error> {
    let counts = read_public(&request, &app, move |db| published(db, &round)).await?;
    Ok(HttpResponse::Ok().json(counts))
}

/// `/how-places-are-given/{file}`: the exact bytes of a policy.
pub async fn policy_file(file: web::Path<String>) -> Result<HttpResponse, Error> {
    let (_, text) = Policy::shipped_files()
        .iter()
        .find(|(name, _)| *name == file.as_str())
        .ok_or(Error::NotFound)?;
    Ok(plain(StatusCode::OK, *text))
}

/// `/privacy`.
pub async fn privacy(request: HttpRequest, app: Shared) -> Result<HttpResponse, Error> {
    words(&request, &app, &Privacy::new(&app))
}

/// `/privacy/young-people`.
pub async fn young_people(request: HttpRequest, app: Shared) -> Result<HttpResponse, Error> {
    words(&request, &app, &YoungPeople::new(&app))
}

/// `/cookies`.
pub async fn cookies(request: HttpRequest, app: Shared) -> Result<HttpResponse, Error> {
    words(&request, &app, &Cookies::new(&app))
}

/// `/accessibility`.
pub async fn accessibility(request: HttpRequest, app: Shared) -> Result<HttpResponse, Error> {
    words(&request, &app, &Accessibility::new(&app))
}

/// `/terms`.
pub async fn terms(request: HttpRequest, app: Shared) -> Result<HttpResponse, Error> {
    words(&request, &app, &Terms::new(&app))
}

/// `/help`.
pub async fn help(request: HttpRequest, app: Shared) -> Result<HttpResponse, Error> {
    words(&request, &app, &Help::new(&app))
}

/// Alive: the process answers.
pub async fn healthz() -> HttpResponse {
    plain(StatusCode::OK, "ok\n")
}

/// Ready for visitors. What is wrong is in the log, not in the answer.
pub async fn readyz(app: Shared) -> HttpResponse {
    if app.leaving.load(Ordering::Relaxed) {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "leaving\n");
    }
    match why_not(&app).await {
        Ok(None) => plain(StatusCode::OK, "ready\n"),
        Ok(Some(why)) => not_ready(&why),
        Err(error) => not_ready(&error.to_string()),
    }
}

fn not_ready(why: &str) -> HttpResponse {
    tracing::warn!(why, "not ready");
    plain(StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
}
