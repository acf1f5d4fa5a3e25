//! The organisations that can sign, and the people of their areas who approve it.

use diesel::prelude::*;
use diesel::sql_types::Text;
use time::Date;

use crate::auth::Role;
use crate::db::schema::{organisation, organisation_area, person, pledge, role_grant, second_factor};
use crate::db::{AnyConnection, Instant, among};
use crate::error::Error;
use crate::pledges::draft::Found;
use crate::pledges::model::{CommitmentKind, Organisation, PledgeState};

#[diesel::declare_sql_function]
extern "SQL" {
    /// The text in lower case.
    fn lower(text: Text) -> Text;
}

/// So many organisations are listed.
pub const MOST_FOUND: usize = 20;

pub(super) type Columns = (
    organisation::id,
    organisation::code,
    organisation::name,
    organisation::slug,
    organisation::town,
    organisation::area_id,
    organisation::opened_on,
    organisation::closed_on,
);

pub(super) const COLUMNS: Columns = (
    organisation::id,
    organisation::code,
    organisation::name,
    organisation::slug,
    organisation::town,
    organisation::area_id,
    organisation::opened_on,
    organisation::closed_on,
);

pub(super) type Row = (i64, String, String, String, String, i64, Option<Date>, Option<Date>);

pub(super) fn organisation_of((id, code, name, slug, town, area_id, opened, closed): Row, today: Date) -> Organisation {
    Organisation {
        id,
        code,
        name,
        slug,
        town,
        area_id,
        open: opened.is_none_or(|day| day <= today) && closed.is_none_or(|day| day > today),
    }
}

/// The organisation with this number.
pub fn by_id(db: &mut AnyConnection, id: i64, today: Date) -> Result<Organisation, Error> {
    let row: Row = organisation::table.find(id).select(COLUMNS).get_result(db)?;
    Ok(organisation_of(row, today))
}

/// The organisation with this part of an address.
pub fn by_slug(db: &mut AnyConnection, slug: &str, today: Date) -> Result<Organisation, Error> {
    let row: Row = organisation::table
        .filter(organisation::slug.eq(slug))
        .select(COLUMNS)
        .get_result(db)?;
    Ok(organisation_of(row, today))
}

/// What organisations have signed, or are about to, each with the number of its organisation.
fn signed(db: &mut AnyConnection, organisations: &[i64]) -> Result<Vec<(i64, CommitmentKind)>, Error> {
    let live: Vec<PledgeState> = PledgeState::ALL
        .iter()
        .copied()
        .filter(|state| state.is_in_force() || state.is_asked())
        .collect();
    Ok(pledge::table
        .filter(pledge::organisation_id.eq_any(organisations.iter().copied().map(Some).collect::<Vec<_>>()))
        .filter(pledge::state.eq_any(live))
        .order(pledge::kind.desc())
        .select((pledge::organisation_id.assume_not_null(), pledge::kind))
        .load(db)?)
}

/// The open organisation whose code is `words`, and those with all of `words` in their names.
pub fn search(db: &mut AnyConnection, words: &str, today: Date) -> Result<Vec<Found>, Error> {
    let folded: Vec<String> = words
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(8)
        .map(str::to_owned)
        .collect();
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let open = || {
        organisation::table
            .filter(organisation::closed_on.is_null().or(organisation::closed_on.gt(today)))
            .filter(organisation::opened_on.is_null().or(organisation::opened_on.le(today)))
            .select(COLUMNS)
    };
    let mut rows: Vec<Row> = open().filter(organisation::code.eq(words.trim().to_uppercase())).load(db)?;
    let mut named = open()
        .order(organisation::name)
        .limit(i64::try_from(MOST_FOUND).unwrap_or(20))
        .into_boxed();
    for word in &folded {
        named = named.filter(lower(organisation::name).like(format!("%{word}%")));
    }
    let known: Vec<i64> = rows.iter().map(|row| row.0).collect();
    rows.extend(named.load::<Row>(db)?.into_iter().filter(|row| !known.contains(&row.0)));
    rows.truncate(MOST_FOUND);
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let signed = signed(db, &ids)?;
    let found = |row: Row| Found {
        signed: signed.iter().filter(|(id, _)| *id == row.0).map(|(_, kind)| *kind).collect(),
        organisation: organisation_of(row, today),
    };
    Ok(rows.into_iter().map(found).collect())
}

