//! Who saw whose personal data: a row for each reader, page and hour, which the applicant can look at.

use diesel::prelude::*;
use serde_json::json;
use time::Duration;

use super::store::record;
use crate::db::schema::{organisation, sensitive_read};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::on_db;
use crate::text_enum;
use crate::tx::{Actor, Ledger, Tx};

text_enum! {
    /// A page that shows personal data of an applicant to somebody else.
    pub enum SeenPage {
        /// A ranked list: the reference and what counted, without a name.
        List = "list",
        /// A proposal: what interests them, what counted; not the name.
        Proposal = "proposal",
        /// The name of somebody who is proposed, shown to whoever asked for it.
        Name = "name",
        /// An agreed place: the name, how to reach them, the support that they need.
        Agreed = "agreed",
        /// A guardian's page: the first name and the choices.
        Guardian = "guardian",
        /// A school's page: the first name, the choices and the circumstances that it is asked about.
        School = "school",
        /// A placement as its coordinators run it: the name, tasks, attendance.
        Placement = "placement",
        /// Messages.
        Messages = "messages",
        /// A list that was taken along, on paper or as a file.
        Export = "export",
    }
}

text_enum! {
    /// As what somebody looked.
    pub enum ReaderRole {
        /// Coordinates an organisation.
        Coordinator = "coordinator",
        /// Stands behind an organisation on its board.
        Champion = "champion",
        /// Leads an area.
        AreaLead = "area_lead",
        /// A parent or guardian.
        Guardian = "guardian",
        /// A school, college or service.
        School = "school",
    }
}

/// One look at personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Who looked: [`Actor::Person`] or [`Actor::Link`].
    pub by: Actor,
    /// As what.
    pub role: ReaderRole,
    /// For which organisation, if it is one of ours.
    pub organisation_id: Option<i64>,
    /// At what.
    pub page: SeenPage,
    /// Whose data it was.
    pub applications: Vec<i64>,
}

/// A look as the applicant is told of it.
#[derive(Clone, Debug, Queryable)]
pub struct Look {
    /// Its number; later looks have higher ones.
    pub id: i64,
    /// When the page was first open in its hour.
    pub at: Instant,
    /// What was seen.
    pub page: SeenPage,
    /// As what somebody looked.
    pub role: ReaderRole,
    /// The organisation's name.
    pub organisation: Option<String>,
}

/// The act by which the audit log says that an application was looked at.
pub const SEEN: &str = "application.seen";

/// Writes down what was seen, before the page is shown: for the applicant, and in the audit log. The same reader, page and hour is one row of each.
/// `looks` are those that [`unseen`] has left, of one reader.
///
/// # Errors
/// `Unavailable` if it cannot be written now: then the page must not be shown.
pub async fn saw(ledger: &Ledger, looks: Vec<Seen>) -> Result<(), Error> {
    let Some(by) = looks.first().map(|look| look.by) else {
        return Ok(());
    };
    ledger.write(by, move |tx| looks.iter().try_for_each(|look| saw_in(tx, look))).await
}

/// The same inside a transaction, of any look.
pub fn saw_in(tx: &mut Tx<'_>, seen: &Seen) -> Result<(), Error> {
    let Some((kind, id)) = reader(seen.by) else { return Ok(()) };
    let (now, hour) = (tx.now, hour(tx.now));
    // One writer may have been faster: what is there already was seen by that one.
    let new: Vec<i64> = unseen(tx.db, vec![seen.clone()], now)?
        .into_iter()
        .flat_map(|look| look.applications)
        .collect();
    let row = |application: &i64| {
        (
            sensitive_read::at.eq(now),
            sensitive_read::hour.eq(hour),
            sensitive_read::application_id.eq(*application),
            sensitive_read::page.eq(seen.page),
            sensitive_read::by_kind.eq(kind),
            sensitive_read::by_id.eq(id),
            sensitive_read::role.eq(seen.role),
            sensitive_read::organisation_id.eq(seen.organisation_id),
        )
    };
    let rows: Vec<_> = new.iter().map(row).collect();
    on_db!(tx.db, |db| diesel::insert_into(sensitive_read::table)
        .values(&rows)
        .on_conflict_do_nothing()
        .execute(db))?;
    let facts = json!({"page": seen.page, "role": seen.role});
    for application in new {
        record(tx, SEEN, "application", application, &facts)?;
    }
    Ok(())
}

/// What of `looks`, all of one reader, is not written down in the hour of `now`: one question, however many looks.
pub fn unseen(db: &mut AnyConnection, looks: Vec<Seen>, now: Instant) -> Result<Vec<Seen>, Error> {
    let all: Vec<i64> = looks.iter().flat_map(|look| look.applications.iter().copied()).collect();
    let Some((kind, id)) = looks.first().filter(|_| !all.is_empty()).and_then(|look| reader(look.by)) else {
        return Ok(Vec::new());
    };
    let known: Vec<(i64, SeenPage)> = sensitive_read::table
        .filter(sensitive_read::application_id.eq_any(all))
        .filter(sensitive_read::by_kind.eq(kind))
        .filter(sensitive_read::by_id.eq(id))
        .filter(sensitive_read::hour.eq(hour(now)))
        .select((sensitive_read::application_id, sensitive_read::page))
        .load(db)?;
    let left = |mut look: Seen| {
        look.applications.retain(|application| !known.contains(&(*application, look.page)));
        look
    };
    Ok(looks.into_iter().map(left).filter(|look| !look.applications.is_empty()).collect())
}

/// The looks at an application's data before the look `before`, newest first.
pub fn looks(db: &mut AnyConnection, application_id: i64, before: i64, limit: i64) -> Result<Vec<Look>, Error> {
    Ok(sensitive_read::table
        .left_join(organisation::table)
        .filter(sensitive_read::application_id.eq(application_id))
        .filter(sensitive_read::id.lt(before))
        .order(sensitive_read::id.desc())
        .limit(limit)
        .select((
            sensitive_read::id,
            sensitive_read::at,
            sensitive_read::page,
            sensitive_read::role,
            organisation::name.nullable(),
        ))
        .load(db)?)
}

/// Forgets who looked at an application's data: nobody is left to be told.
pub fn forget_looks(tx: &mut Tx<'_>, application_id: i64) -> Result<(), Error> {
    diesel::delete(sensitive_read::table.filter(sensitive_read::application_id.eq(application_id))).execute(tx.db)?;
    Ok(())
}

/// How a reader is written down: the kind, and the number of the person or link. Nothing for what no person does.
pub fn reader(by: Actor) -> Option<(&'static str, i64)> {
    match by {
        Actor::Person(id) => Some(("person", id)),
        Actor::Link(id) => Some(("link", id)),
        Actor::System | Actor::Operator => None,
    }
}

/// The start of the hour of a moment: what was seen in it is written down once, and what somebody asked to see stays shown for so long.
pub fn hour(at: Instant) -> Instant {
    Instant::midnight(at.date()).plus(Duration::hours(i64::from(at.utc().hour())))
}
