//! Waiting lists in the database.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::{opportunity, organisation, standing};
use crate::error::Error;

/// One waiting list that an application is on.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Wait {
    /// The placement's title.
    pub title: String,
    /// Its part of the address.
    pub slug: String,
    /// The organisation.
    pub organisation: String,
    /// How many places it has.
    pub places: i32,
    /// Place on the waiting list, from 1.
    pub position: i64,
    /// Place in the order of everybody who chose it, from 1.
    pub rank: Option<i64>,
}

/// The waiting lists of an application as the last run left them, best choice first.
pub fn waits(db: &mut AnyConnection, application_id: i64) -> Result<Vec<Wait>, Error> {
    Ok(standing::table
        .inner_join(opportunity::table.inner_join(organisation::table))
        .filter(standing::application_id.eq(application_id))
        .filter(standing::waiting_position.is_not_null())
        .order(standing::choice)
        .select((
            opportunity::title,
            opportunity::slug,
            organisation::name,
            opportunity::places,
            standing::waiting_position.assume_not_null(),
            standing::priority_position,
        ))
        .load(db)?)
}
