//! Organisations and areas in the database.

use diesel::prelude::*;

use super::model::{NewArea, NewOrganisation, slug};
use crate::db::AnyConnection;
use crate::db::schema::{area, organisation};
use crate::error::Error;
use crate::tx::Tx;

/// Adds an area; answers its number.
pub fn add_area(tx: &mut Tx<'_>, new: &NewArea<'_>) -> Result<i64, Error> {
    Ok(diesel::insert_into(area::table)
        .values((
            area::code.eq(new.code),
            area::name.eq(new.name),
            area::kind.eq(new.kind),
            area::opened_on.eq(new.opened_on),
        ))
        .returning(area::id)
        .get_result(tx.db)?)
}

/// Adds an organisation; answers its number.
pub fn add_organisation(tx: &mut Tx<'_>, new: &NewOrganisation<'_>) -> Result<i64, Error> {
    Ok(diesel::insert_into(organisation::table)
        .values((
            organisation::code.eq(new.code),
            organisation::name.eq(new.name),
            organisation::slug.eq(slug(new.name)),
            organisation::kind.eq(new.kind),
            organisation::area_id.eq(new.area_id),
            organisation::town.eq(new.town),
            organisation::postcode.eq(new.postcode),
        ))
        .returning(organisation::id)
        .get_result(tx.db)?)
}

/// The number of the organisation with this code.
///
/// # Errors
/// `NotFound` if there is none.
pub fn organisation_with_code(db: &mut AnyConnection, code: &str) -> Result<i64, Error> {
    Ok(organisation::table
        .filter(organisation::code.eq(code))
        .select(organisation::id)
        .get_result(db)?)
}

/// The number of the area with this code.
///
/// # Errors
/// `NotFound` if there is none.
pub fn area_with_code(db: &mut AnyConnection, code: &str) -> Result<i64, Error> {
    Ok(area::table.filter(area::code.eq(code)).select(area::id).get_result(db)?)
}
