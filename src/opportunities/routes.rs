//! Handlers of the public list and of a placement's page.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::families::FAMILIES;
use super::store::{listed, place_in_list, with_round};
use super::views::{List, Placement};
use crate::app::App;
use crate::error::Error;
use crate::web::page::public;

/// Cards on one page of the list.
const PAGE: usize = 20;
/// Other placements on the page of one that cannot be applied for.
const OTHERS: usize = 3;

/// Where in the list a page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    /// The last placement of the page before.
    after: String,
    /// The number of the page, only for its title.
    page: String,
    /// The key of a family of careers; any other words are taken as none.
    family: String,
}

/// `/work-experience`: what can be applied for now.
pub async fn list(request: HttpRequest, app: web::Data<App>, from: web::Query<From>) -> Result<HttpResponse, Error> {
    let now = app.ledger.clock.now();
    public(&request, move |db| {
        // A placement that is gone, or an address that was typed wrong, leads to the first page.
        let after = if from.after.is_empty() {
            None
        } else {
            place_in_list(db, &from.after)?
        };
        let number = if after.is_some() {
            from.page.parse::<u16>().unwrap_or(2).max(2)
        } else {
            1
        };
        let family = FAMILIES.into_iter().find(|(key, _)| *key == from.family);
        let found = listed(
            db,
            now,
            family.map(|(key, _)| key),
            after,
            i64::try_from(PAGE + 1).map_err(Error::internal)?,
        )?;
        Ok(List::new(found, PAGE, number, family))
    })
    .await
}

/// `/work-experience/{slug}`: one placement.
pub async fn show(request: HttpRequest, app: web::Data<App>, slug: web::Path<String>) -> Result<HttpResponse, Error> {
    let now = app.ledger.clock.now();
    public(&request, move |db| {
        let (opportunity, round) = with_round(db, &slug)?;
        let mut page = Placement::new(opportunity, &round, now);
        if !page.takes_applications() {
            let found = listed(db, now, None, None, i64::try_from(OTHERS + 1).map_err(Error::internal)?)?;
            page.offer_others(found, OTHERS);
        }
        Ok(page)
    })
    .await
}
