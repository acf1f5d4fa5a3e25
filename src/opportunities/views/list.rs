//! The list of what can be applied for: the search, what narrows it, and what was found.

use askama::Template;

use super::card;
use super::filters::Filters;
use crate::opportunities::forms::SearchForm;
use crate::opportunities::model::Listed;
use crate::opportunities::search::{Filter, Hit, Results, Sort, Wanted};
use crate::web::components::{Card, Details, FieldError, Html, Pagination, Select};
use crate::web::form::Errors;
use crate::web::layout::Link;

const PATH: &str = "/work-experience";
/// At most so many towns are named beside the map.
const TOWNS: usize = 30;

/// The page of a search.
#[derive(Template)]
#[template(path = "opportunities/list.html")]
pub struct List {
    number: u16,
    errors: Vec<FieldError>,
    /// The name of the one family that is shown.
    family: Option<String>,
    main: Html,
    more: Details,
    sort: Select,
    sorted: Sort,
    /// True if anything is asked for.
    narrowed: bool,
    removals: Vec<Link>,
    /// What to leave out if nothing is found: the address, the words, and how many there are then.
    loosen: Vec<(Link, String)>,
    total: String,
    cards: Vec<Card>,
    next: Option<Pagination>,
    first: String,
    map: String,
    towns: Vec<(Link, String)>,
    other_towns: usize,
    save: String,
}

impl List {
    /// The page for what somebody looks for; `found` are the placements of `results`, in its order.
    pub fn new(form: &SearchForm, wanted: &Wanted, errors: Errors, results: &Results, found: Vec<Listed>) -> Self {
        let filters = Filters {
            form,
            wanted,
            results,
            errors: &errors,
        };
        let parts = wanted.parts();
        let words_of = |filter: Filter| parts.iter().find(|(own, _)| *own == filter).map(|(_, words)| words.clone());
        let number = if results.first {
            1
        } else {
            form.page.parse::<u16>().unwrap_or(2).max(2)
        };
        let mut loosen: Vec<_> = results
            .without
            .iter()
            .filter(|(_, count)| results.total == 0 && *count > 0)
            .collect();
        loosen.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Self {
            number,
            family: words_of(Filter::Family),
            main: filters.main(),
            more: filters.more(),
            sort: filters.sort(),
            sorted: wanted.order(),
            narrowed: !parts.is_empty(),
            removals: parts
                .iter()
                .map(|(filter, words)| Link::new(words.clone(), wanted.without(*filter).address(PATH)))
                .collect(),
            loosen: loosen
                .into_iter()
                .filter_map(|(filter, count)| {
                    let link = Link::new(words_of(*filter)?, wanted.without(*filter).address(PATH));
                    Some((link, placements(*count)))
                })
                .collect(),
            total: placements(results.total),
            next: next(wanted, results, &found, number),
            cards: if errors.is_empty() { cards(results, found) } else { Vec::new() },
            first: wanted.address(PATH),
            map: wanted.address("/work-experience/map.svg"),
            towns: towns(wanted, results),
            other_towns: results.towns.len().saturating_sub(TOWNS),
            save: wanted.address("/saved-searches/new"),
            errors: errors.0,
        }
    }
}

/// "1 placement", "12 placements".
fn placements(number: usize) -> String {
    if number == 1 {
        "1 placement".to_owned()
    } else {
        format!("{number} placements")
    }
}

/// The way to the next page, which begins after the last placement of this one.
fn next(wanted: &Wanted, results: &Results, found: &[Listed], number: u16) -> Option<Pagination> {
    let last = found.last().filter(|_| results.more)?;
    let following = number.saturating_add(1);
    let query = wanted.query();
    let and = if query.is_empty() { "" } else { "&" };
    let href = format!("{PATH}?{query}{and}after={}&page={following}", last.opportunity.slug);
    Some(Pagination::around(None, Some((&format!("Page {following}"), &href))))
}

fn cards(results: &Results, found: Vec<Listed>) -> Vec<Card> {
    let miles_to = |id: i64| results.hits.iter().find(|hit| hit.id == id).and_then(|hit: &Hit| hit.miles);
    found
        .into_iter()
        .map(|listed| {
            let miles = miles_to(listed.opportunity.id);
            card(listed, miles)
        })
        .collect()
}

/// The towns with the most placements: how many, and the search for each.
fn towns(wanted: &Wanted, results: &Results) -> Vec<(Link, String)> {
    let link = |name: &str| {
        let mut there = wanted.without(Filter::Near);
        there.sort = None;
        let query = there.query();
        let and = if query.is_empty() { "" } else { "&" };
        let place: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
        Link::new(name.to_owned(), format!("{PATH}?{query}{and}place={place}&within=5"))
    };
    let shown = results.towns.iter().take(TOWNS);
    shown.map(|town| (link(&town.name), town.count.to_string())).collect()
}
