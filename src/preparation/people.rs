//! Who comes, as whoever runs a placement has to know: names, and on the day whom to call.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::de::DeserializeOwned;

use crate::applications::{EmergencyContact, Name, Step};
use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::db::schema::application_answer;
use crate::error::Error;
use crate::placements::Placed;
use crate::tx::Actor;

/// One answer of many applications, by application.
fn answers<T: DeserializeOwned>(db: &mut AnyConnection, applications: &[i64], step: Step) -> Result<BTreeMap<i64, T>, Error> {
    let rows: Vec<(i64, String)> = application_answer::table
        .filter(application_answer::application_id.eq_any(applications))
        .filter(application_answer::step.eq(step))
        .select((application_answer::application_id, application_answer::answer))
        .load(db)?;
    rows.into_iter().map(|(id, json)| Ok((id, serde_json::from_str(&json)?))).collect()
}

/// The names of applicants, by application. Whoever was erased has none.
pub fn names(db: &mut AnyConnection, applications: &[i64]) -> Result<BTreeMap<i64, String>, Error> {
    let names: BTreeMap<i64, Name> = answers(db, applications, Step::Name)?;
    Ok(names.into_iter().map(|(id, name)| (id, name.to_string())).collect())
}

/// Whom to call in an emergency, by application.
pub fn contacts(db: &mut AnyConnection, applications: &[i64]) -> Result<BTreeMap<i64, EmergencyContact>, Error> {
    answers(db, applications, Step::EmergencyContact)
}

/// What the pages of a coordinator that show these placements have shown: one look for each organisation.
pub fn seen(viewer: &Coordinator, page: SeenPage, placed: &[Placed]) -> Vec<Seen> {
    let mut of: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for one in placed {
        of.entry(one.organisation_id).or_default().push(one.application_id);
    }
    let look = |(organisation, applications)| Seen {
        by: Actor::Person(viewer.id),
        role: ReaderRole::Coordinator,
        organisation_id: Some(organisation),
        page,
        applications,
    };
    of.into_iter().map(look).collect()
}

/// The numbers of the applications of placements.
pub fn applications(placed: &[Placed]) -> Vec<i64> {
    placed.iter().map(|one| one.application_id).collect()
}
