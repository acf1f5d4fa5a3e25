//! The pages of the public list and of a placement.

use askama::Template;

use super::applying::{Applying, applying, pathway_words};
use super::families::{FAMILIES, name as family_name};
use super::model::{Listed, Opportunity, Round};
use crate::dates;
use crate::db::Instant;
use crate::web::components::{Breadcrumb, Card, Html, Pagination, Select, SummaryList};

/// The list of what can be applied for.
#[derive(Template)]
#[template(path = "opportunities/list.html")]
pub struct List {
    cards: Vec<Card>,
    number: u16,
    next: Option<Pagination>,
    /// The key and name of the one family that is shown.
    family: Option<(&'static str, &'static str)>,
}

impl List {
    /// The page `number`, of at most `size` of `found`; one more than that says that another page follows.
    pub fn new(mut found: Vec<Listed>, size: usize, number: u16, family: Option<(&'static str, &'static str)>) -> Self {
        let more = found.len() > size;
        found.truncate(size);
        let following = number.saturating_add(1);
        let next = found.last().filter(|_| more).map(|last| {
            let of = family.map_or_else(String::new, |(key, _)| format!("&family={key}"));
            let href = format!("/work-experience?after={}&page={following}{of}", last.opportunity.slug);
            Pagination::around(None, Some((&format!("Page {following}"), &href)))
        });
        Self {
            cards: found.into_iter().map(card).collect(),
            number,
            next,
            family,
        }
    }

    fn families(&self) -> Select {
        let all = Select::new("family", "Kind of work").item("", "All kinds");
        FAMILIES
            .into_iter()
            .fold(all, |select, (key, name)| select.item(key, name))
            .selected(self.family.map_or("", |(key, _)| key))
    }

    /// The address of the first page.
    fn first(&self) -> String {
        self.family.map_or_else(
            || "/work-experience".to_owned(),
            |(key, _)| format!("/work-experience?family={key}"),
        )
    }
}

/// The page of one placement.
#[derive(Template)]
#[template(path = "opportunities/placement.html")]
pub struct Placement {
    opportunity: Opportunity,
    applying: Applying,
    moment: String,
    facts: SummaryList,
    kept: Vec<String>,
    others: Vec<Card>,
}

impl Placement {
    /// The page of `opportunity` at `now`.
    pub fn new(opportunity: Opportunity, round: &Round, now: Instant) -> Self {
        let applying = applying(&opportunity, round, now);
        let kept = opportunity.reserves.iter().filter(|(_, places)| **places > 0);
        Self {
            facts: facts(&opportunity, applying),
            kept: kept.map(|(pathway, places)| kept_words(pathway, *places)).collect(),
            moment: match applying {
                Applying::Until(at) | Applying::From(at) => dates::moment(at),
                Applying::Paused | Applying::Over => String::new(),
            },
            applying,
            opportunity,
            others: Vec::new(),
        }
    }

    /// True if the page has a button to apply.
    pub fn takes_applications(&self) -> bool {
        matches!(self.applying, Applying::Until(_))
    }

    /// Shows up to `size` other placements that can be applied for.
    pub fn offer_others(&mut self, found: Vec<Listed>, size: usize) {
        let others = found.into_iter().filter(|listed| listed.opportunity.id != self.opportunity.id);
        self.others = others.take(size).map(card).collect();
    }

    fn apply_path(&self) -> String {
        format!("/apply/{}", self.opportunity.slug)
    }

    fn way() -> Breadcrumb {
        Breadcrumb::new().page("Home", "/").page("Work experience", "/work-experience")
    }

    fn description(&self) -> String {
        let Opportunity {
            title,
            organisation,
            town,
            first_day,
            last_day,
            ..
        } = &self.opportunity;
        format!(
            "{title}, a work experience placement with {organisation} in {town}, {}.",
            dates::days(*first_day, *last_day)
        )
    }
}

/// "1 place is kept for …".
fn kept_words(pathway: &str, places: u32) -> String {
    let is = if places == 1 {
        "1 place is".to_owned()
    } else {
        format!("{places} places are")
    };
    format!("{is} kept for {}.", pathway_words(pathway))
}

/// What somebody needs to know to choose a placement from a list.
pub fn card(listed: Listed) -> Card {
    let Listed { opportunity, closes_at } = listed;
    let facts = SummaryList::new()
        .row("Where", format!("{}, {}", opportunity.organisation, opportunity.town))
        .row("When", dates::days(opportunity.first_day, opportunity.last_day))
        .row("Places", opportunity.places.to_string())
        .row("Age", age(&opportunity))
        .row("Support", support(&opportunity))
        .row("Apply by", dates::moment(closes_at))
        .no_border();
    Card::new(&opportunity.title)
        .link(format!("/work-experience/{}", opportunity.slug))
        .body(Html::of(facts))
}

fn facts(opportunity: &Opportunity, applying: Applying) -> SummaryList {
    let hours = format!("{} to {}", opportunity.start_time, opportunity.finish_time);
    let facts = SummaryList::new()
        .row("Organisation", &opportunity.organisation)
        .row("Town", format!("{} ({})", opportunity.town, opportunity.outcode))
        .row("Dates", dates::days(opportunity.first_day, opportunity.last_day))
        .row("Times", hours)
        .row("Kind of work", family_name(&opportunity.family).unwrap_or(&opportunity.family))
        .action("See its roles", format!("/careers/{}", opportunity.family), "in this kind of work")
        .row("Places", opportunity.places.to_string())
        .row("Age", format!("{} on the first day", age(opportunity)));
    match applying {
        Applying::Until(closes_at) => facts.row("Apply by", dates::moment(closes_at)),
        Applying::From(opens_at) => facts.row("Opens", dates::moment(opens_at)),
        Applying::Paused | Applying::Over => facts,
    }
}

fn age(opportunity: &Opportunity) -> String {
    format!("{} or over", opportunity.minimum_age)
}

/// What the organisation offers, as one line.
fn support(opportunity: &Opportunity) -> String {
    let words: Vec<&str> = opportunity.support.iter().map(|support| support.words()).collect();
    if words.is_empty() {
        "none named".to_owned()
    } else {
        words.join(", ")
    }
}
