//! What a coordinator takes along of a ranked list, as a file or on paper: names only of those who have agreed to come, and each is one look.

use serde_json::json;

use super::line::Line;
use super::ranked_list::own;
use super::store;
use super::views::Person;
use crate::audit::{self, ReaderRole, Seen, SeenPage};
use crate::auth::Coordinator;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::Opportunity;
use crate::sheets::Sheet;
use crate::tx::{Actor, Tx};

/// More lines than any list has.
const ALL: i64 = 1_000_000;

/// The whole list of an opportunity.
pub(super) struct Whole {
    /// What it is the list of.
    pub about: Opportunity,
    /// Its lines, from the top.
    pub lines: Vec<Line>,
    viewer: i64,
}

impl Whole {
    /// Reads it.
    ///
    /// # Errors
    /// `NotYours` if the viewer does not coordinate its organisation.
    pub fn load(db: &mut AnyConnection, viewer: &Coordinator, reference: &str) -> Result<Self, Error> {
        let about = own(db, viewer, reference)?;
        let rows = store::ranking(db, about.id, viewer.id, 0, ALL)?;
        Ok(Self {
            about,
            lines: rows.into_iter().map(Line::new).collect::<Result<_, _>>()?,
            viewer: viewer.id,
        })
    }

    /// Who has agreed to come and is not known to the viewer, from the top of the list.
    pub fn people(&self, db: &mut AnyConnection) -> Result<Vec<(&Line, Person)>, Error> {
        let agreed: Vec<&Line> = self.lines.iter().filter(|line| Self::is_named(line)).collect();
        let ids: Vec<i64> = agreed.iter().map(|line| line.application_id).collect();
        let mut found = store::applied(db, &ids)?;
        let mut person = |line: &Line| found.remove(&line.application_id).map(Person::from);
        Ok(agreed.into_iter().filter_map(|line| Some((line, person(line)?))).collect())
    }

    fn is_named(line: &Line) -> bool {
        line.agreed && !line.known
    }

    fn seen(&self, page: SeenPage, whose: impl Fn(&Line) -> bool) -> Seen {
        Seen {
            by: Actor::Person(self.viewer),
            role: ReaderRole::Coordinator,
            organisation_id: Some(self.about.organisation_id),
            page,
            applications: self
                .lines
                .iter()
                .filter(|line| whose(line))
                .map(|line| line.application_id)
                .collect(),
        }
    }

    /// The looks at those whose names are taken along.
    pub fn names_seen(&self) -> Seen {
        self.seen(SeenPage::Export, Self::is_named)
    }

    /// The looks at those of whom only the reference is taken along.
    pub fn references_seen(&self, named: bool) -> Seen {
        self.seen(SeenPage::List, |line| !(line.known || named && Self::is_named(line)))
    }

    /// The list as a sheet.
    pub fn sheet(&self, db: &mut AnyConnection) -> Result<Sheet, Error> {
        let people = self.people(db)?;
        let rows = self.lines.iter().map(|line| {
            let named = people.iter().find(|(one, _)| one.application_id == line.application_id);
            row(line, named.map(|(_, person)| person))
        });
        Ok(Sheet {
            name: "Ranked list",
            head: HEAD.to_vec(),
            rows: rows.collect(),
        })
    }

    /// Writes down that the list was taken along, and whose names.
    pub fn note(&self, tx: &mut Tx<'_>, kind: &str) -> Result<(), Error> {
        let named = self.names_seen();
        audit::saw_in(tx, &named)?;
        audit::saw_in(tx, &self.references_seen(true))?;
        let facts = json!({"as": kind, "lines": self.lines.len(), "names": named.applications.len()});
        audit::record(tx, "list.exported", "opportunity", self.about.id, &facts)
    }
}

const HEAD: [&str; 12] = [
    "Position",
    "Application",
    "Status",
    "Group",
    "Name",
    "Email",
    "Phone",
    "Emergency contact",
    "Changes that help",
    "Interpreter",
    "Help with travel costs",
    "Talk to the school first",
];

fn row(line: &Line, named: Option<&Person>) -> Vec<String> {
    let nobody = Person::default();
    let person = named.unwrap_or(&nobody);
    let travel = if named.is_some() { person.travel_words() } else { "" };
    vec![
        line.position.to_string(),
        line.application.clone(),
        line.words().to_owned(),
        line.band.to_owned(),
        person.name.clone(),
        person.email.clone(),
        person.phone.clone(),
        person.emergency.clone(),
        person.adjustments.clone(),
        person.interpreter.clone(),
        travel.to_owned(),
        person.school.clone(),
    ]
}
