//! Signings and pledges for lists: one question for all rows of a list.

use diesel::prelude::*;
use time::Date;

use super::{organisations, pledges, reviews, signings};
use crate::db::schema::{organisation, organisation_area, pledge, pledge_review, pledge_signature, signing};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::pledges::draft::Listed;
use crate::pledges::model::{Organisation, Pledge, PledgeState, SignatureRole, SignatureState};
use crate::pledges::review::Review;

/// A signing with its organisation and one of its pledges.
type Row = (signings::Row, Option<organisations::Row>, Option<pledges::Row>);

/// Rows that follow each other and have the same key are one signing.
fn listed<K: PartialEq>(rows: Vec<(K, Row)>, today: Date) -> Vec<(K, Listed)> {
    let mut list: Vec<(K, Listed)> = Vec::new();
    for (key, (signing, organisation, pledge)) in rows {
        let pledge = pledge.map(Pledge::from);
        match list.last_mut().filter(|(last, _)| *last == key) {
            Some((_, known)) => known.pledges.extend(pledge),
            None => list.push((
                key,
                Listed {
                    signing: signings::signing_of(signing),
                    organisation: organisation.map(|row| organisations::organisation_of(row, today)),
                    pledges: pledge.into_iter().collect(),
                },
            )),
        }
    }
    list
}

/// The signings that a person began, newest first.
pub fn begun_by(db: &mut AnyConnection, person_id: i64, today: Date) -> Result<Vec<Listed>, Error> {
    let rows: Vec<(i64, Row)> = signing::table
        .left_join(organisation::table)
        .left_join(pledge::table)
        .filter(signing::started_by.eq(person_id))
        .order((signing::id.desc(), pledge::kind.desc()))
        .select((
            signing::id,
            (
                signing::all_columns,
                organisations::COLUMNS.nullable(),
                pledge::all_columns.nullable(),
            ),
        ))
        .load(db)?;
    Ok(listed(rows, today).into_iter().map(|(_, one)| one).collect())
}

/// Organisations of a query that lie in one of these areas: their own is one of them, or one beside it.
macro_rules! lie_in {
    ($areas:expr) => {
        among(organisation::area_id, $areas).or(organisation::id.eq_any(
            organisation_area::table
                .filter(among(organisation_area::area_id, $areas))
                .select(organisation_area::organisation_id),
        ))
    };
}

/// The signings that wait for approval by one of these areas, with when each was asked for: longest waiting first.
pub fn waiting_for(db: &mut AnyConnection, areas: &[i64], today: Date) -> Result<Vec<(Instant, Listed)>, Error> {
    let rows: Vec<((Instant, i64), Row)> = signing::table
        .inner_join(pledge_signature::table)
        .inner_join(organisation::table)
        .left_join(pledge::table)
        .filter(pledge_signature::role.eq(SignatureRole::AreaLead))
        .filter(pledge_signature::state.eq(SignatureState::Asked))
        .filter(lie_in!(areas))
        .order((pledge_signature::asked_at, pledge_signature::id, pledge::kind.desc()))
        .select((
            (pledge_signature::asked_at, pledge_signature::id),
            (
                signing::all_columns,
                organisations::COLUMNS.nullable(),
                pledge::all_columns.nullable(),
            ),
        ))
        .load(db)?;
    Ok(listed(rows, today).into_iter().map(|((at, _), one)| (at, one)).collect())
}

/// The pledges that are due for a review in one of these areas, each with its last review: longest due first.
pub fn due_in(db: &mut AnyConnection, areas: &[i64], today: Date) -> Result<Vec<(Pledge, Organisation, Review)>, Error> {
    let mut rows: Vec<(pledges::Row, organisations::Row, reviews::Row)> = pledge::table
        .inner_join(organisation::table)
        .inner_join(pledge_review::table)
        .filter(pledge::state.eq(PledgeState::DueForReview))
        .filter(lie_in!(areas))
        .order((pledge::state_since, pledge::id, pledge_review::number.desc()))
        .select((pledge::all_columns, organisations::COLUMNS, pledge_review::all_columns))
        .load(db)?;
    rows.dedup_by_key(|(pledge, ..)| pledge.id);
    rows.into_iter()
        .map(|(pledge, organisation, review)| {
            Ok((
                pledge.into(),
                organisations::organisation_of(organisation, today),
                review.try_into()?,
            ))
        })
        .collect()
}

/// The pledges of organisations that were ever sent, each with its organisation: longest in their state first.
pub fn sent_by(db: &mut AnyConnection, organisations: &[i64], today: Date) -> Result<Vec<(Pledge, Organisation)>, Error> {
    let rows: Vec<(pledges::Row, organisations::Row)> = pledge::table
        .inner_join(organisation::table)
        .filter(among(organisation::id, organisations))
        .filter(pledge::state.ne(PledgeState::Draft))
        .order((pledge::state_since, pledge::id))
        .select((pledge::all_columns, organisations::COLUMNS))
        .load(db)?;
    let with = |(pledge, row): (pledges::Row, organisations::Row)| (pledge.into(), organisations::organisation_of(row, today));
    Ok(rows.into_iter().map(with).collect())
}
