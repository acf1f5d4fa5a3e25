//! Storing what the files say: what is new or different, in few statements of many rows.

#![expect(clippy::ref_option_ref, reason = "diesel derives an insert of references to the optional fields")]

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel::upsert::excluded;
use time::Date;

use super::changes::{self, Change, Changes};
use super::record::{Register, filled};
use crate::audit;
use crate::db::AnyConnection;
use crate::db::schema::{school, school_measure, school_word};
use crate::error::Error;
use crate::on_db;
use crate::schools::model::{Facts, Phase, School, SchoolState};
use crate::schools::store::Row;
use crate::schools::words::words_of_school;
use crate::tx::Tx;

/// The measure that shares of pupils with free school meals are stored as.
const MEASURE: &str = "free_school_meals";
/// `SQLite` binds at most 32,766 values in one statement.
const VALUES: usize = 32_000;

#[derive(Insertable)]
#[diesel(table_name = school, treat_none_as_default_value = false)]
struct NewSchool<'a> {
    urn: i32,
    name: &'a str,
    town: Option<&'a str>,
    postcode: Option<&'a str>,
    authority: Option<&'a str>,
    phase: Option<Phase>,
    kind: Option<&'a str>,
    state: SchoolState,
    opened_on: Option<Date>,
    closed_on: Option<Date>,
}

#[derive(Insertable)]
#[diesel(table_name = school_measure, treat_none_as_default_value = false)]
struct NewMeasure<'a> {
    school_id: i64,
    measure: &'static str,
    year: i32,
    value: i32,
    source: &'a str,
}

/// Brings the register up to date. A school that the files do not name stays as it is; none is ever deleted.
pub fn import(tx: &mut Tx<'_>, register: &Register) -> Result<Changes, Error> {
    let mut changes = Changes::default();
    let known = known(tx.db)?;
    let (saved, reworded) = different(register, &known, &mut changes);
    save_schools(tx.db, &saved)?;
    let numbers = numbers(tx.db)?;
    save_words(tx.db, &reworded, &saved, &numbers)?;
    save_successors(tx.db, register, &numbers, &mut changes)?;
    save_measures(tx.db, register, &numbers, &mut changes)?;
    if !changes.is_empty() {
        if let AnyConnection::Postgres(_) = tx.db {
            // So that searches are planned for what the tables hold now, and not only when the server comes round to it.
            diesel::sql_query("ANALYZE school, school_word, school_measure").execute(tx.db)?;
        }
        audit::record(tx, "schools.imported", "school", 0, &changes.detail(&register.read))?;
    }
    Ok(changes)
}

fn known(db: &mut AnyConnection) -> Result<HashMap<i32, Facts>, Error> {
    let rows: Vec<Row> = school::table.load(db)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let School { urn, facts, .. } = row.into();
            (urn, facts)
        })
        .collect())
}

/// The schools that are new or different, and those of them that are found by other words than before.
fn different(register: &Register, known: &HashMap<i32, Facts>, changes: &mut Changes) -> (HashMap<i32, Facts>, BTreeSet<i32>) {
    let (mut saved, mut reworded) = (HashMap::new(), BTreeSet::new());
    for (urn, entry) in &register.schools {
        let before = known.get(urn);
        let after = match before {
            Some(before) if !entry.from_register => filled(before, &entry.facts),
            _ => entry.facts.clone(),
        };
        match before {
            Some(before) if *before == after => continue,
            Some(before) => changes.changed.push(Change {
                urn: *urn,
                name: after.name.clone(),
                fields: changes::fields(before, &after),
                closed: changes::closes(before, &after),
            }),
            None => changes.added += 1,
        }
        if before.is_none_or(|before| words_of_school(before) != words_of_school(&after)) {
            reworded.insert(*urn);
        }
        saved.insert(*urn, after);
    }
    (saved, reworded)
}

fn save_schools(db: &mut AnyConnection, saved: &HashMap<i32, Facts>) -> Result<(), Error> {
    let mut rows: Vec<NewSchool<'_>> = saved
        .iter()
        .map(|(urn, facts)| NewSchool {
            urn: *urn,
            name: &facts.name,
            town: facts.town.as_deref(),
            postcode: facts.postcode.as_deref(),
            authority: facts.authority.as_deref(),
            phase: facts.phase,
            kind: facts.kind.as_deref(),
            state: facts.state,
            opened_on: facts.opened_on,
            closed_on: facts.closed_on,
        })
        .collect();
    rows.sort_by_key(|row| row.urn);
    for chunk in rows.chunks(VALUES / 10) {
        on_db!(db, |db| diesel::insert_into(school::table)
            .values(chunk)
            .on_conflict(school::urn)
            .do_update()
            .set((
                school::name.eq(excluded(school::name)),
                school::town.eq(excluded(school::town)),
                school::postcode.eq(excluded(school::postcode)),
                school::authority.eq(excluded(school::authority)),
                school::phase.eq(excluded(school::phase)),
                school::kind.eq(excluded(school::kind)),
                school::state.eq(excluded(school::state)),
                school::opened_on.eq(excluded(school::opened_on)),
                school::closed_on.eq(excluded(school::closed_on)),
            ))
            .execute(db))?;
    }
    Ok(())
}

