//! Areas with their contacts and organisations in the database.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::json;

use super::model::{Area, Contact, Member};
use crate::audit;
use crate::auth::AreaLead;
use crate::db::AnyConnection;
use crate::db::schema::{area, area_contact, organisation, organisation_area};
use crate::error::Error;
use crate::tx::Tx;

/// The areas with these numbers, by name.
pub fn areas(db: &mut AnyConnection, ids: &[i64]) -> Result<Vec<Area>, Error> {
    let rows: Vec<(i64, String, String)> = area::table
        .filter(area::id.eq_any(ids))
        .order((area::name, area::id))
        .select((area::id, area::code, area::name))
        .load(db)?;
    Ok(rows.into_iter().map(|(id, code, name)| Area { id, code, name }).collect())
}

/// The area with this code.
///
/// # Errors
/// `NotFound` if there is none.
pub fn area_by_code(db: &mut AnyConnection, code: &str) -> Result<Area, Error> {
    let (id, code, name) = area::table
        .filter(area::code.eq(code))
        .select((area::id, area::code, area::name))
        .get_result(db)?;
    Ok(Area { id, code, name })
}

/// The area with this code, for its lead.
///
/// # Errors
/// `NotFound` if there is none; `NotYours` if it is another's.
pub fn own_area(db: &mut AnyConnection, lead: &AreaLead, code: &str) -> Result<Area, Error> {
    let area = area_by_code(db, code)?;
    if lead.again(db)?.areas.contains(&area.id) {
        Ok(area)
    } else {
        Err(Error::NotYours {
            kind: "area",
            id: area.id,
            by: lead.id,
        })
    }
}

/// The single point of contact of an area, if somebody said one.
pub fn contact_of(db: &mut AnyConnection, area_id: i64) -> Result<Option<Contact>, Error> {
    let row: Option<(String, String, Option<String>)> = area_contact::table
        .find(area_id)
        .select((area_contact::name, area_contact::email, area_contact::phone))
        .get_result(db)
        .optional()?;
    Ok(row.map(|(name, email, phone)| Contact { name, email, phone }))
}

/// The contacts of areas, by the area's number.
pub fn contacts_of(db: &mut AnyConnection, areas: &[i64]) -> Result<BTreeMap<i64, Contact>, Error> {
    let rows: Vec<(i64, String, String, Option<String>)> = area_contact::table
        .filter(area_contact::area_id.eq_any(areas))
        .select((area_contact::area_id, area_contact::name, area_contact::email, area_contact::phone))
        .load(db)?;
    let contact = |(area_id, name, email, phone)| (area_id, Contact { name, email, phone });
    Ok(rows.into_iter().map(contact).collect())
}

/// Says who an area's single point of contact is.
pub fn save_contact(tx: &mut Tx<'_>, area_id: i64, contact: &Contact) -> Result<(), Error> {
    let known = diesel::update(area_contact::table.find(area_id))
        .set((
            area_contact::name.eq(&contact.name),
            area_contact::email.eq(&contact.email),
            area_contact::phone.eq(&contact.phone),
            area_contact::changed_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    if known == 0 {
        diesel::insert_into(area_contact::table)
            .values((
                area_contact::area_id.eq(area_id),
                area_contact::name.eq(&contact.name),
                area_contact::email.eq(&contact.email),
                area_contact::phone.eq(&contact.phone),
                area_contact::changed_at.eq(tx.now),
            ))
            .execute(tx.db)?;
    }
    audit::record(tx, "area.contact_changed", "area", area_id, &json!({}))
}

/// The first organisations that lie in an area and are open, by name, `most` of them; and how many there are.
pub fn organisations_in(db: &mut AnyConnection, area_id: i64, most: i64) -> Result<(Vec<Member>, i64), Error> {
    let lies_in = organisation_area::table
        .filter(organisation_area::area_id.eq(area_id))
        .select(organisation_area::organisation_id);
    let inside = organisation::table
        .filter(organisation::area_id.eq(area_id).or(organisation::id.eq_any(lies_in)))
        .filter(organisation::closed_on.is_null());
    let rows: Vec<(String, String)> = inside
        .order((organisation::name, organisation::id))
        .limit(most)
        .select((organisation::name, organisation::town))
        .load(db)?;
    let members = rows.into_iter().map(|(name, town)| Member { name, town }).collect();
    Ok((members, inside.count().get_result(db)?))
}
