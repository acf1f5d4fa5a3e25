//! The link of a saved search: its first answer starts the emails, and from then on it stops them.

use serde_json::json;

use super::mails::Confirm;
use super::model::SavedSearch;
use super::store;
use super::views::{Ask, Outcome};
use crate::audit::Seen;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted, Purpose, lifetimes};
use crate::tx::Tx;
use crate::web::form::Pairs;
use crate::{audit, mail};

/// What links of purpose `SavedSearch` do.
#[derive(Clone, Copy, Debug)]
pub struct SavedSearchLink;

/// Sends the letter that asks; an earlier link for the same is overtaken.
pub fn ask(tx: &mut Tx<'_>, search: &SavedSearch) -> Result<(), Error> {
    let link = links::issue(tx, Purpose::SavedSearch, search.id, &search.email, lifetimes::SAVED_SEARCH)?;
    let words = Confirm {
        parts: search.wanted.parts().into_iter().map(|(_, words)| words).collect(),
        days: lifetimes::SAVED_SEARCH.whole_days(),
        service: &tx.env.service_name,
    };
    let letter = mail::compose("saved_search.confirm", 1, &search.email, &words)?.with_link(link);
    mail::enqueue(tx, &letter).map(|_| ())
}

/// Stops the emails, and notes why.
pub fn stop(tx: &mut Tx<'_>, id: i64, why: &str) -> Result<bool, Error> {
    let stopped = store::end(tx, id)?;
    if stopped {
        audit::record(tx, "saved_search.stopped", "saved_search", id, &json!({"why": why}))?;
    }
    Ok(stopped)
}

impl Handler for SavedSearchLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        let page = match store::by_id(db, link.subject_id)? {
            Some(search) if search.ended_at.is_none() => Box::new(Ask::new(&search)),
            _ => self.outcome(db, link)?,
        };
        Ok((page, None))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let search = store::by_id(db, link.subject_id)?.filter(SavedSearch::is_on);
        Ok(Box::new(Outcome::new(search.as_ref())))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let Some(search) = store::by_id(tx.db, link.subject_id)? else {
            return Ok(Answer::Done);
        };
        // A program that posts on its own starts nothing.
        if posted.form.get("start") != Some("yes") {
            return Ok(Answer::Invalid(Box::new(Ask::new(&search))));
        }
        if !links::spend(tx, link.id, "started")? {
            return Ok(Answer::Done);
        }
        store::confirm(tx, search.id)?;
        audit::record(
            tx,
            "saved_search.started",
            "saved_search",
            search.id,
            &json!({"every": search.every}),
        )?;
        // The same search of the same address gives one email, not two.
        for other in store::of_address(tx.db, &search.email)? {
            if other.id != search.id && other.is_on() && other.wanted == search.wanted {
                stop(tx, other.id, "replaced")?;
            }
        }
        Ok(Answer::Done)
    }

    fn reconsider(&self, tx: &mut Tx<'_>, link: &Link, form: &Pairs) -> Result<(), Error> {
        // By the button of the page, or by that of a mail program (RFC 8058).
        if form.get("stop") == Some("yes") || form.get("List-Unsubscribe") == Some("One-Click") {
            stop(tx, link.subject_id, "asked")?;
        }
        Ok(())
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let search = store::by_id(tx.db, link.subject_id)?;
        let waits = |search: &SavedSearch| search.confirmed_at.is_none() && search.ended_at.is_none() && search.email == link.recipient;
        match search.filter(waits) {
            Some(search) => ask(tx, &search),
            None => Ok(()),
        }
    }
}
