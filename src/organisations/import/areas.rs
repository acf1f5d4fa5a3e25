//! The areas that come with the program (`data/areas/`): regions, integrated care boards and the boards of 2014, and in which of those a postcode lies.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use diesel::prelude::*;
use serde_json::json;
use time::Date;
use time::macros::format_description;

use crate::audit;
use crate::db::schema::area;
use crate::error::Error;
use crate::organisations::model::AreaKind;
use crate::tx::Tx;

const AREAS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/areas/areas.csv"));
const OUTCODES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/areas/outcodes.txt"));
/// The area of what lies in Wales: a file of trusts names no region for it.
pub(super) const WALES: &str = "W00";

/// An area as the list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub code: String,
    pub name: String,
    pub kind: AreaKind,
    pub opened_on: Option<Date>,
    pub closed_on: Option<Date>,
    /// The areas that came after it: more than one if it was divided.
    pub successors: Vec<String>,
}

static LISTED: LazyLock<Result<Vec<Listed>, String>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(AREAS.as_bytes());
    let rows = reader.records().zip(2..);
    rows.map(|(row, line)| {
        let row = row.map_err(|error| format!("areas.csv, line {line}: {error}"))?;
        listed(&row).ok_or_else(|| format!("areas.csv, line {line} cannot be read"))
    })
    .collect()
});

static BY_OUTCODE: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let mut codes = HashMap::new();
    for line in OUTCODES.lines() {
        if let Some((area, outcodes)) = line.split_once(' ') {
            codes.extend(outcodes.split(' ').map(|outcode| (outcode, area)));
        }
    }
    codes
});

fn listed(row: &csv::StringRecord) -> Option<Listed> {
    let day = |at: usize| match row.get(at)? {
        "" => Some(None),
        text => Date::parse(text, format_description!("[year]-[month]-[day]")).ok().map(Some),
    };
    Some(Listed {
        code: row.get(0)?.to_owned(),
        name: row.get(1)?.to_owned(),
        kind: row.get(2)?.parse().ok()?,
        opened_on: day(3)?,
        closed_on: day(4)?,
        successors: row.get(5)?.split_whitespace().map(str::to_owned).collect(),
    })
}

/// Every area of the list.
///
/// # Errors
/// `Internal` if the list that comes with the program cannot be read.
pub(super) fn all() -> Result<&'static [Listed], Error> {
    LISTED.as_deref().map_err(Error::internal)
}

/// The code of the board of 2014, or of Wales, that most postcodes with this first half lie in.
pub(super) fn of_outcode(outcode: &str) -> Option<&'static str> {
    BY_OUTCODE.get(outcode).copied()
}

/// What came of bringing the areas in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AreaChanges {
    /// Areas that were not known.
    pub added: usize,
    /// Areas with another name, kind, day or successor than before.
    pub changed: usize,
    /// Areas that were so already.
    pub unchanged: usize,
}

impl fmt::Display for AreaChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "areas added: {}; changed: {}; unchanged: {}",
            self.added, self.changed, self.unchanged
        )
    }
}

#[derive(Queryable)]
struct Known {
    id: i64,
    code: String,
    name: String,
    kind: AreaKind,
    opened_on: Option<Date>,
    closed_on: Option<Date>,
    successor_id: Option<i64>,
}

/// Brings the areas in that come with the program. Others stay as they are.
pub fn import_areas(tx: &mut Tx<'_>) -> Result<AreaChanges, Error> {
    let mut changes = AreaChanges::default();
    let (listed, mut known) = (all()?, known(tx)?);
    for area in listed.iter().filter(|area| !known.iter().any(|known| known.code == area.code)) {
        diesel::insert_into(area::table)
            .values((
                area::code.eq(&area.code),
                area::name.eq(&area.name),
                area::kind.eq(area.kind),
                area::opened_on.eq(area.opened_on),
                area::closed_on.eq(area.closed_on),
            ))
            .execute(tx.db)?;
        changes.added += 1;
    }
    let before: Vec<String> = known.into_iter().map(|known| known.code).collect();
    known = self::known(tx)?;
    let numbers: HashMap<&str, i64> = known.iter().map(|known| (known.code.as_str(), known.id)).collect();
    for area in listed {
        let Some(is) = known.iter().find(|known| known.code == area.code) else {
            continue;
        };
        // One that was divided has no single successor.
        let successor = match area.successors.as_slice() {
            [one] => numbers.get(one.as_str()).copied(),
            _ => None,
        };
        let same = (&is.name, is.kind, is.opened_on, is.closed_on, is.successor_id)
            == (&area.name, area.kind, area.opened_on, area.closed_on, successor);
        if !same {
            diesel::update(area::table.find(is.id))
                .set((
                    area::name.eq(&area.name),
                    area::kind.eq(area.kind),
                    area::opened_on.eq(area.opened_on),
                    area::closed_on.eq(area.closed_on),
                    area::successor_id.eq(successor),
                ))
                .execute(tx.db)?;
        }
        if before.contains(&area.code) {
            *(if same { &mut changes.unchanged } else { &mut changes.changed }) += 1;
        }
    }
    if changes.added + changes.changed > 0 {
        let detail = json!({"added": changes.added, "changed": changes.changed});
        audit::record(tx, "areas.imported", "area", 0, &detail)?;
    }
    Ok(changes)
}

fn known(tx: &mut Tx<'_>) -> Result<Vec<Known>, Error> {
    Ok(area::table
        .select((
            area::id,
            area::code,
            area::name,
            area::kind,
            area::opened_on,
            area::closed_on,
            area::successor_id,
        ))
        .load(tx.db)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_the_areas_of_england_as_they_are_and_were() {
        let all = all().unwrap();
        let count = |kind: AreaKind, open: bool| {
            all.iter()
                .filter(|area| area.kind == kind && area.closed_on.is_none() == open)
                .count()
        };
        assert_eq!(count(AreaKind::Region, true), 8, "seven regions and Wales");
        assert_eq!(
            (
                count(AreaKind::IntegratedCareBoard, true),
                count(AreaKind::IntegratedCareBoard, false)
            ),
            (36, 12)
        );
        assert_eq!(count(AreaKind::Letb, false), 13);
        for area in all {
            assert!(
                area.successors.iter().all(|code| all.iter().any(|other| other.code == *code)),
                "{area:?}"
            );
            assert_eq!(
                area.kind == AreaKind::IntegratedCareBoard && area.closed_on.is_some(),
                !area.successors.is_empty(),
                "{area:?}"
            );
        }
    }

    #[test]
    fn an_outcode_lies_in_one_board_of_2014() {
        for (outcode, code) in [
            ("LS9", Some("LETB03")),
            ("CF15", Some(WALES)),
            ("NW1", Some("LETB12")),
            ("ZZ9", None),
        ] {
            assert_eq!(of_outcode(outcode), code, "{outcode}");
        }
        assert_eq!(
            BY_OUTCODE.len(),
            OUTCODES.split_whitespace().count() - OUTCODES.lines().count(),
            "each stands once"
        );
    }
}
