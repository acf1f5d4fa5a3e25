//! Forgetting what somebody wrote: the application stays as a reference in its round, without an answer.

use diesel::prelude::*;

use crate::db::schema::{application, application_answer, application_claim, application_school};
use crate::error::Error;
use crate::tx::Tx;

/// Deletes every answer, every circumstance, the schools and the area of an application. Its choices and standings stay: they are about references.
pub fn forget(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    // First the row itself, so that whoever saves an answer at the same moment waits for this, and then finds the draft gone.
    diesel::update(application::table.find(id))
        .set((application::area.eq(None::<String>), application::statements.eq("[]")))
        .execute(tx.db)?;
    diesel::delete(application_answer::table.filter(application_answer::application_id.eq(id))).execute(tx.db)?;
    diesel::delete(application_claim::table.filter(application_claim::application_id.eq(id))).execute(tx.db)?;
    diesel::delete(application_school::table.filter(application_school::application_id.eq(id))).execute(tx.db)?;
    Ok(())
}
