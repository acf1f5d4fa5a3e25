//! Handlers of the public list, its map, and a placement's page.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::detail::detail;
use super::forms::SearchForm;
use super::search::{Map, Page, search};
use super::store::{listed_by_ids, place_in_list, soonest, with_round};
use super::views::{List, Placement};
use crate::app::App;
use crate::error::Error;
use crate::web::page::{public, public_with, read_public, see_other};

/// Cards on one page of the list.
const PAGE: usize = 20;
/// Other placements on the page of one that cannot be applied for.
const OTHERS: usize = 3;

/// `/work-experience`: what can be applied for now, searched and narrowed.
pub async fn list(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    let form = SearchForm::read(request.query_string())?;
    if let Some(query) = form.cut(request.query_string()) {
        return Ok(see_other(format!("{}?{query}", request.path())));
    }
    let (now, listing) = (app.ledger.clock.now(), app.listing.clone());
    public_with(&request, move |db| {
        let index = listing.index(db)?;
        let (wanted, errors) = form.wanted(&index);
        // A placement that never was, or an address that was typed wrong, leads to the first page.
        let after = if form.after.is_empty() {
            None
        } else {
            place_in_list(db, &form.after)?
        };
        let results = search(&index, &wanted, now, Page { after, size: PAGE });
        let found = listed_by_ids(db, &results.hits.iter().map(|hit| hit.id).collect::<Vec<_>>())?;
        let status = if errors.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        Ok((status, List::new(&form, &wanted, errors, &results, found)))
    })
    .await
}

/// `/work-experience/map.svg`: the towns of the same search as a picture.
pub async fn map(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    let form = SearchForm::read(request.query_string())?;
    let (now, listing) = (app.ledger.clock.now(), app.listing.clone());
    let read = read_public(&request, &app, move |db| {
        let index = listing.index(db)?;
        let (wanted, _) = form.wanted(&index);
        let results = search(&index, &wanted, now, Page { after: None, size: 0 });
        Ok(Map::new(&results.towns).render()?)
    });
    Ok(HttpResponse::Ok().content_type("image/svg+xml; charset=utf-8").body(read.await?))
}

/// `/work-experience/{slug}`: one placement.
pub async fn show(request: HttpRequest, app: web::Data<App>, slug: web::Path<String>) -> Result<HttpResponse, Error> {
    let (now, listing) = (app.ledger.clock.now(), app.listing.clone());
    public(&request, move |db| {
        let (opportunity, round) = with_round(db, &slug)?;
        let plan = detail(db, opportunity.id)?;
        let mut page = Placement::new(opportunity, plan.as_ref(), &round, now);
        if !page.takes_applications() {
            let first = Page {
                after: None,
                size: OTHERS + 1,
            };
            let found = soonest(db, &listing, None, now, first)?;
            page.offer_others(found, OTHERS);
        }
        Ok(page)
    })
    .await
}
