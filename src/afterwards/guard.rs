//! An applicant's own placement, and what its pages say of it.

use time::Date;

use crate::applications::{self, Name};
use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth::{Applicant, Coordinator};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{self as offered, Opportunity};
use crate::placements::{Placed, placed_as};
use crate::tx::Actor;

/// The placement of the viewer's application with this reference.
///
/// # Errors
/// `NotFound` if it is somebody else's, or has no placement.
pub fn own(db: &mut AnyConnection, viewer: &Applicant, reference: &str) -> Result<Placed, Error> {
    let application = applications::own(db, viewer.id, reference)?;
    placed_as(db, application.id)?.ok_or(Error::NotFound)
}

/// A look of a coordinator at these placements of one organisation.
pub fn look(viewer: &Coordinator, page: SeenPage, placed: &[Placed]) -> Option<Seen> {
    let first = placed.first()?;
    Some(Seen {
        by: Actor::Person(viewer.id),
        role: ReaderRole::Coordinator,
        organisation_id: Some(first.organisation_id),
        page,
        applications: placed.iter().map(|one| one.application_id).collect(),
    })
}

/// The name of who comes, or their reference once that is forgotten.
pub fn name_of(db: &mut AnyConnection, placed: &Placed) -> Result<String, Error> {
    let (_, name) = applications::recipient(db, placed.application_id)?;
    Ok(name.map_or_else(|| placed.application.clone(), |Name { first, last }| format!("{first} {last}")))
}

/// What a placement is a placement at, and the days on which people come.
pub fn plan(db: &mut AnyConnection, opportunity_id: i64) -> Result<(Opportunity, Vec<Date>), Error> {
    let about = offered::by_id(db, opportunity_id)?;
    let detail = offered::detail(db, opportunity_id)?;
    let days = offered::days_of(&about, detail.as_ref());
    Ok((about, days))
}
