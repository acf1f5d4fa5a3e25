//! The people who take part, by their numbers.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::person;
use crate::error::Error;

/// The address of a person.
pub fn email(db: &mut AnyConnection, person_id: i64) -> Result<String, Error> {
    Ok(person::table.find(person_id).select(person::email).get_result(db)?)
}
