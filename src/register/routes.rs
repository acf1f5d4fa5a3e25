//! Handlers of the public register and its files.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderValue, HttpDate, IF_NONE_MATCH, LAST_MODIFIED, LINK};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::files::{Format, LICENCE, SCHEMA};
use super::find::search;
use super::forms::SearchForm;
use super::map::Map;
use super::store;
use super::views::{CaseStudyPage, List, More, NotOnRegister, OrganisationPage};
use crate::afterwards::recommended;
use crate::app::App;
use crate::dates::months_before;
use crate::error::Error;
use crate::opportunities::listed;
use crate::web::layout::render;
use crate::web::page::{html, public, read_public};

/// Organisations on one page of the list.
const PAGE: usize = 20;
/// Placements on the page of an organisation.
const PLACEMENTS: i64 = 20;

/// `/organisations`: who has signed, searched and narrowed.
pub async fn list(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    let form = SearchForm::read(request.query_string())?;
    let register = app.register.clone();
    public(&request, move |db| {
        let index = register.index(db)?;
        let wanted = form.wanted(&index);
        let contact = match wanted.smallest_area() {
            Some(area) => store::contact(db, area.id)?.map(|contact| (area.name.clone(), contact)),
            None => None,
        };
        let results = search(&index, &wanted, &form.after, PAGE);
        Ok(List::new(&form, &wanted, &results, contact))
    })
    .await
}

/// `/organisations/map.svg`: the areas of the same search as a picture.
pub async fn map(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    let form = SearchForm::read(request.query_string())?;
    let register = app.register.clone();
    let read = read_public(&request, &app, move |db| {
        let index = register.index(db)?;
        Ok(Map::new(&search(&index, &form.wanted(&index), "", 0).map).render()?)
    });
    Ok(HttpResponse::Ok().content_type("image/svg+xml; charset=utf-8").body(read.await?))
}

/// `/organisations/{slug}`: one organisation.
pub async fn show(request: HttpRequest, app: web::Data<App>, slug: web::Path<String>) -> Result<HttpResponse, Error> {
    let (now, register) = (app.ledger.clock.now(), app.register.clone());
    let found = public(&request, move |db| {
        let index = register.index(db)?;
        let entry = index.entry(&slug).ok_or(Error::NotFound)?;
        let pledges: Vec<i64> = entry.pledges.iter().map(|pledge| pledge.id).collect();
        let more = More {
            said: store::said(db, &pledges)?,
            placements: listed(db, entry.id, now, PLACEMENTS)?,
            answers: store::answers(db, entry.id, now)?,
            recommended: recommended(db, entry.id, Some((months_before(now.date(), 12), now.date())))?,
        };
        Ok(OrganisationPage::new(&index, entry, more, now))
    });
    match found.await {
        Err(Error::NotFound) => Ok(html(StatusCode::NOT_FOUND, render(&NotOnRegister, &app.layout(request.path()))?)),
        found => found,
    }
}

/// `/case-studies/{slug}`: one case study.
pub async fn case_study(request: HttpRequest, slug: web::Path<String>) -> Result<HttpResponse, Error> {
    public(&request, move |db| Ok(CaseStudyPage::new(store::published(db, &slug)?))).await
}

/// `/organisations.csv`.
pub async fn csv(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    file(&request, &app, Format::Csv).await
}

/// `/organisations.json`.
pub async fn json(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    file(&request, &app, Format::Json).await
}

/// `/organisations.atom`.
pub async fn atom(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    file(&request, &app, Format::Atom).await
}

/// `/organisations.schema.json`: what the JSON file looks like.
pub async fn schema() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/schema+json; charset=utf-8")
        .body(SCHEMA)
}

async fn file(request: &HttpRequest, app: &web::Data<App>, format: Format) -> Result<HttpResponse, Error> {
    let (register, today) = (app.register.clone(), app.ledger.clock.now().date());
    let public_url = app.config.public_url.clone();
    let made = read_public(request, app, move |db| register.file(db, format, &public_url, today)).await?;
    let tag = format!("\"{}\"", made.digest);
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|known| names(known, &tag));
    let mut answer = HttpResponse::build(if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    answer.insert_header((ETAG, tag));
    // May be kept, and is asked for again each time: an answer without a body as long as nothing has changed.
    answer.insert_header((CACHE_CONTROL, "public, no-cache"));
    answer.insert_header((LINK, format!("<{LICENCE}>; rel=\"license\"")));
    if let Some(at) = made.changed_at {
        answer.insert_header((LAST_MODIFIED, HttpDate::from(std::time::SystemTime::from(at.utc().assume_utc()))));
    }
    if known {
        return Ok(answer.finish());
    }
    Ok(answer.content_type(format.content_type()).body(made.body.clone()))
}

/// True if a list of tags has this one, weak or strong, or stands for any.
fn names(list: &HeaderValue, tag: &str) -> bool {
    let list = list.to_str().unwrap_or_default();
    list.split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag || one == "*")
}
