//! The register as JSON, as `docs/open-data.schema.json` says. Names never change; new ones may come.

use serde::Serialize;
use time::Date;

use super::{ATTRIBUTION, LICENCE, day, ended};
use crate::error::Error;
use crate::register::index::Index;
use crate::register::model::{Entry, Figure, Signed};

#[derive(Serialize)]
struct Whole<'i> {
    #[serde(rename = "$schema")]
    schema: String,
    licence: &'static str,
    attribution: &'static str,
    counted_on: String,
    organisations: Vec<Organisation<'i>>,
}

#[derive(Serialize)]
struct Organisation<'i> {
    code: &'i str,
    name: &'i str,
    slug: &'i str,
    url: String,
    kind: &'static str,
    town: &'i str,
    areas: Vec<Area<'i>>,
    closed_on: Option<String>,
    successor: Option<Area<'i>>,
    commitments: Vec<Promise<'i>>,
    case_studies: Vec<Study<'i>>,
}

/// Something with a code and a name.
#[derive(Serialize)]
struct Area<'i> {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    code: &'i str,
    name: &'i str,
}

#[derive(Serialize)]
struct Promise<'i> {
    commitment: &'static str,
    reference: &'i str,
    status: &'static str,
    text_version: &'i str,
    since: String,
    renewed_on: Vec<String>,
    review_on: Option<String>,
    ended_on: Option<String>,
    hours_for_each_ambassador: Option<i32>,
    figures: Vec<Count>,
}

#[derive(Serialize)]
struct Count {
    counted: &'static str,
    done: Option<i64>,
    promised: Option<i32>,
}

#[derive(Serialize)]
struct Study<'i> {
    title: &'i str,
    url: String,
    published_on: String,
}

/// The file's bytes.
pub fn write(index: &Index, public_url: &str, today: Date) -> Result<Vec<u8>, Error> {
    let base = public_url.trim_end_matches('/');
    let whole = Whole {
        schema: format!("{base}/organisations.schema.json"),
        licence: LICENCE,
        attribution: ATTRIBUTION,
        counted_on: day(today),
        organisations: index
            .entries()
            .iter()
            .map(|entry| organisation(index, entry, base, today))
            .collect(),
    };
    Ok(serde_json::to_vec(&whole)?)
}

fn organisation<'i>(index: &'i Index, entry: &'i Entry, base: &str, today: Date) -> Organisation<'i> {
    let studies = entry.studies.iter().map(|study| Study {
        title: &study.title,
        url: format!("{base}/case-studies/{}", study.slug),
        published_on: day(study.at.date()),
    });
    Organisation {
        code: &entry.code,
        name: &entry.name,
        slug: &entry.slug,
        url: format!("{base}{}", entry.path()),
        kind: entry.kind.as_str(),
        town: &entry.town,
        areas: index
            .areas_of(entry)
            .map(|area| Area {
                kind: Some(area.kind.as_str()),
                code: &area.code,
                name: &area.name,
            })
            .collect(),
        closed_on: entry.closed_on.map(day),
        successor: entry.successor.as_ref().map(|successor| Area {
            kind: None,
            code: &successor.code,
            name: &successor.name,
        }),
        commitments: entry.pledges.iter().map(|pledge| commitment(entry, pledge, today)).collect(),
        case_studies: studies.collect(),
    }
}

fn commitment<'i>(entry: &'i Entry, pledge: &'i Signed, today: Date) -> Promise<'i> {
    let holds = pledge.status.holds();
    let count = |figure: Figure| Count {
        counted: figure.counted.as_str(),
        done: Some(figure.done).filter(|_| holds),
        promised: figure.promised,
    };
    Promise {
        commitment: pledge.kind.as_str(),
        reference: &pledge.reference,
        status: pledge.status.as_str(),
        text_version: &pledge.version,
        since: day(pledge.since.date()),
        renewed_on: pledge.renewed.iter().map(|at| day(at.date())).collect(),
        review_on: pledge.review_on.filter(|_| holds).map(day),
        ended_on: ended(pledge).map(day),
        hours_for_each_ambassador: pledge.hours,
        figures: entry.figures(pledge, today).into_iter().map(count).collect(),
    }
}
