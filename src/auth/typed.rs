//! Forms of somebody whose session had ended before they were sent: nothing is saved, and nothing that was typed is lost.

use actix_web::HttpResponse;

use super::kept::{Kept, keep, kept, use_up};
use super::model::sign_in_path;
use crate::error::Error;
use crate::tx::{Actor, FormKey, Tx};
use crate::web::form::{Pairs, Typed};
use crate::web::page::{Ctx, see_other};

/// What somebody reads who has to sign in before their form can be saved.
const LOGGED_OUT: &str = "You were logged out, so we could not save this page. Log in again to go on.";
/// What they read on the page of the form, and what somebody reads whose form came from an earlier session.
pub const NOT_SAVED: &str = "We kept what you typed, but it is not saved yet. Check it, then select the button again.";

/// A page of somebody's own that has a form.
#[derive(Clone, Debug)]
pub struct FormPage {
    /// Its path.
    pub path: String,
    /// Whether it was opened from the page on which answers are checked.
    pub from_check: bool,
}

impl FormPage {
    /// Its path and query.
    fn target(&self) -> String {
        let query = if self.from_check { "?from=check" } else { "" };
        format!("{}{query}", self.path)
    }
}

/// Keeps what was typed for the owner of what the page is about, then leads to signing in and from there back to the page. The answer is the same
/// whether or not there is such a thing: then `owner` answers `NotFound`.
pub async fn sign_in_first<F>(ctx: &Ctx, page: &FormPage, typed: Typed, owner: F) -> Result<HttpResponse, Error>
where
    F: FnOnce(&mut Tx<'_>) -> Result<i64, Error> + Send + 'static,
{
    if let Some(pairs) = typed.0 {
        let path = page.path.clone();
        let store = move |tx: &mut Tx<'_>| match owner(tx) {
            Ok(person_id) => keep(tx, person_id, &path, &pairs),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        };
        if let Some(kept) = ctx.app.ledger.write(Actor::System, store).await? {
            ctx.session.insert(Kept::IN_SESSION, kept).map_err(Error::internal)?;
        }
        ctx.flash(false, LOGGED_OUT)?;
    }
    Ok(see_other(sign_in_path(&page.target())))
}

/// What this session has of a form on the page at `path`.
fn kept_in_session(ctx: &Ctx, path: &str) -> Result<Option<Kept>, Error> {
    let known: Option<Kept> = ctx.session.get(Kept::IN_SESSION).map_err(Error::internal)?;
    Ok(known.filter(|kept| kept.path == path))
}

/// Saves a form of the page at `path`, once; what this session had kept of it is used up with it. Answers where to go on to.
///
/// # Errors
/// As `save`.
pub async fn save_typed<F>(ctx: &Ctx, path: &str, person_id: i64, key: FormKey, save: F) -> Result<String, Error>
where
    F: FnOnce(&mut Tx<'_>) -> Result<String, Error> + Send + 'static,
{
    let kept = kept_in_session(ctx, path)?;
    let done = kept.is_some();
    let act = move |tx: &mut Tx<'_>| {
        if let Some(kept) = &kept {
            use_up(tx, kept)?;
        }
        save(tx)
    };
    let next = ctx.app.ledger.write_once(key, Actor::Person(person_id), act).await?;
    if done {
        ctx.session.remove(Kept::IN_SESSION);
    }
    Ok(next)
}

/// What was typed on the page at `path` before this person signed in again; nothing if somebody else did.
pub async fn typed_before(ctx: &Ctx, person_id: i64, path: &str) -> Result<Option<Pairs>, Error> {
    let Some(known) = kept_in_session(ctx, path)? else {
        return Ok(None);
    };
    let (keys, now) = (ctx.app.ledger.env().keys.clone(), ctx.app.ledger.clock.now());
    let read = ctx.app.ledger.db.read(move |db| kept(db, &keys, &known, person_id, now));
    // What cannot be read is as good as not kept.
    Ok(read.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "a kept form was not read");
        None
    }))
}
