//! The register in the database, as pages read it.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use time::Date;

use super::model::{Facts, Lookup, Percent, Phase, School, SchoolState, Share, Wanted};
use super::words::words_of;
use crate::db::schema::{school, school_measure, school_word};
use crate::db::{AnyBackend, AnyConnection};
use crate::error::Error;

/// So many schools are shown.
const SHOWN: usize = 10;
/// More words than this are not looked for.
const MOST_WORDS: usize = 6;
/// A word with fewer letters has to be a whole one.
const LONG_ENOUGH: usize = 3;
/// If every word is in more schools than this, there are too many.
const TOO_MANY: i64 = 2000;
/// If more schools than this have all the words, there are too many: the first of them by name would help nobody.
const MOST: usize = 200;

// The same table once more in one query.
diesel::alias!(school_word as other_word: OtherWord);

#[derive(Queryable)]
pub(super) struct Row {
    id: i64,
    urn: i32,
    name: String,
    town: Option<String>,
    postcode: Option<String>,
    authority: Option<String>,
    phase: Option<Phase>,
    kind: Option<String>,
    state: SchoolState,
    opened_on: Option<Date>,
    closed_on: Option<Date>,
    _successor_id: Option<i64>,
}

impl From<Row> for School {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            urn: row.urn,
            facts: Facts {
                name: row.name,
                town: row.town,
                postcode: row.postcode,
                authority: row.authority,
                phase: row.phase,
                kind: row.kind,
                state: row.state,
                opened_on: row.opened_on,
                closed_on: row.closed_on,
            },
        }
    }
}

/// What the register says to a question.
pub fn look_up(db: &mut AnyConnection, wanted: &Wanted) -> Result<Lookup, Error> {
    match wanted {
        Wanted::Words(text) => look_for(db, text),
        Wanted::Urn(urn) => match with_urn(db, *urn)? {
            Some(school) => Ok(Lookup::Chosen {
                shares: shares(db, school.id)?,
                school,
            }),
            None => Ok(Lookup::Matches {
                schools: Vec::new(),
                more: false,
            }),
        },
    }
}

/// The school with this reference number.
pub fn with_urn(db: &mut AnyConnection, urn: i32) -> Result<Option<School>, Error> {
    let row: Option<Row> = school::table.filter(school::urn.eq(urn)).get_result(db).optional()?;
    Ok(row.map(School::from))
}

/// The number of the school with this reference number.
pub fn number_of(db: &mut AnyConnection, urn: i32) -> Result<Option<i64>, Error> {
    Ok(school::table
        .filter(school::urn.eq(urn))
        .select(school::id)
        .get_result(db)
        .optional()?)
}

fn shares(db: &mut AnyConnection, school_id: i64) -> Result<Vec<Share>, Error> {
    let rows: Vec<(i32, i32, String)> = school_measure::table
        .filter(school_measure::school_id.eq(school_id))
        .select((school_measure::year, school_measure::value, school_measure::source))
        .load(db)?;
    rows.into_iter()
        .map(|(census_year, value, source)| {
            let value =
                Percent::try_from(value).map_err(|words| Error::internal(format!("school_measure {school_id}/{census_year} {words}")))?;
            Ok(Share {
                census_year,
                value,
                source,
            })
        })
        .collect()
}

/// A word that is looked for: all words from `from` to before `to`.
struct Range {
    from: String,
    to: String,
}

impl Range {
    /// The words that begin with `word`, or only itself if it is short. `{` comes after all letters and digits, `0` is the first of them.
    fn of(word: String) -> Self {
        let end = if word.len() < LONG_ENOUGH { '0' } else { '{' };
        let to = format!("{word}{end}");
        Self { from: word, to }
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// In how many schools a word is; one more than [`TOO_MANY`] if in more than that, so that the count never takes long.
fn frequency(db: &mut AnyConnection, range: &Range) -> Result<i64, Error> {
    let counted: Count =
        diesel::sql_query("SELECT count(*) AS n FROM (SELECT 1 FROM school_word WHERE word >= $1 AND word < $2 LIMIT 2001) AS found")
            .bind::<Text, _>(&range.from)
            .bind::<Text, _>(&range.to)
            .get_result(db)?;
    Ok(counted.n)
}

/// The schools that have every word of `text`.
fn look_for(db: &mut AnyConnection, text: &str) -> Result<Lookup, Error> {
    let mut ranges = Vec::new();
    for word in words_of(text).into_iter().take(MOST_WORDS) {
        let range = Range::of(word);
        ranges.push((frequency(db, &range)?, range));
    }
    ranges.sort_by_key(|(frequency, _)| *frequency);
    let ids = match ranges.first() {
        None | Some((0, _)) => Vec::new(),
        Some((fewest, _)) if *fewest > TOO_MANY => return Ok(Lookup::TooMany),
        Some(_) => with_all(db, ranges.into_iter().map(|(_, range)| range))?,
    };
    if ids.len() > MOST {
        return Ok(Lookup::TooMany);
    }
    let mut rows: Vec<Row> = school::table.filter(school::id.eq_any(ids)).load(db)?;
    rows.sort_by(|one, other| (one.state, &one.name, one.urn).cmp(&(other.state, &other.name, other.urn)));
    let more = rows.len() > SHOWN;
    Ok(Lookup::Matches {
        schools: rows.into_iter().take(SHOWN).map(School::from).collect(),
        more,
    })
}

/// The numbers of the schools that have all of these words, but no more than one above [`MOST`]. The first word, which is the rarest, finds candidates
/// by the index; the others are looked up for each.
fn with_all(db: &mut AnyConnection, mut ranges: impl Iterator<Item = Range>) -> Result<Vec<i64>, Error> {
    let Some(rarest) = ranges.next() else { return Ok(Vec::new()) };
    let mut query = school_word::table
        .filter(school_word::word.ge(rarest.from))
        .filter(school_word::word.lt(rarest.to))
        .into_boxed::<AnyBackend>();
    for range in ranges {
        let has = other_word
            .filter(other_word.field(school_word::school_id).eq(school_word::school_id))
            .filter(other_word.field(school_word::word).ge(range.from))
            .filter(other_word.field(school_word::word).lt(range.to));
        query = query.filter(exists(has));
    }
    Ok(query
        .select(school_word::school_id)
        .distinct()
        .limit(i64::try_from(MOST + 1).map_err(Error::internal)?)
        .load(db)?)
}
