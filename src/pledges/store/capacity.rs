//! The surveys that areas have approved.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::{area, capacity_survey, organisation};
use crate::error::Error;
use crate::pledges::survey::Survey;

/// The newest survey of every organisation, with the name of its area.
pub fn newest(db: &mut AnyConnection) -> Result<Vec<(String, Survey)>, Error> {
    let rows: Vec<(i64, String, String)> = capacity_survey::table
        .inner_join(organisation::table.inner_join(area::table.on(organisation::area_id.eq(area::id))))
        .order((capacity_survey::organisation_id, capacity_survey::year.desc()))
        .select((capacity_survey::organisation_id, area::name, capacity_survey::answers))
        .load(db)?;
    let mut newest = Vec::new();
    let mut last = None;
    for (organisation_id, area, json) in rows {
        if last.replace(organisation_id) == Some(organisation_id) {
            continue;
        }
        let survey = serde_json::from_str(&json)
            .map_err(|error| Error::internal(format!("capacity_survey of {organisation_id}: at column {}", error.column())))?;
        newest.push((area, survey));
    }
    Ok(newest)
}
