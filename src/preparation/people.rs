//! Whose data pages about placements show.

use std::collections::BTreeMap;

use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth::Coordinator;
use crate::placements::Placed;
use crate::tx::Actor;

/// What the pages of a coordinator that show these placements have shown: one look for each organisation.
pub fn seen<'p>(viewer: &Coordinator, page: SeenPage, placed: impl IntoIterator<Item = &'p Placed>) -> Vec<Seen> {
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
