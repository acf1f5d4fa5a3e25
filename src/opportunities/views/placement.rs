//! The page of a placement, and what a list shows of one.

use askama::Template;
use time::Weekday;

use crate::dates;
use crate::db::Instant;
use crate::opportunities::applying::{Applying, applying, pathway_words};
use crate::opportunities::detail::{Detail, days_of};
use crate::opportunities::families::name as family_name;
use crate::opportunities::model::{Listed, Opportunity, Round};
use crate::web::components::{Breadcrumb, Card, Html, SummaryList};

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
    /// The page of `opportunity` at `now`, with the days of its plan if it has one.
    pub fn new(opportunity: Opportunity, detail: Option<&Detail>, round: &Round, now: Instant) -> Self {
        let applying = applying(&opportunity, round, now);
        let kept = opportunity.reserves.iter().filter(|(_, places)| **places > 0);
        Self {
            facts: facts(&opportunity, detail, applying),
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
        self.others = others.take(size).map(|other| card(other, None)).collect();
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

/// What somebody needs to know to choose a placement from a list; with the miles to it, if a place is looked for.
pub fn card(listed: Listed, miles: Option<f64>) -> Card {
    let Listed { opportunity, closes_at } = listed;
    let mut facts = SummaryList::new().row("Where", format!("{}, {}", opportunity.organisation, opportunity.town));
    if let Some(miles) = miles {
        facts = facts.row("How far", miles_words(miles));
    }
    let facts = facts
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

/// "About 4 miles". A distance is from the middle of one area to that of another, so it is never more exact.
fn miles_words(miles: f64) -> String {
    if miles < 1.5 {
        "About 1 mile or less".to_owned()
    } else {
        format!("About {miles:.0} miles")
    }
}

fn facts(opportunity: &Opportunity, detail: Option<&Detail>, applying: Applying) -> SummaryList {
    let hours = format!("{} to {}", opportunity.start_time, opportunity.finish_time);
    let mut facts = SummaryList::new()
        .row("Organisation", &opportunity.organisation)
        .row("Town", format!("{} ({})", opportunity.town, opportunity.outcode))
        .row("Dates", dates::days(opportunity.first_day, opportunity.last_day));
    if let Some(detail) = detail {
        facts = facts.row("Days", which_days(opportunity, detail));
    }
    let facts = facts
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

/// "5 days: Monday to Friday", "8 days: each Tuesday and Thursday".
fn which_days(opportunity: &Opportunity, detail: &Detail) -> String {
    let days = days_of(opportunity, Some(detail));
    let mut week: Vec<Weekday> = days.iter().map(|day| day.weekday()).collect();
    week.sort_unstable_by_key(|day| day.number_from_monday());
    week.dedup();
    let names: Vec<String> = week.iter().map(ToString::to_string).collect();
    let each = match names.as_slice() {
        [only] => only.clone(),
        [first, .., last] if detail.weekdays.len() == 5 && names.len() == 5 => format!("{first} to {last}"),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
        [] => String::new(),
    };
    match days.len() {
        1 => format!("1 day: {each}"),
        count if count > week.len() => format!("{count} days: each {each}"),
        count => format!("{count} days: {each}"),
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
