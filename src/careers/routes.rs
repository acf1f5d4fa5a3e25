//! Handlers of the careers pages. All are the same for everybody.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::catalogue::catalogue;
use super::forms::{SearchForm, SuitsForm};
use super::search::search;
use super::suits::suited;
use super::views::{Advisers, Courses, FamilyPage, Index, RolePage, Suits};
use crate::app::App;
use crate::error::Error;
use crate::opportunities::{Page, soonest};
use crate::web::form::Pairs;
use crate::web::layout::render;
use crate::web::page::{html, public, words};

/// Placements on the page of a family or a role.
const PLACEMENTS: Page = Page { after: None, size: 3 };

/// `/careers`: the families, the search and what it found.
pub async fn index(request: HttpRequest, app: web::Data<App>, form: web::Query<SearchForm>) -> Result<HttpResponse, Error> {
    let catalogue = catalogue()?;
    let wanted = form.wanted(catalogue);
    words(&request, &app, &Index::new(catalogue, &form, &wanted, search(catalogue, &wanted)))
}

/// `/careers/{family}`: its roles, and placements in it.
pub async fn family(request: HttpRequest, app: web::Data<App>, slug: web::Path<String>) -> Result<HttpResponse, Error> {
    let catalogue = catalogue()?;
    let family = catalogue.family(&slug).ok_or(Error::NotFound)?;
    let (now, listing) = (app.ledger.clock.now(), app.listing.clone());
    public(&request, move |db| {
        let placements = soonest(db, &listing, Some(&family.slug), now, PLACEMENTS)?;
        Ok(FamilyPage::new(catalogue, family, placements))
    })
    .await
}

/// `/careers/roles/{role}`: the role, its ways in and its ladder.
pub async fn role(request: HttpRequest, app: web::Data<App>, slug: web::Path<String>) -> Result<HttpResponse, Error> {
    let catalogue = catalogue()?;
    let found = catalogue.role(&slug).ok_or(Error::NotFound)?;
    let (now, listing) = (app.ledger.clock.now(), app.listing.clone());
    public(&request, move |db| {
        let placements = soonest(db, &listing, Some(&found.family.slug), now, PLACEMENTS)?;
        Ok(RolePage::new(catalogue, found, placements))
    })
    .await
}

/// `/careers/what-could-suit-me`: three questions, and roles to look at.
pub async fn suits(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    let form: SuitsForm = Pairs::decode(request.query_string().as_bytes())?.parse().unwrap_or_default();
    if form.is_new() {
        return words(&request, &app, &Suits::new(form, None));
    }
    let layout = app.layout(request.path());
    match form.answers() {
        Ok((likes, learn, age)) => {
            let found = suited(catalogue()?, &likes, learn, age);
            Ok(html(StatusCode::OK, render(&Suits::new(form, Some(found)), &layout)?))
        }
        Err(errors) => Ok(html(
            StatusCode::UNPROCESSABLE_ENTITY,
            render(&Suits::new(form, None).wrong(errors), &layout)?,
        )),
    }
}

/// `/careers/courses`: the education programmes of the strategy, and the families that they lead to.
pub async fn courses(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    words(&request, &app, &Courses::new(catalogue()?))
}

/// `/careers/for-advisers`: for teachers, careers leaders and job centres.
pub async fn advisers(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    words(&request, &app, &Advisers)
}
