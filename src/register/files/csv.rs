//! The register as CSV (RFC 4180): a row for each commitment that was ever published.

use time::Date;

use super::{area, day, ended};
use crate::error::Error;
use crate::organisations::AreaKind;
use crate::register::index::Index;
use crate::register::model::{Counted, Entry, Signed};
use crate::sheets;

/// The first row. Names never change; new ones come at the end.
const HEAD: [&str; 25] = [
    "organisation_code",
    "organisation_name",
    "organisation_slug",
    "organisation_kind",
    "town",
    "region",
    "integrated_care_board",
    "education_and_training_board",
    "organisation_closed_on",
    "successor_code",
    "commitment",
    "reference",
    "status",
    "text_version",
    "since",
    "review_on",
    "ended_on",
    "places_offered",
    "places_promised",
    "ambassadors",
    "ambassadors_promised",
    "activities",
    "activities_promised",
    "case_studies",
    "case_studies_promised",
];

/// The file's bytes.
pub fn write(index: &Index, today: Date) -> Result<Vec<u8>, Error> {
    let signed = index
        .entries()
        .iter()
        .flat_map(|entry| entry.pledges.iter().map(move |pledge| row(index, entry, pledge, today)));
    sheets::csv(&HEAD, signed)
}

fn row(index: &Index, entry: &Entry, pledge: &Signed, today: Date) -> Vec<String> {
    let optional = |date: Option<Date>| date.map(day).unwrap_or_default();
    let mut row = vec![
        entry.code.clone(),
        entry.name.clone(),
        entry.slug.clone(),
        entry.kind.to_string(),
        entry.town.clone(),
        area(index, entry, AreaKind::Region).to_owned(),
        area(index, entry, AreaKind::IntegratedCareBoard).to_owned(),
        area(index, entry, AreaKind::Letb).to_owned(),
        optional(entry.closed_on),
        entry.successor.as_ref().map(|successor| successor.code.clone()).unwrap_or_default(),
        pledge.kind.to_string(),
        pledge.reference.clone(),
        pledge.status.to_string(),
        pledge.version.clone(),
        day(pledge.since.date()),
        optional(pledge.review_on.filter(|_| pledge.status.holds())),
        optional(ended(pledge)),
    ];
    // What is done is counted for what holds; of what is over the promise stays.
    let figures = entry.figures(pledge, today);
    for counted in [Counted::Places, Counted::Ambassadors, Counted::Activities, Counted::CaseStudies] {
        let figure = figures.iter().find(|figure| figure.counted == counted);
        row.push(
            figure
                .filter(|_| pledge.status.holds())
                .map(|figure| figure.done.to_string())
                .unwrap_or_default(),
        );
        row.push(
            figure
                .and_then(|figure| figure.promised)
                .map(|promised| promised.to_string())
                .unwrap_or_default(),
        );
    }
    row
}
