//! Whose things the people of an organisation may see and change: their own organisations', and no others.

use diesel::prelude::*;

use crate::auth::{Member, signed_in};
use crate::db::schema::organisation;
use crate::db::{AnyConnection, among};
use crate::error::Error;
use crate::web::components::Select;
use crate::web::form::Errors;

/// The same person with the roles that they have now: for the transaction of what they do.
///
/// # Errors
/// `Forbidden` if they have none in any organisation any more.
pub fn again(db: &mut AnyConnection, viewer: &Member) -> Result<Member, Error> {
    signed_in(db, viewer.id)?.ok_or(Error::Forbidden)?.try_into()
}

/// Lets somebody at a thing of one of their organisations only.
///
/// # Errors
/// `NotYours` if it is another's.
pub fn own(viewer: &Member, organisation_id: i64, kind: &'static str, id: i64) -> Result<(), Error> {
    if viewer.organisations.contains(&organisation_id) {
        Ok(())
    } else {
        Err(Error::NotYours { kind, id, by: viewer.id })
    }
}

/// The viewer's organisations: number and name, by name.
pub fn organisations(db: &mut AnyConnection, viewer: &Member) -> Result<Vec<(i64, String)>, Error> {
    Ok(organisation::table
        .filter(among(organisation::id, &viewer.organisations))
        .order((organisation::name, organisation::id))
        .select((organisation::id, organisation::name))
        .load(db)?)
}

/// The organisation that was chosen: the only one if there is no choice.
///
/// # Errors
/// A message for the field if none of the viewer's own was chosen.
pub fn chosen(viewer: &Member, typed: &str) -> Result<i64, Errors> {
    if let [only] = viewer.organisations.as_slice() {
        return Ok(*only);
    }
    let found = typed.parse().ok().filter(|id| viewer.organisations.contains(id));
    found.ok_or_else(|| {
        let mut errors = Errors::default();
        errors.add("organisation", "Select an organisation");
        errors
    })
}

/// The field for it, if there is a choice.
pub fn field(own: &[(i64, String)], typed: &str, errors: &Errors) -> Option<Select> {
    let first = Select::new("organisation", "Organisation").item("", "Select an organisation");
    let items = own.iter().fold(first, |select, (id, name)| select.item(id.to_string(), name));
    (own.len() > 1).then(|| items.selected(typed).error(errors.get("organisation")))
}