/// Every school's number and its successor's, by reference number.
fn numbers(db: &mut AnyConnection) -> Result<HashMap<i32, (i64, Option<i64>)>, Error> {
    let rows: Vec<(i32, i64, Option<i64>)> = school::table.select((school::urn, school::id, school::successor_id)).load(db)?;
    Ok(rows.into_iter().map(|(urn, id, successor)| (urn, (id, successor))).collect())
}

fn save_words(
    db: &mut AnyConnection,
    reworded: &BTreeSet<i32>,
    saved: &HashMap<i32, Facts>,
    numbers: &HashMap<i32, (i64, Option<i64>)>,
) -> Result<(), Error> {
    let (mut ids, mut rows) = (Vec::new(), Vec::new());
    for urn in reworded {
        let (Some((id, _)), Some(facts)) = (numbers.get(urn), saved.get(urn)) else {
            continue;
        };
        ids.push(*id);
        rows.extend(words_of_school(facts).into_iter().map(|word| (word, *id)));
    }
    for chunk in ids.chunks(VALUES) {
        diesel::delete(school_word::table.filter(school_word::school_id.eq_any(chunk))).execute(db)?;
    }
    // In the order of the index, so that it is written from one end to the other.
    rows.sort_unstable();
    insert_words(db, rows)
}

/// Half a dozen words for each school: Postgres takes two lists in a fifth of the time of as many values.
fn insert_words(db: &mut AnyConnection, rows: Vec<(String, i64)>) -> Result<(), Error> {
    match db {
        AnyConnection::Postgres(db) => {
            let (words, schools): (Vec<String>, Vec<i64>) = rows.into_iter().unzip();
            diesel::sql_query("INSERT INTO school_word (word, school_id) SELECT * FROM unnest($1, $2)")
                .bind::<Array<Text>, _>(words)
                .bind::<Array<BigInt>, _>(schools)
                .execute(db)?;
        }
        AnyConnection::Sqlite(db) => {
            for chunk in rows.chunks(VALUES / 2) {
                let values: Vec<_> = chunk
                    .iter()
                    .map(|(word, id)| (school_word::word.eq(word), school_word::school_id.eq(id)))
                    .collect();
                diesel::insert_into(school_word::table).values(values).execute(db)?;
            }
        }
    }
    Ok(())
}

fn save_successors(
    db: &mut AnyConnection,
    register: &Register,
    numbers: &HashMap<i32, (i64, Option<i64>)>,
    changes: &mut Changes,
) -> Result<(), Error> {
    for (urn, successor) in &register.successors {
        let (Some((id, known)), Some((new, _))) = (numbers.get(urn), numbers.get(successor)) else {
            changes.unknown_links += 1;
            continue;
        };
        if *known != Some(*new) {
            diesel::update(school::table.find(id))
                .set(school::successor_id.eq(new))
                .execute(db)?;
            changes.successors.push((*urn, *successor));
        }
    }
    Ok(())
}

fn save_measures(
    db: &mut AnyConnection,
    register: &Register,
    numbers: &HashMap<i32, (i64, Option<i64>)>,
    changes: &mut Changes,
) -> Result<(), Error> {
    let years: BTreeSet<i32> = register.schools.values().flat_map(|entry| entry.shares.keys().copied()).collect();
    let rows: Vec<(i64, i32, i32, String)> = school_measure::table
        .filter(school_measure::measure.eq(MEASURE))
        .filter(school_measure::year.eq_any(years))
        .select((
            school_measure::school_id,
            school_measure::year,
            school_measure::value,
            school_measure::source,
        ))
        .load(db)?;
    let known: HashMap<(i64, i32), (i32, String)> = rows
        .into_iter()
        .map(|(id, year, value, source)| ((id, year), (value, source)))
        .collect();
    let mut saved = Vec::new();
    for (urn, entry) in &register.schools {
        let Some((school_id, _)) = numbers.get(urn) else { continue };
        for share in entry.shares.values() {
            let value = share.value.hundredths();
            match known.get(&(*school_id, share.census_year)) {
                Some((before, source)) if *before == value && *source == share.source => continue,
                Some(_) => changes.measures_changed += 1,
                None => changes.measures_added += 1,
            }
            saved.push(NewMeasure {
                school_id: *school_id,
                measure: MEASURE,
                year: share.census_year,
                value,
                source: &share.source,
            });
        }
    }
    for chunk in saved.chunks(VALUES / 5) {
        on_db!(db, |db| diesel::insert_into(school_measure::table)
            .values(chunk)
            .on_conflict((school_measure::school_id, school_measure::measure, school_measure::year))
            .do_update()
            .set((
                school_measure::value.eq(excluded(school_measure::value)),
                school_measure::source.eq(excluded(school_measure::source)),
            ))
            .execute(db))?;
    }
    Ok(())
}
