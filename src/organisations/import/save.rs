//! Storing what a file says: what is new or different, all in one transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel::prelude::*;
use time::Date;

use super::areas::import_areas;
use super::changes::{Change, Changes};
use super::rows::{Entry, Organisations};
use crate::audit;
use crate::db::AnyConnection;
use crate::db::schema::{area, organisation, organisation_area};
use crate::error::Error;
use crate::organisations::model::{OrganisationKind, slug};
use crate::tx::Tx;

/// An organisation as it is stored.
#[derive(Queryable)]
struct Known {
    id: i64,
    code: String,
    kind: OrganisationKind,
    name: String,
    area_id: i64,
    town: String,
    postcode: String,
    opened_on: Option<Date>,
    closed_on: Option<Date>,
    successor_id: Option<i64>,
}

/// The areas and organisations that are known.
struct Register {
    areas: HashMap<String, i64>,
    known: HashMap<String, Known>,
    lies_in: HashMap<i64, BTreeSet<i64>>,
    slugs: HashSet<String>,
}

/// Brings the areas and the organisations up to date. An organisation that the file does not name stays as it is; none is ever deleted.
///
/// # Errors
/// `Conflict` if the file says that an organisation is of another kind than is known.
pub fn import(tx: &mut Tx<'_>, read: &Organisations) -> Result<Changes, Error> {
    let mut changes = Changes {
        areas: import_areas(tx)?,
        left_out: read.left_out,
        ..Changes::default()
    };
    let mut register = Register::load(tx.db)?;
    register.check_kinds(read)?;
    for entry in read.entries.values() {
        register.save(tx.db, entry, read.kind, &mut changes)?;
    }
    if changes.added > 0 || !changes.changed.is_empty() {
        audit::record(tx, "organisations.imported", "organisation", 0, &changes.detail(&read.file))?;
    }
    Ok(changes)
}

impl Register {
    fn load(db: &mut AnyConnection) -> Result<Self, Error> {
        let known: Vec<Known> = organisation::table
            .select((
                organisation::id,
                organisation::code,
                organisation::kind,
                organisation::name,
                organisation::area_id,
                organisation::town,
                organisation::postcode,
                organisation::opened_on,
                organisation::closed_on,
                organisation::successor_id,
            ))
            .load(db)?;
        let areas: Vec<(String, i64)> = area::table.select((area::code, area::id)).load(db)?;
        let slugs: Vec<String> = organisation::table.select(organisation::slug).load(db)?;
        let mut lies_in: HashMap<i64, BTreeSet<i64>> = HashMap::new();
        for (organisation, area) in organisation_area::table.load::<(i64, i64)>(db)? {
            lies_in.entry(organisation).or_default().insert(area);
        }
        Ok(Self {
            areas: areas.into_iter().collect(),
            known: known.into_iter().map(|known| (known.code.clone(), known)).collect(),
            lies_in,
            slugs: slugs.into_iter().collect(),
        })
    }

    fn check_kinds(&self, read: &Organisations) -> Result<(), Error> {
        let others: BTreeMap<&str, OrganisationKind> = read
            .entries
            .keys()
            .filter_map(|code| self.known.get(code))
            .filter(|known| known.kind != read.kind)
            .map(|known| (known.code.as_str(), known.kind))
            .collect();
        if others.is_empty() {
            return Ok(());
        }
        let told: Vec<String> = others.iter().map(|(code, kind)| format!("{code} is a {kind}")).collect();
        Err(Error::conflict(format!(
            "The file is of kind {}, but {}. Nothing was changed.",
            read.kind,
            told.join(", ")
        )))
    }

    fn save(&mut self, db: &mut AnyConnection, entry: &Entry, kind: OrganisationKind, changes: &mut Changes) -> Result<(), Error> {
        let number = |code: &String| self.areas.get(code).copied().ok_or(Error::NotFound);
        let region = number(&entry.region)?;
        let lies_in: BTreeSet<i64> = entry.areas.iter().map(number).collect::<Result<_, _>>()?;
        let Some(known) = self.known.get(&entry.code) else {
            let id = self.add(db, entry, kind, region)?;
            changes.added += 1;
            changes.added_closed += usize::from(entry.closed_on.is_some());
            return lie_in(db, id, &lies_in);
        };
        // What was merged here stays closed, whether the file knows of it yet or not.
        let closed_on = entry.closed_on.or(known.closed_on.filter(|_| known.successor_id.is_some()));
        let moved = self.lies_in.get(&known.id) != Some(&lies_in);
        let fields = known.fields(entry, region, closed_on, moved);
        if fields.is_empty() {
            changes.unchanged += 1;
            return Ok(());
        }
        diesel::update(organisation::table.find(known.id))
            .set((
                organisation::name.eq(&entry.name),
                organisation::area_id.eq(region),
                organisation::town.eq(&entry.town),
                organisation::postcode.eq(&entry.postcode),
                organisation::opened_on.eq(entry.opened_on),
                organisation::closed_on.eq(closed_on),
            ))
            .execute(db)?;
        changes.changed.push(Change {
            code: entry.code.clone(),
            name: entry.name.clone(),
            fields,
            closed: known.closed_on.is_none() && closed_on.is_some(),
        });
        if moved { lie_in(db, known.id, &lies_in) } else { Ok(()) }
    }

    fn add(&mut self, db: &mut AnyConnection, entry: &Entry, kind: OrganisationKind, region: i64) -> Result<i64, Error> {
        let mut address = slug(&entry.name);
        if !self.slugs.insert(address.clone()) {
            address = format!("{address}-{}", entry.code.to_lowercase());
            self.slugs.insert(address.clone());
        }
        Ok(diesel::insert_into(organisation::table)
            .values((
                organisation::code.eq(&entry.code),
                organisation::name.eq(&entry.name),
                organisation::slug.eq(address),
                organisation::kind.eq(kind),
                organisation::area_id.eq(region),
                organisation::town.eq(&entry.town),
                organisation::postcode.eq(&entry.postcode),
                organisation::opened_on.eq(entry.opened_on),
                organisation::closed_on.eq(entry.closed_on),
            ))
            .returning(organisation::id)
            .get_result(db)?)
    }
}

impl Known {
    /// The names of the fields in which it differs from what the file says.
    fn fields(&self, entry: &Entry, region: i64, closed_on: Option<Date>, moved: bool) -> Vec<&'static str> {
        let differ = [
            ("name", self.name != entry.name),
            ("region", self.area_id != region),
            ("town", self.town != entry.town),
            ("postcode", self.postcode != entry.postcode),
            ("opening day", self.opened_on != entry.opened_on),
            ("closing day", self.closed_on != closed_on),
            ("areas", moved),
        ];
        differ.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }
}

/// Says which areas an organisation lies in.
fn lie_in(db: &mut AnyConnection, id: i64, areas: &BTreeSet<i64>) -> Result<(), Error> {
    diesel::delete(organisation_area::table.filter(organisation_area::organisation_id.eq(id))).execute(db)?;
    for area in areas {
        diesel::insert_into(organisation_area::table)
            .values((organisation_area::organisation_id.eq(id), organisation_area::area_id.eq(area)))
            .execute(db)?;
    }
    Ok(())
}
