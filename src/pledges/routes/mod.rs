//! The handlers of pledges.

pub mod capacity;
pub mod check;
pub mod concern;
pub mod lead;
pub mod lead_review;
pub mod member;
pub mod public;
pub mod start;
pub mod step;

use actix_web::web::Path;

use super::draft::Draft;
use super::store::signings;
use crate::error::Error;
use crate::web::page::Ctx;

/// The reference in a path.
pub type Reference = Path<String>;

/// The viewer's own signing with everything about it.
async fn own_draft(ctx: &Ctx, person_id: i64, reference: &str) -> Result<Draft, Error> {
    let (reference, today) = (reference.to_owned(), ctx.app.ledger.clock.now().date());
    let read = ctx.app.ledger.db.read(move |db| signings::own(db, person_id, &reference, today));
    read.await
}
