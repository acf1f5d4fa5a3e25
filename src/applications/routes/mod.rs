//! The applicant's handlers.

pub mod application;
pub mod before;
pub mod check;
pub mod emergency;
pub mod entry;
pub mod list;
pub mod step;
pub mod typed;
pub mod waiting;
pub mod withdraw;

use actix_web::web::Path;
use serde::Deserialize;

use super::draft::Draft;
use super::draft_store::{self, Owner};
use crate::auth::Applicant;
use crate::error::Error;
use crate::web::page::Ctx;

/// The reference in a path.
pub type Reference = Path<String>;

/// A form that has only its button.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {}

impl From<Applicant> for Owner {
    fn from(applicant: Applicant) -> Self {
        Self {
            id: applicant.id,
            email: applicant.email,
        }
    }
}

/// The viewer's own application with what its pages need.
async fn own_draft(ctx: &Ctx, owner: &Owner, reference: &str) -> Result<Draft, Error> {
    let (owner, reference, now) = (owner.clone(), reference.to_owned(), ctx.app.ledger.clock.now());
    ctx.app
        .ledger
        .db
        .read(move |db| draft_store::draft(db, &owner, &reference, now))
        .await
}
