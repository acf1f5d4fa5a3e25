//! Whether an applicant is done with the equality questions, so that nobody answers twice. The answers are kept where nothing here can reach them.

use diesel::prelude::*;
use time::Date;

use super::answers::age_on;
use super::store::answers;
use crate::db::AnyConnection;
use crate::db::schema::application;
use crate::error::Error;
use crate::tx::Tx;

/// True if the applicant is done with the equality questions.
///
/// # Errors
/// `NotFound` if there is no such application.
pub fn is_done_with_equality(db: &mut AnyConnection, id: i64) -> Result<bool, Error> {
    Ok(application::table.find(id).select(application::equality_done).get_result(db)?)
}

/// Notes that the applicant is done with the equality questions; false if that was noted before.
///
/// # Errors
/// What the database says.
pub fn finish_equality(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let rows = diesel::update(
        application::table
            .filter(application::id.eq(id))
            .filter(application::equality_done.eq(false)),
    )
    .set(application::equality_done.eq(true))
    .execute(tx.db)?;
    Ok(rows == 1)
}

/// The applicant's age in whole years on a day.
///
/// # Errors
/// `NotFound` if the application has no date of birth any more.
pub fn age_of(db: &mut AnyConnection, id: i64, day: Date) -> Result<i32, Error> {
    let born = answers(db, id)?.date_of_birth.ok_or(Error::NotFound)?;
    Ok(age_on(born, day))
}
