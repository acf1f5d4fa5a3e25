//! Forms of an application whose session had ended before they were sent: nothing is saved, and nothing that was typed is lost.

use actix_web::HttpResponse;

use super::super::store::application_by_ref;
use crate::auth::{Kept, keep, kept, sign_in_path};
use crate::error::Error;
use crate::tx::{Actor, Tx};
use crate::web::form::{Pairs, Typed};
use crate::web::page::{Ctx, see_other};

/// What somebody reads who has to sign in before their form can be saved.
const LOGGED_OUT: &str = "You were logged out, so we could not save this page. Log in again to go on.";
/// What they read on the page of the form, and what somebody reads whose form came from an earlier session.
pub const NOT_SAVED: &str = "We kept what you typed, but it is not saved yet. Check it, then select the button again.";

/// Keeps what was typed for the owner of the application, then leads to signing in and from there back to the page. The answer is the same whether
/// or not there is such an application.
pub async fn sign_in_first(ctx: &Ctx, page: &Page, typed: Typed) -> Result<HttpResponse, Error> {
    if let Some(pairs) = typed.0 {
        let (reference, path) = (page.reference.clone(), page.path());
        let store = move |tx: &mut Tx<'_>| match application_by_ref(tx.db, &reference) {
            Ok(application) => keep(tx, application.person_id, &path, &pairs),
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

/// A page of an application that has a form.
#[derive(Clone, Debug)]
pub struct Page {
    /// The application's reference, as the address has it.
    pub reference: String,
    /// The last part of the address.
    pub name: String,
    /// Whether it was opened from the page on which answers are checked.
    pub from_check: bool,
}

impl Page {
    /// Its path.
    pub fn path(&self) -> String {
        format!("/applications/{}/{}", self.reference, self.name)
    }

    /// Its path and query.
    fn target(&self) -> String {
        let query = if self.from_check { "?from=check" } else { "" };
        format!("{}{query}", self.path())
    }
}

/// What this session has of a form on the page at `path`.
pub fn of_session(ctx: &Ctx, path: &str) -> Result<Option<Kept>, Error> {
    let known: Option<Kept> = ctx.session.get(Kept::IN_SESSION).map_err(Error::internal)?;
    Ok(known.filter(|kept| kept.path == path))
}

/// What was typed on the page at `path` before this person signed in again; nothing if somebody else did.
pub async fn typed_before(ctx: &Ctx, person_id: i64, path: &str) -> Result<Option<Pairs>, Error> {
    let Some(known) = of_session(ctx, path)? else {
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
