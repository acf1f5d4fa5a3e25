//! Saving a search.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::forms::SaveForm;
use super::link::ask;
use super::model::Every;
use super::store;
use super::views::{Save, Sent};
use crate::app::App;
use crate::audit;
use crate::error::Error;
use crate::opportunities::{SearchForm, Wanted};
use crate::tx::{Actor, Tx};
use crate::web::client::Client;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other, words};

/// An address has at most so many searches: whoever asks for more gets no letter.
const MOST: usize = 20;
const SENT: &str = "/saved-searches/sent";

/// What a query asks for. What cannot be read of it is left out: its own page has said so.
async fn wanted(app: &App, query: &str) -> Result<Wanted, Error> {
    let (form, listing) = (SearchForm::read(query)?, app.listing.clone());
    app.ledger.db.read(move |db| Ok(form.wanted(&*listing.index(db)?).0)).await
}

/// Asks for an address.
pub async fn new(ctx: Ctx, request: HttpRequest) -> Result<HttpResponse, Error> {
    let wanted = wanted(&ctx.app, request.query_string()).await?;
    ctx.page(&Save::new(&wanted, SaveForm::default(), Errors::default()))
}

/// Keeps the search and sends the letter that asks for a yes.
pub async fn save(ctx: Ctx, client: Client, posted: Protected<SaveForm>) -> Result<HttpResponse, Error> {
    let wanted = wanted(&ctx.app, &posted.form.search).await?;
    let (email, every) = match posted.form.parse() {
        Ok(parsed) => parsed,
        Err(errors) => return ctx.invalid(&Save::new(&wanted, posted.form, errors)),
    };
    let account = ctx.app.ledger.env().keys.account(&email);
    ctx.app.limits.sign_in(client, &account).await?;
    let kept = ctx.app.ledger.write_once(posted.key, Actor::System, move |tx| {
        keep(tx, &email, &wanted, every)?;
        Ok(SENT.to_owned())
    });
    Ok(see_other(kept.await?))
}

fn keep(tx: &mut Tx<'_>, email: &str, wanted: &Wanted, every: Every) -> Result<(), Error> {
    let known = store::of_address(tx.db, email)?;
    if known.len() >= MOST {
        return Ok(());
    }
    let same = known
        .into_iter()
        .find(|search| !search.is_on() && search.wanted == *wanted && search.every == every);
    if let Some(search) = same {
        return ask(tx, &search);
    }
    let id = store::add(tx, email, wanted, every)?;
    audit::record(tx, "saved_search.asked", "saved_search", id, &json!({"every": every}))?;
    store::by_id(tx.db, id)?.map_or(Ok(()), |search| ask(tx, &search))
}

/// After [`save`].
pub async fn sent(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    words(&request, &app, &Sent)
}
