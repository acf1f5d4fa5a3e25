//! Pages of attendance: one day of an opportunity, all days of one person, and closing.

use std::collections::BTreeMap;

use askama::Template;
use time::Date;

use super::forms::field;
use super::model::{Mark, Marks, Outcome, outcome};
use super::store;
use crate::afterwards::guard::{called, plan};
use crate::afterwards::model::begun;
use crate::applications::Name;
use crate::dates;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{Detail as Plan, Opportunity, days_of};
use crate::placements::{Placed, PlacementState, placed_at};
use crate::web::components::{Cell, FieldError, Radios, SummaryList, Table};
use crate::web::form::Errors;
use crate::web::layout::Link;

/// The radios of one person on one day.
pub fn radios(name: String, legend: String, chosen: Option<Mark>) -> Radios {
    let radios = Mark::ALL.iter().fold(Radios::new(name, legend).small(), |radios, mark| {
        radios.item(mark.as_str(), mark.words())
    });
    match chosen {
        Some(mark) => radios.checked(mark.as_str()),
        None => radios,
    }
}

/// Somebody on the list of an opportunity.
pub struct Person {
    /// Their placement.
    pub placed: Placed,
    name: String,
    marks: Marks,
}

/// Who comes to an opportunity, and what is recorded of them.
pub struct Roll {
    about: Opportunity,
    /// The days that have begun.
    pub days: Vec<Date>,
    /// Who comes.
    pub people: Vec<Person>,
}

impl Roll {
    /// The list as of `today`.
    pub fn load(db: &mut AnyConnection, about: Opportunity, plan: Option<&Plan>, today: Date) -> Result<Self, Error> {
        let placed = placed_at(db, about.id)?;
        let numbers: Vec<i64> = placed.iter().map(|(one, _)| one.id).collect();
        let mut marks = store::marks_of(db, &numbers)?;
        let person = |(placed, name): (Placed, Option<Name>)| Person {
            name: called(&placed, name.as_ref()),
            marks: marks.remove(&placed.id).unwrap_or_default(),
            placed,
        };
        Ok(Self {
            people: placed.into_iter().map(person).collect(),
            days: begun(&days_of(&about, plan), today),
            about,
        })
    }

    /// Whose names are on the list.
    pub fn placed(&self) -> Vec<Placed> {
        self.people.iter().map(|person| person.placed.clone()).collect()
    }

    fn table(&self) -> Table {
        let columns = Table::new("What is recorded so far")
            .column("Name")
            .column("Days recorded")
            .column("Days here")
            .column("Placement")
            .responsive();
        self.people.iter().fold(columns, |table, person| {
            let here = self.days.iter().filter(|day| person.marks.get(day) == Some(&Mark::Came)).count();
            let known = self.days.iter().filter(|day| person.marks.contains_key(day)).count();
            let href = format!("/coordinate/placements/{}/attendance", person.placed.reference);
            table.row([
                Cell::link(person.name.as_str(), href),
                Cell::from(format!("{known} of {}", self.days.len())),
                Cell::from(here.to_string()),
                Cell::from(standing(person.placed.state)),
            ])
        })
    }
}

/// Where a placement stands, for its coordinators.
pub const fn standing(state: PlacementState) -> &'static str {
    match state {
        PlacementState::Agreed => "Open",
        PlacementState::GivenBack => "Given back",
        PlacementState::Cancelled => "Cancelled",
        PlacementState::Completed => "Completed",
        PlacementState::DidNotAttend => "Did not come",
    }
}

/// One day of an opportunity: who came?
#[derive(Template)]
#[template(path = "afterwards/attendance_day.html")]
pub struct DayPage {
    back: String,
    errors: Vec<FieldError>,
    title: String,
    on: String,
    day: String,
    fields: Vec<Radios>,
    others: Vec<Link>,
    table: Table,
}

