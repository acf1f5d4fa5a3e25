//! Certificates in the database.

use diesel::prelude::*;
use time::Date;

use super::model::{Body, Certificate, WhyWithdrawn};
use crate::applications::{Name, Step};
use crate::db::schema::{application, application_answer, certificate, opportunity, organisation, placement};
use crate::db::{AnyConnection, Instant, violated};
use crate::error::Error;
use crate::placements::{PLACED_COLUMNS, Placed};
use crate::tx::Tx;

type Row = (i64, i64, String, String, Instant, Option<Instant>);
type Columns = (
    certificate::id,
    certificate::placement_id,
    certificate::number,
    certificate::body,
    certificate::issued_at,
    certificate::withdrawn_at,
);
const COLUMNS: Columns = (
    certificate::id,
    certificate::placement_id,
    certificate::number,
    certificate::body,
    certificate::issued_at,
    certificate::withdrawn_at,
);

fn from((id, placement_id, number, body, issued_at, withdrawn_at): Row) -> Result<Certificate, Error> {
    let body: Option<Body> =
        serde_json::from_str(&body).map_err(|error| Error::internal(format!("certificate {id}: body at column {}", error.column())))?;
    Ok(Certificate {
        id,
        placement_id,
        number,
        body,
        issued_at,
        withdrawn_at,
    })
}

/// The newest certificate of a placement, withdrawn or not.
pub fn newest(db: &mut AnyConnection, placement_id: i64) -> Result<Option<Certificate>, Error> {
    let row: Option<Row> = certificate::table
        .filter(certificate::placement_id.eq(placement_id))
        .order(certificate::id.desc())
        .select(COLUMNS)
        // The first of a few, without `LIMIT` (decision 219).
        .get_result(db)
        .optional()?;
    row.map(from).transpose()
}

/// The placement with this public reference, who came, and the certificate that is valid.
pub fn with_valid(db: &mut AnyConnection, reference: &str) -> Result<(Placed, Option<Name>, Option<Certificate>), Error> {
    let named = application_answer::application_id
        .eq(placement::application_id)
        .and(application_answer::step.eq(Step::Name));
    let valid = certificate::placement_id.eq(placement::id).and(certificate::withdrawn_at.is_null());
    let (placed, name, certificate): (Placed, Option<String>, Option<Row>) = placement::table
        .inner_join(application::table)
        .inner_join(opportunity::table)
        .left_join(application_answer::table.on(named))
        .left_join(certificate::table.on(valid))
        .filter(placement::public_ref.eq(reference))
        .order(certificate::id.desc())
        .select((PLACED_COLUMNS, application_answer::answer.nullable(), COLUMNS.nullable()))
        .get_result(db)?;
    let name = name.map(|json| serde_json::from_str(&json)).transpose()?;
    Ok((placed, name, certificate.map(from).transpose()?))
}

/// What anybody may know of a certificate.
pub struct Checked {
    /// The placement's title.
    pub title: String,
    /// The organisation's name.
    pub organisation: String,
    /// The placement's days.
    pub days: (Date, Date),
    /// When it was issued.
    pub issued_at: Instant,
    /// When it was withdrawn, if it was.
    pub withdrawn_at: Option<Instant>,
}

/// What anybody may know of the certificate with this number.
///
/// # Errors
/// `NotFound` if there is none.
pub fn check(db: &mut AnyConnection, number: &str) -> Result<Checked, Error> {
    type Found = (String, String, Date, Date, Instant, Option<Instant>);
    let (title, organisation, first, last, issued_at, withdrawn_at): Found = certificate::table
        .inner_join(placement::table.inner_join(opportunity::table.inner_join(organisation::table)))
        .filter(certificate::number.eq(number))
        .select((
            opportunity::title,
            organisation::name,
            opportunity::first_day,
            opportunity::last_day,
            certificate::issued_at,
            certificate::withdrawn_at,
        ))
        .get_result(db)?;
    Ok(Checked {
        title,
        organisation,
        days: (first, last),
        issued_at,
        withdrawn_at,
    })
}

/// Adds a certificate; answers its number for everybody.
///
/// # Errors
/// `Conflict` if the placement has one that is valid.
pub fn add(tx: &mut Tx<'_>, placement_id: i64, body: &Body, by: i64) -> Result<String, Error> {
    let (number, json, now) = (tx.env.random.reference()?, serde_json::to_string(&Some(body))?, tx.now);
    // A transaction inside: on Postgres a statement that fails ends the one that it stands in.
    let added = tx.db.transaction(|db| {
        diesel::insert_into(certificate::table)
            .values((
                certificate::placement_id.eq(placement_id),
                certificate::number.eq(&number),
                certificate::body.eq(json),
                certificate::issued_at.eq(now),
                certificate::issued_by.eq(by),
            ))
            .execute(db)
    });
    match added {
        Err(error) if violated(&error, "certificate", &["placement_id"]) => Err(Error::conflict(
            "This placement has a certificate. Withdraw it before you make another one.",
        )),
        added => Ok(added.map(|_| number)?),
    }
}

/// Withdraws a certificate. False if it was withdrawn before.
pub fn withdraw(tx: &mut Tx<'_>, id: i64, why: WhyWithdrawn) -> Result<bool, Error> {
    let valid = certificate::table
        .filter(certificate::id.eq(id))
        .filter(certificate::withdrawn_at.is_null());
    let rows = diesel::update(valid)
        .set((certificate::withdrawn_at.eq(tx.now), certificate::reason.eq(why)))
        .execute(tx.db)?;
    Ok(rows == 1)
}