/// Every area that an organisation lies in: its own, and those beside it.
pub fn areas_of(db: &mut AnyConnection, organisation_id: i64) -> Result<Vec<i64>, Error> {
    let own: i64 = organisation::table
        .find(organisation_id)
        .select(organisation::area_id)
        .get_result(db)?;
    let mut areas: Vec<i64> = organisation_area::table
        .filter(organisation_area::organisation_id.eq(organisation_id))
        .select(organisation_area::area_id)
        .load(db)?;
    areas.push(own);
    areas.sort_unstable();
    areas.dedup();
    Ok(areas)
}

/// True if an organisation lies in one of these areas: its own is one of them, or one beside it.
pub fn is_in(db: &mut AnyConnection, known: &Organisation, areas: &[i64]) -> Result<bool, Error> {
    let beside = organisation_area::table
        .filter(organisation_area::organisation_id.eq(known.id))
        .filter(among(organisation_area::area_id, areas));
    Ok(areas.contains(&known.area_id) || diesel::select(diesel::dsl::exists(beside)).get_result(db)?)
}

/// The organisations that lie in any of these areas.
pub fn in_areas(db: &mut AnyConnection, areas: &[i64]) -> Result<Vec<i64>, Error> {
    let mut found: Vec<i64> = organisation::table
        .filter(among(organisation::area_id, areas))
        .select(organisation::id)
        .load(db)?;
    let beside: Vec<i64> = organisation_area::table
        .filter(among(organisation_area::area_id, areas))
        .select(organisation_area::organisation_id)
        .load(db)?;
    found.extend(beside);
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The addresses of the leads of an organisation's areas.
pub fn leads(db: &mut AnyConnection, organisation_id: i64) -> Result<Vec<String>, Error> {
    let areas = areas_of(db, organisation_id)?;
    let mut found: Vec<String> = role_grant::table
        .inner_join(person::table)
        .filter(role_grant::role.eq(Role::AreaLead))
        .filter(role_grant::area_id.eq_any(areas.into_iter().map(Some).collect::<Vec<_>>()))
        .filter(role_grant::revoked_at.is_null())
        .filter(person::disabled_at.is_null())
        .order(role_grant::id)
        .select(person::email)
        .load(db)?;
    found.sort();
    found.dedup();
    Ok(found)
}

/// Whether somebody with this address approves for the areas of an organisation, as a lead of one or for the nation: nothing if not, and if so
/// whether they have a second factor. Who has none could set one up with the mailbox alone, so that a link asks no more of them.
pub fn approver(db: &mut AnyConnection, email: &str, organisation_id: i64) -> Result<Option<bool>, Error> {
    let own = organisation::table
        .filter(organisation::id.eq(organisation_id))
        .select(organisation::area_id.nullable());
    let beside = organisation_area::table
        .filter(organisation_area::organisation_id.eq(organisation_id))
        .select(organisation_area::area_id.nullable());
    let leads = role_grant::role
        .eq(Role::AreaLead)
        .and(role_grant::area_id.eq_any(own).or(role_grant::area_id.eq_any(beside)));
    let found: Vec<Option<Instant>> = person::table
        .inner_join(role_grant::table.on(role_grant::person_id.eq(person::id)))
        .left_join(second_factor::table)
        .filter(person::email.eq(email))
        .filter(person::disabled_at.is_null())
        .filter(role_grant::revoked_at.is_null())
        .filter(role_grant::role.eq(Role::National).or(leads))
        .select(second_factor::confirmed_at.nullable())
        .load(db)?;
    Ok(found.first().map(Option::is_some))
}

/// The addresses of the national team.
pub fn national(db: &mut AnyConnection) -> Result<Vec<String>, Error> {
    Ok(role_grant::table
        .inner_join(person::table)
        .filter(role_grant::role.eq(Role::National))
        .filter(role_grant::revoked_at.is_null())
        .filter(person::disabled_at.is_null())
        .order(role_grant::id)
        .select(person::email)
        .load(db)?)
}

/// The organisations that went into this one.
pub fn predecessors(db: &mut AnyConnection, organisation_id: i64) -> Result<Vec<i64>, Error> {
    Ok(organisation::table
        .filter(organisation::successor_id.eq(organisation_id))
        .select(organisation::id)
        .load(db)?)
}
