//! Feedback in the database.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use time::Date;

use super::model::{FromParticipant, Rated, Recommended};
use crate::afterwards::model::Side;
use crate::db::schema::{feedback, opportunity, placement};
use crate::db::{AnyConnection, violated};
use crate::error::Error;
use crate::tx::Tx;

/// What one side said, and whether its words may be read by the other.
pub struct Given<T> {
    /// The answers.
    pub answers: T,
    /// True if the words may be read and repeated without a name.
    pub may_quote: bool,
}

fn read<T: DeserializeOwned>(placement_id: i64, json: &str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|error| {
        Error::internal(format!(
            "feedback of placement {placement_id}: answers at column {}",
            error.column()
        ))
    })
}

/// What a side said of a placement, if it did.
pub fn given<T: DeserializeOwned>(db: &mut AnyConnection, placement_id: i64, side: Side) -> Result<Option<Given<T>>, Error> {
    let row: Option<(String, bool)> = feedback::table
        .filter(feedback::placement_id.eq(placement_id))
        .filter(feedback::side.eq(side))
        .select((feedback::answers, feedback::may_quote))
        .get_result(db)
        .optional()?;
    row.map(|(json, may_quote)| {
        Ok(Given {
            answers: read(placement_id, &json)?,
            may_quote,
        })
    })
    .transpose()
}

/// True if a side has said something of a placement.
pub fn is_given(db: &mut AnyConnection, placement_id: i64, side: Side) -> Result<bool, Error> {
    let of_side = feedback::table
        .filter(feedback::placement_id.eq(placement_id))
        .filter(feedback::side.eq(side));
    Ok(diesel::select(diesel::dsl::exists(of_side)).get_result(db)?)
}

/// Keeps what a side says, once.
///
/// # Errors
/// `Conflict` if it has said something before.
pub fn add(tx: &mut Tx<'_>, placement_id: i64, side: Side, answers: &impl Serialize, may_quote: bool) -> Result<(), Error> {
    let (json, now) = (serde_json::to_string(answers)?, tx.now);
    // A transaction inside: on Postgres a statement that fails ends the one that it stands in.
    let added = tx.db.transaction(|db| {
        diesel::insert_into(feedback::table)
            .values((
                feedback::placement_id.eq(placement_id),
                feedback::side.eq(side),
                feedback::answers.eq(json),
                feedback::given_at.eq(now),
                feedback::may_quote.eq(may_quote),
            ))
            .execute(db)
    });
    match added {
        Err(error) if violated(&error, "feedback", &["placement_id", "side"]) => {
            Err(Error::conflict("This feedback was given before. It can be given once."))
        }
        added => Ok(added.map(drop)?),
    }
}

/// Whether those who came to an organisation's placements would recommend them, as far as it may be told; only of placements whose first day lies
/// from `from` to `until`, if these are given.
pub fn recommended(db: &mut AnyConnection, organisation_id: i64, between: Option<(Date, Date)>) -> Result<Option<Recommended>, Error> {
    let mut query = feedback::table
        .inner_join(placement::table.inner_join(opportunity::table))
        .filter(opportunity::organisation_id.eq(organisation_id))
        .filter(feedback::side.eq(Side::Participant))
        .order(feedback::id)
        .select((placement::id, feedback::answers))
        .into_boxed();
    if let Some((from, until)) = between {
        query = query.filter(opportunity::first_day.between(from, until));
    }
    let rows: Vec<(i64, String)> = query.load(db)?;
    let answers: Vec<Rated> = rows
        .iter()
        .map(|(id, json)| Ok(read::<FromParticipant>(*id, json)?.recommend))
        .collect::<Result<_, Error>>()?;
    Ok(Recommended::of(&answers))
}

/// The same of each of these organisations of which something may be told, by its number, of all its placements: one question.
pub fn recommended_each(db: &mut AnyConnection, organisations: &[i64]) -> Result<BTreeMap<i64, Recommended>, Error> {
    let rows: Vec<(i64, i64, String)> = feedback::table
        .inner_join(placement::table.inner_join(opportunity::table))
        .filter(opportunity::organisation_id.eq_any(organisations))
        .filter(feedback::side.eq(Side::Participant))
        .order(feedback::id)
        .select((opportunity::organisation_id, placement::id, feedback::answers))
        .load(db)?;
    let mut answers: BTreeMap<i64, Vec<Rated>> = BTreeMap::new();
    for (organisation_id, placement_id, json) in rows {
        let said: FromParticipant = read(placement_id, &json)?;
        answers.entry(organisation_id).or_default().push(said.recommend);
    }
    Ok(answers
        .into_iter()
        .filter_map(|(id, answers)| Some((id, Recommended::of(&answers)?)))
        .collect())
}
