//! The link of a sign-in letter: it opens a session on whichever computer presses its button.

use super::sign_in::{Opening, asked_by_id, begin_sign_in, open};
use super::views::{LinkPage, LinkUsedPage};
use crate::audit::Seen;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::tx::Tx;

/// What links of purpose `SignIn` do.
#[derive(Clone, Copy, Debug)]
pub struct SignInLinks;

impl Handler for SignInLinks {
    fn ask(&self, _: &mut AnyConnection, _: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        Ok((Box::new(LinkPage), None))
    }

    fn outcome(&self, _: &mut AnyConnection, _: &Link) -> Result<Page, Error> {
        Ok(Box::new(LinkUsedPage))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, _: &Posted) -> Result<Answer, Error> {
        if !links::spend(tx, link.id, "opened")? {
            return Ok(Answer::Done);
        }
        let asked = asked_by_id(tx.db, link.subject_id)?;
        let Opening {
            viewer,
            shared_computer,
            next,
        } = open(tx, asked, "link")?;
        Ok(Answer::SignIn {
            person_id: viewer.id,
            shared_computer,
            next,
        })
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let asked = asked_by_id(tx.db, link.subject_id)?;
        begin_sign_in(tx, &asked.email, &asked.session_key, &asked.next, asked.shared_computer)
    }
}
