//! The school of an application that was sent, with the figure as it was when it was used.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::attended::{Attended, UsedShare};
use super::circumstances::Level;
use crate::db::AnyConnection;
use crate::db::schema::{application, application_claim, application_school};
use crate::error::Error;
use crate::schools::{self, Percent, Share, Years};
use crate::tx::Tx;

/// Keeps the school of an application that is sent now.
pub fn keep(tx: &mut Tx<'_>, application_id: i64, attended: &Attended) -> Result<(), Error> {
    let school_id = match attended.urn {
        Some(urn) => schools::number_of(tx.db, urn)?,
        None => None,
    };
    let share = attended.share.as_ref().map(|used| &used.share);
    diesel::insert_into(application_school::table)
        .values((
            application_school::application_id.eq(application_id),
            application_school::position.eq(1),
            application_school::school_id.eq(school_id),
            application_school::as_typed.eq(&attended.name),
            application_school::from_year.eq(attended.years.from),
            application_school::to_year.eq(attended.years.to),
            application_school::measure_year.eq(share.map(|share| share.census_year)),
            application_school::measure_value.eq(share.map(|share| share.value.hundredths())),
            application_school::measure_source.eq(share.map(|share| share.source.as_str())),
        ))
        .execute(tx.db)?;
    Ok(())
}

type Columns = (Option<i32>, Option<i32>, Option<i32>, Option<i32>, Option<String>);

const COLUMNS: (
    application_school::from_year,
    application_school::to_year,
    application_school::measure_year,
    application_school::measure_value,
    application_school::measure_source,
) = (
    application_school::from_year,
    application_school::to_year,
    application_school::measure_year,
    application_school::measure_value,
    application_school::measure_source,
);

/// The claims of an application with how sure they are, and the figure that it used: nothing if it names no school, or one without a figure.
pub fn claims_and_share(db: &mut AnyConnection, application_id: i64) -> Result<(BTreeMap<String, Level>, Option<UsedShare>), Error> {
    type Found = (Option<(i64, Columns)>, Option<(String, Level)>);
    let attended = application_school::application_id
        .eq(application::id)
        .and(application_school::position.eq(1));
    let rows: Vec<Found> = application::table
        .left_join(application_school::table.on(attended))
        .left_join(application_claim::table)
        .filter(application::id.eq(application_id))
        .select((
            (application_school::application_id, COLUMNS).nullable(),
            (application_claim::criterion, application_claim::level).nullable(),
        ))
        .load(db)?;
    let (mut school, mut claims) = (None, BTreeMap::new());
    for (row, claim) in rows {
        claims.extend(claim);
        school = row;
    }
    let share = school.map_or(Ok(None), |(id, columns)| used(id, columns))?;
    Ok((claims, share))
}

/// The figures that the applications of a round used, by the applications' public references.
pub fn used_shares(db: &mut AnyConnection, round_id: i64) -> Result<BTreeMap<String, UsedShare>, Error> {
    let rows: Vec<(String, i64, Columns)> = application_school::table
        .inner_join(application::table)
        .filter(application::round_id.eq(round_id))
        .filter(application_school::measure_value.is_not_null())
        .select((application::public_ref, application::id, COLUMNS))
        .load(db)?;
    let used = rows
        .into_iter()
        .map(|(reference, id, columns)| Ok(used(id, columns)?.map(|used| (reference, used))));
    used.filter_map(Result::transpose).collect()
}

fn used(id: i64, (from, to, year, value, source): Columns) -> Result<Option<UsedShare>, Error> {
    let (Some(census_year), Some(value), Some(source)) = (year, value, source) else {
        return Ok(None);
    };
    let value = Percent::try_from(value).map_err(|words| Error::internal(format!("application_school {id} {words}")))?;
    Ok(Some(UsedShare {
        // A census of a year after the application was sent cannot have been used, so that its year stands for "now".
        there: Years { from, to }.cover(census_year, census_year),
        share: Share {
            census_year,
            value,
            source,
        },
    }))
}
