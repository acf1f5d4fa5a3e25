//! Handlers of ranked lists as files and on paper.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Path;

use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::decisions::taking_along::Whole;
use crate::decisions::views::{PeoplePage, PrintPage};
use crate::error::Error;
use crate::sheets::Kind;
use crate::tx::{Actor, Tx};
use crate::web::page::Ctx;
use crate::web::target::Keeps;

/// The list as CSV.
pub async fn csv(ctx: Ctx, viewer: Coordinator, reference: Path<String>, keeps: Keeps) -> Result<HttpResponse, Error> {
    export(&ctx, viewer, &reference, keeps, Kind::Csv).await
}

/// The list as an Excel workbook.
pub async fn xlsx(ctx: Ctx, viewer: Coordinator, reference: Path<String>, keeps: Keeps) -> Result<HttpResponse, Error> {
    export(&ctx, viewer, &reference, keeps, Kind::Xlsx).await
}

/// The file; before it leaves, it is written down who took along whose data.
async fn export(ctx: &Ctx, viewer: Coordinator, reference: &str, keeps: Keeps, kind: Kind) -> Result<HttpResponse, Error> {
    let (now, asked, by) = (ctx.app.ledger.clock.now(), reference.to_owned(), viewer.id);
    let read = move |db: &mut AnyConnection| {
        let whole = Whole::load(db, &viewer, &asked)?;
        let body = whole.sheet(db)?.write(kind, now)?;
        Ok((whole, body))
    };
    let (whole, body) = ctx.app.ledger.db.read(read).await?;
    let name = format!("attachment; filename=\"list-{}.{}\"", whole.about.reference, kind.extension());
    if keeps.0 {
        let note = move |tx: &mut Tx<'_>| whole.note(tx, kind.extension());
        ctx.app.ledger.write(Actor::Person(by), note).await?;
    }
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind.media_type()))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body))
}

/// The whole list to print, without names.
pub async fn print(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let whole = Whole::load(db, &viewer, &reference)?;
        Ok((PrintPage::new(&whole), [whole.references_seen(false)]))
    };
    let page = ctx.read_seen(load).await?;
    ctx.page(&page)
}

/// Who has agreed to come, to print.
pub async fn people(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| {
        let whole = Whole::load(db, &viewer, &reference)?;
        Ok((PeoplePage::load(db, &whole)?, [whole.names_seen()]))
    };
    let page = ctx.read_seen(load).await?;
    ctx.page(&page)
}
