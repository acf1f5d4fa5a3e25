//! What everybody can check and take away: the page that says whether a commitment holds, the certificate and the badge.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::certificate::Certificate;
use super::super::store::{organisations, pledges, promises, texts};
use super::super::views::{Badge, VerifyPage};
use super::Reference;
use crate::app::App;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::web::page::public;

/// A pledge that is or was on the register, with everything that is said of it.
fn load(db: &mut AnyConnection, reference: &str, now: Instant) -> Result<Certificate, Error> {
    let pledge = pledges::by_ref(db, reference)?;
    let organisation_id = pledge
        .organisation_id
        .filter(|_| pledge.published_at.is_some())
        .ok_or(Error::NotFound)?;
    Ok(Certificate {
        text: texts::by_id(db, pledge.text_id)?,
        organisation: organisations::by_id(db, organisation_id, now.date())?,
        said: promises::clauses(db, pledge.id)?,
        pledge,
    })
}

/// Says whether a commitment holds.
pub async fn verify(request: HttpRequest, app: web::Data<App>, reference: Reference) -> Result<HttpResponse, Error> {
    let (now, public_url) = (app.ledger.clock.now(), app.config.public_url.clone());
    public(&request, move |db| {
        VerifyPage::new(&load(db, &reference, now)?, &public_url).ok_or(Error::NotFound)
    })
    .await
}

/// The certificate.
pub async fn certificate(app: web::Data<App>, reference: Reference) -> Result<HttpResponse, Error> {
    let (now, public_url) = (app.ledger.clock.now(), app.config.public_url.clone());
    let read = app.ledger.db.read(move |db| {
        let known = load(db, &reference, now)?;
        let address = format!("{public_url}{}", known.pledge.verify_path());
        known.pdf(&address, now)
    });
    let disposition = (header::CONTENT_DISPOSITION, "attachment; filename=\"certificate.pdf\"");
    let mut answer = HttpResponse::Ok();
    Ok(answer.content_type("application/pdf").insert_header(disposition).body(read.await?))
}

/// The badge.
pub async fn badge(app: web::Data<App>, reference: Reference) -> Result<HttpResponse, Error> {
    let (now, public_url) = (app.ledger.clock.now(), app.config.public_url.clone());
    let read = app.ledger.db.read(move |db| {
        let badge = Badge::new(&load(db, &reference, now)?, &public_url).ok_or(Error::NotFound)?;
        Ok(badge.render()?)
    });
    Ok(HttpResponse::Ok().content_type("image/svg+xml; charset=utf-8").body(read.await?))
}
