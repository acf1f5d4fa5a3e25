//! Handlers of the mail's pages. In production there are none.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::{store, views};
use crate::config::Environment;
use crate::error::Error;
use crate::mail;
use crate::web::page::Ctx;

/// The mails, newest first.
pub async fn list(ctx: Ctx) -> Result<HttpResponse, Error> {
    development(&ctx)?;
    ctx.load_page(|db| Ok(views::List { mails: store::newest(db)? })).await
}

/// One mail.
pub async fn show(ctx: Ctx, id: Path<i64>) -> Result<HttpResponse, Error> {
    development(&ctx)?;
    let (ledger, id) = (ctx.app.ledger.clone(), id.into_inner());
    ctx.load_page(move |db| Ok(views::Show::new(mail::stored(db, ledger.env(), id)?)))
        .await
}

fn development(ctx: &Ctx) -> Result<(), Error> {
    if ctx.app.config.environment == Environment::Development {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
