//! Case studies in the database.

use diesel::prelude::*;
use serde_json::json;

use super::model::{CaseStudy, CaseStudyState, NewCaseStudy};
use crate::audit;
use crate::db::schema::{case_study, organisation};
use crate::db::{AnyConnection, among};
use crate::error::Error;
use crate::organisations::slug;
use crate::tx::{Actor, Tx};

type Row = (i64, String, i64, String, String, String, CaseStudyState);

fn from((id, slug, organisation_id, organisation, title, body, state): Row) -> CaseStudy {
    CaseStudy {
        id,
        slug,
        organisation_id,
        organisation,
        written: NewCaseStudy { title, body },
        state,
    }
}

macro_rules! columns {
    () => {
        (
            case_study::id,
            case_study::slug,
            case_study::organisation_id,
            organisation::name,
            case_study::title,
            case_study::body,
            case_study::state,
        )
    };
}

/// The case study at this address, published or not.
///
/// # Errors
/// `NotFound` if there is none.
pub fn case_study_by_slug(db: &mut AnyConnection, slug: &str) -> Result<CaseStudy, Error> {
    let row: Row = case_study::table
        .inner_join(organisation::table)
        .filter(case_study::slug.eq(slug))
        .select(columns!())
        .get_result(db)?;
    Ok(from(row))
}

/// The case studies of organisations, newest first, before the number `before`.
pub(super) fn case_studies_of(db: &mut AnyConnection, organisations: &[i64], before: i64, limit: i64) -> Result<Vec<CaseStudy>, Error> {
    let rows: Vec<Row> = case_study::table
        .inner_join(organisation::table)
        .filter(among(case_study::organisation_id, organisations))
        .filter(case_study::id.lt(before))
        .order(case_study::id.desc())
        .limit(limit)
        .select(columns!())
        .load(db)?;
    Ok(rows.into_iter().map(from).collect())
}

fn by(actor: Actor) -> Option<i64> {
    if let Actor::Person(id) = actor { Some(id) } else { None }
}

/// Keeps a draft of an organisation; answers its slug: the words of the title and a few letters that no other has.
pub fn add_case_study(tx: &mut Tx<'_>, organisation_id: i64, new: &NewCaseStudy) -> Result<String, Error> {
    let drawn = tx.env.random.reference()?.to_lowercase();
    let words: String = slug(&new.title).chars().take(80).collect();
    let named = format!("{}-{}", words.trim_end_matches('-'), drawn.replace('-', ""));
    let named = named.trim_start_matches('-').to_owned();
    let id: i64 = diesel::insert_into(case_study::table)
        .values((
            case_study::slug.eq(&named),
            case_study::organisation_id.eq(organisation_id),
            case_study::title.eq(&new.title),
            case_study::body.eq(&new.body),
            case_study::state.eq(CaseStudyState::Draft),
            case_study::written_by.eq(by(tx.actor)),
            case_study::written_at.eq(tx.now),
        ))
        .returning(case_study::id)
        .get_result(tx.db)?;
    audit::record(
        tx,
        "case_study.written",
        "case_study",
        id,
        &json!({ "organisation": organisation_id }),
    )?;
    Ok(named)
}

/// Changes what is written, while it is not published.
///
/// # Errors
/// `Conflict` if it is.
pub fn change_case_study(tx: &mut Tx<'_>, id: i64, new: &NewCaseStudy) -> Result<(), Error> {
    let rows = diesel::update(
        case_study::table
            .filter(case_study::id.eq(id))
            .filter(case_study::state.ne(CaseStudyState::Published)),
    )
    .set((
        case_study::title.eq(&new.title),
        case_study::body.eq(&new.body),
        case_study::written_by.eq(by(tx.actor)),
        case_study::written_at.eq(tx.now),
    ))
    .execute(tx.db)?;
    if rows == 0 {
        return Err(Error::conflict("This case study is published. Take it down before you change it."));
    }
    audit::record(tx, "case_study.changed", "case_study", id, &json!({}))
}

/// Puts it on the register. One that was published before keeps its first day, so that it is counted for one year only.
///
/// # Errors
/// `Conflict` if it is published already.
pub fn publish_case_study(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    let first: Option<Option<crate::db::Instant>> = case_study::table
        .filter(case_study::id.eq(id))
        .filter(case_study::state.ne(CaseStudyState::Published))
        .select(case_study::published_at)
        .get_result(tx.db)
        .optional()?;
    let Some(first) = first else {
        return Err(Error::conflict("This case study is published already."));
    };
    diesel::update(case_study::table.find(id))
        .set((
            case_study::state.eq(CaseStudyState::Published),
            case_study::published_at.eq(first.unwrap_or(tx.now)),
        ))
        .execute(tx.db)?;
    audit::record(tx, "case_study.published", "case_study", id, &json!({}))
}

/// Takes it off the register.
///
/// # Errors
/// `Conflict` if it is not published.
pub fn take_down_case_study(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    let published = case_study::table
        .filter(case_study::id.eq(id))
        .filter(case_study::state.eq(CaseStudyState::Published));
    let rows = diesel::update(published)
        .set(case_study::state.eq(CaseStudyState::TakenDown))
        .execute(tx.db)?;
    if rows == 0 {
        return Err(Error::conflict("This case study is not published."));
    }
    audit::record(tx, "case_study.taken_down", "case_study", id, &json!({}))
}
