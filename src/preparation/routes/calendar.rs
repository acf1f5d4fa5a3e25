//! The calendar that somebody subscribes to.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};

use crate::app::App;
use crate::auth::Applicant;
use crate::dates::day_of;
use crate::error::Error;
use crate::preparation::feed;
use crate::preparation::forms::FeedForm;
use crate::preparation::views::CalendarPage;
use crate::tx::{Actor, Tx};
use crate::web::client::Client;
use crate::web::form::Protected;
use crate::web::page::{Ctx, see_other};

const PAGE: &str = "/my-calendar";

/// The address, or how to get one.
pub async fn show(ctx: Ctx, viewer: Applicant) -> Result<HttpResponse, Error> {
    let (env, public_url) = (ctx.app.ledger.env().keys.clone(), ctx.app.config.public_url.clone());
    let coordinates = ctx.viewer.as_ref().is_some_and(|viewer| !viewer.coordinates().is_empty());
    ctx.load_page(move |db| {
        let feed = feed::of_person(db, viewer.id)?;
        Ok(CalendarPage {
            address: feed
                .as_ref()
                .and_then(|feed| feed.token(&env))
                .map(|token| format!("{public_url}/calendar/{token}.ics")),
            since: feed.map(|feed| day_of(feed.created_at)).unwrap_or_default(),
            coordinates,
        })
    })
    .await
}

/// Makes an address, or ends it.
pub async fn change(ctx: Ctx, viewer: Applicant, sent: Protected<FeedForm>) -> Result<HttpResponse, Error> {
    let act = move |tx: &mut Tx<'_>| {
        match sent.form.action.as_str() {
            "make" => feed::make(tx, viewer.id)?,
            "end" => feed::end(tx, viewer.id)?,
            _ => return Err(Error::conflict("Choose whether to make an address or to stop the calendar.")),
        }
        Ok(PAGE.to_owned())
    };
    let to = ctx.app.ledger.write_once(sent.key, Actor::Person(ctx.viewer_id()?), act).await?;
    Ok(see_other(to))
}

/// The calendar itself, for a calendar program. Whoever tries many addresses has to wait.
pub async fn feed(app: Data<App>, token: Path<String>, client: Client) -> Result<HttpResponse, Error> {
    let now = app.ledger.clock.now();
    let token = token.into_inner();
    let Some(body) = app.ledger.db.read(move |db| feed::read(db, &token, now)).await? else {
        app.limits.guess(client).await?;
        return Err(Error::NotFound);
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"placements.ics\""))
        .insert_header((header::CACHE_CONTROL, "private, max-age=300"))
        .body(body))
}