impl DayPage {
    /// The page of `day`, with what was chosen in the form.
    pub fn new(roll: &Roll, day: Date, chosen: &BTreeMap<String, Mark>, errors: Errors) -> Self {
        let open = roll.people.iter().filter(|person| person.placed.state == PlacementState::Agreed);
        let path = format!("/coordinate/opportunities/{}", roll.about.reference);
        let fields = open.map(|person| {
            let reference = &person.placed.reference;
            let known = chosen.get(reference).or_else(|| person.marks.get(&day)).copied();
            radios(field(reference), person.name.clone(), known)
        });
        let mut fields: Vec<Radios> = fields.collect();
        if let Some(first) = errors.0.first() {
            fields = with_error(fields, first);
        }
        let other = |other: &&Date| **other != day;
        let others = roll.days.iter().filter(other);
        Self {
            back: path.clone(),
            errors: errors.0,
            title: roll.about.title.clone(),
            on: dates::weekday(day),
            day: day.to_string(),
            fields,
            others: others
                .map(|other| Link::new(dates::weekday(*other), format!("{path}/attendance?day={other}")))
                .collect(),
            table: roll.table(),
        }
    }
}

/// The first of the fields says what is wrong.
fn with_error(fields: Vec<Radios>, error: &FieldError) -> Vec<Radios> {
    let mut message = Some(error.message.clone());
    fields.into_iter().map(|field| field.error(message.take())).collect()
}

/// All days of one person.
#[derive(Template)]
#[template(path = "afterwards/attendance_person.html")]
pub struct PersonPage {
    back: String,
    errors: Vec<FieldError>,
    name: String,
    title: String,
    /// Empty once the placement is closed.
    fields: Vec<Radios>,
    known: SummaryList,
    /// Where the placement is closed, if it can be now.
    close: Option<String>,
}

impl PersonPage {
    /// The page on `today`, with what was chosen in the form.
    pub fn load(
        db: &mut AnyConnection,
        (placed, name): (&Placed, String),
        today: Date,
        chosen: &BTreeMap<Date, Mark>,
        errors: Errors,
    ) -> Result<Self, Error> {
        let (about, days) = plan(db, placed.opportunity_id)?;
        let marks = store::marks(db, placed.id)?;
        let open = placed.state == PlacementState::Agreed;
        let mut fields: Vec<Radios> = begun(&days, today)
            .into_iter()
            .filter(|_| open)
            .map(|day| {
                radios(
                    field(day),
                    dates::weekday(day),
                    chosen.get(&day).or_else(|| marks.get(&day)).copied(),
                )
            })
            .collect();
        if let Some(first) = errors.0.first() {
            fields = with_error(fields, first);
        }
        let path = format!("/coordinate/placements/{}", placed.reference);
        let can_close = open && today > placed.last_day && outcome(&days, &marks).is_some();
        Ok(Self {
            back: format!("{path}/afterwards"),
            errors: errors.0,
            name,
            title: about.title,
            fields,
            known: facts(&marks),
            close: can_close.then(|| format!("{path}/close")),
        })
    }
}

/// What is recorded, day by day.
pub fn facts(marks: &Marks) -> SummaryList {
    marks
        .iter()
        .fold(SummaryList::new(), |list, (day, mark)| list.row(dates::weekday(*day), mark.words()))
}

/// Asks whether a placement is to be closed.
#[derive(Template)]
#[template(path = "afterwards/close.html")]
pub struct ClosePage {
    back: String,
    errors: Vec<FieldError>,
    name: String,
    title: String,
    known: SummaryList,
    /// What it comes to; nothing while a day is missing.
    outcome: Option<Outcome>,
}

impl ClosePage {
    /// The page of an agreed placement.
    pub fn load(db: &mut AnyConnection, placed: &Placed, name: String) -> Result<Self, Error> {
        let (about, days) = plan(db, placed.opportunity_id)?;
        let marks = store::marks(db, placed.id)?;
        Ok(Self {
            back: format!("/coordinate/placements/{}/attendance", placed.reference),
            errors: Vec::new(),
            name,
            title: about.title,
            known: facts(&marks),
            outcome: outcome(&days, &marks),
        })
    }

    fn came(&self) -> bool {
        self.outcome == Some(Outcome::Completed)
    }
}
