//! The page that shows how the places of one drawn round were given: the counts that are published of each placement (7.11).

use std::collections::BTreeMap;

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::allocation::Published;
use crate::allocation::published::{Counts, Kept, Line, Shown};
use crate::db::AnyConnection;
use crate::decisions;
use crate::error::Error;
use crate::opportunities::{self as offered, Opportunity, Phase, pathway_words};
use crate::policies::capitalised;
use crate::rounds::{self, band_words};
use crate::web::components::{Breadcrumb, Cell, Pagination, Table};

/// Placements on one page.
const PAGE: usize = 20;

/// Which part of the list is asked for.
#[derive(Deserialize)]
pub struct Asked {
    /// The number of the page, from 1.
    page: Option<u32>,
}

/// How the places of a round were given.
#[derive(Template)]
#[template(path = "pages/given.html")]
pub struct Given {
    way: Breadcrumb,
    name: String,
    reference: String,
    settled: bool,
    placements: Vec<Told>,
    pages: Option<Pagination>,
    /// How often each organisation decided out of order.
    out_of_order: Vec<OutOfOrder>,
}

/// How many decisions of a round an organisation took while somebody higher on the list waited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutOfOrder {
    /// Its code.
    organisation: String,
    /// Its name.
    name: String,
    /// How many, at least 1.
    decisions: i64,
}

/// What is published of a drawn round as data: the counts of its places, which the bundle has too, and how it is decided.
#[derive(Debug, Serialize)]
pub struct Data {
    #[serde(flatten)]
    counts: Published,
    out_of_order: Vec<OutOfOrder>,
}

fn out_of_order(db: &mut AnyConnection, round_id: i64) -> Result<Vec<OutOfOrder>, Error> {
    let rows = decisions::passed_in_round(db, round_id)?;
    let one = |(organisation, name, decisions)| OutOfOrder {
        organisation,
        name,
        decisions,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// One placement in words.
struct Told {
    title: String,
    organisation: String,
    href: String,
    people: Table,
    facts: Vec<String>,
}

/// What is published of a drawn round.
///
/// # Errors
/// `NotFound` if there is no such round, or nothing is published of it yet.
pub fn published(db: &mut AnyConnection, reference: &str) -> Result<Data, Error> {
    let round = offered::round_by_ref(db, reference)?;
    Ok(Data {
        counts: rounds::published(db, &round)?.ok_or(Error::NotFound)?,
        out_of_order: out_of_order(db, round.id)?,
    })
}

impl Given {
    /// Reads one page of the round with this reference.
    ///
    /// # Errors
    /// `NotFound` if there is no such round or page, or nothing is published of it yet.
    pub fn load(db: &mut AnyConnection, reference: &str, asked: &Asked) -> Result<Self, Error> {
        let round = offered::round_by_ref(db, reference)?;
        let counts = rounds::published(db, &round)?.ok_or(Error::NotFound)?;
        let counts: BTreeMap<&str, &Counts> = counts.opportunities.iter().map(|one| (one.reference.as_str(), one)).collect();
        let opportunities = offered::of_round(db, round.id)?;
        let shown: Vec<(&Opportunity, &Counts)> = opportunities
            .iter()
            .filter_map(|one| Some((one, *counts.get(one.reference.as_str())?)))
            .collect();
        let (number, last) = (asked.page.unwrap_or(1), shown.len().div_ceil(PAGE).max(1));
        let part = usize::try_from(number)
            .ok()
            .and_then(|number| shown.chunks(PAGE).nth(number.checked_sub(1)?));
        let part = part.or((number == 1).then_some(&[])).ok_or(Error::NotFound)?;
        let last = u32::try_from(last).unwrap_or(u32::MAX);
        Ok(Self {
            way: Breadcrumb::new()
                .page("Home", "/")
                .page("How places are given", "/how-places-are-given")
                .page("The draws", "/how-places-are-given/draws"),
            name: round.name.clone(),
            reference: round.reference.clone(),
            settled: round.state.phase() == Phase::Settled,
            placements: part.iter().map(|(opportunity, counts)| told(opportunity, counts)).collect(),
            out_of_order: out_of_order(db, round.id)?,
            pages: Pagination::pages(number, last, |page| {
                format!("/how-places-are-given/draws/{}?page={page}", round.reference)
            }),
        })
    }
}

fn told(opportunity: &Opportunity, counts: &Counts) -> Told {
    Told {
        title: opportunity.title.clone(),
        organisation: opportunity.organisation.clone(),
        href: format!("/work-experience/{}", opportunity.slug),
        people: people(counts, &opportunity.title),
        facts: facts(counts),
    }
}

/// Who asked and who was offered a place: a row for each group, then one for each kind of circumstances.
fn people(counts: &Counts, title: &str) -> Table {
    let rows = |asked: &BTreeMap<String, Shown>, offered: &BTreeMap<String, Shown>, words: &dyn Fn(&str) -> String| {
        let row = |(name, asked): (&String, &Shown)| {
            let offered = offered.get(name).map_or_else(String::new, ToString::to_string);
            [capitalised(&words(name)), asked.to_string(), offered]
        };
        asked.iter().map(row).collect::<Vec<_>>()
    };
    let (asked, offered) = (&counts.applicants, &counts.offers);
    let bands = rows(&asked.by_band, &offered.by_band, &|name| band_words(name).to_owned());
    let pathways = rows(&asked.by_pathway, &offered.by_pathway, &pathway_words);
    let table = Table::new(format!("Who asked for a place: {title}"))
        .hide_caption()
        .first_cell_is_header()
        .column("Who")
        .column("Asked")
        .column("Were offered a place");
    bands
        .into_iter()
        .rev()
        .chain(pathways)
        .fold(table, |table, row| table.row(row.map(Cell::from)))
}

fn facts(counts: &Counts) -> Vec<String> {
    let places = match counts.places {
        1 => "There was 1 place.".to_owned(),
        places => format!("There were {places} places."),
    };
    let kept = counts.reserves.iter().map(|(pathway, Kept { places, used })| {
        let were = if *places == 1 { "was" } else { "were" };
        format!("{places} {were} kept for {}. They used {used}.", pathway_words(pathway))
    });
    let full = !counts.cutoffs.is_empty();
    let free = (!full && counts.places > 0).then(|| "Everyone who still wanted a place could have one.".to_owned());
    let open = counts
        .open_cutoff
        .map(|position| format!("Some places were drawn from everyone. The last of them went to number {position} of the draw."));
    [places]
        .into_iter()
        .chain(kept)
        .chain(free)
        .chain(open)
        .chain(counts.cutoffs.iter().filter_map(line))
        .collect()
}

/// A cut-off as a sentence.
fn line(line: &Line) -> Option<String> {
    let last = line.last.as_ref()?;
    let whom = line
        .pathway
        .as_ref()
        .map_or_else(String::new, |pathway| format!(" that {} could get", pathway_words(pathway)));
    let near = if last.local { "" } else { ", from further away" };
    Some(format!(
        "The last place{whom} went to number {} of the draw, in the group “{}”{near}.",
        last.position,
        band_words(&last.band)
    ))
}
