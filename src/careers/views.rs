//! The careers pages.

use askama::Template;

use super::forms::{SearchForm, SuitsForm};
use super::ladder::Ladder;
use super::model::{Catalogue, Family, Found, Level, Role};
use super::search::{Count, Results, Wanted};
use super::suits::{Ideas, Learn, Like};
use crate::opportunities::{Listed, card};
use crate::web::components::{Breadcrumb, Card, Checkboxes, FieldError, Input, Radios, Select, SummaryList, Table};
use crate::web::form::Errors;

/// A role as a card: its name leads to its page.
fn role_card(found: Found<'_>) -> Card {
    Card::new(&found.role.name)
        .link(format!("/careers/roles/{}", found.role.slug))
        .body(&found.role.summary)
}

fn way() -> Breadcrumb {
    Breadcrumb::new().page("Home", "/").page("Health careers", "/careers")
}

/// "1 role", "12 roles".
fn roles(number: usize) -> String {
    if number == 1 {
        "1 role".to_owned()
    } else {
        format!("{number} roles")
    }
}

/// A list that stands alone begins with a capital letter.
fn first_large(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The families, the search and what it found.
#[derive(Template)]
#[template(path = "careers/index.html")]
pub struct Index {
    families: Vec<Card>,
    words: Input,
    family: Select,
    level: Select,
    age: Input,
    searched: bool,
    /// What screen readers are told when the results change.
    count: String,
    found: Vec<Card>,
}

impl Index {
    /// The page for what somebody looks for.
    pub fn new(catalogue: &Catalogue, form: &SearchForm, wanted: &Wanted, results: Results<'_>) -> Self {
        let searched = *wanted != Wanted::default();
        let mut family = Select::new("family", "Family of careers").item("", "All families");
        for Count { choice, roles } in &results.families {
            let name = catalogue.family(choice).map_or(*choice, |family| &family.name);
            family = family.item(*choice, format!("{name} ({roles})"));
        }
        let mut level = Select::new("level", "Way in").item("", "All ways in");
        for Count { choice, roles } in &results.levels {
            level = level.item(choice.as_str(), format!("{} ({roles})", choice.words()));
        }
        Self {
            families: catalogue.families.iter().map(family_card).collect(),
            words: Input::new("q", "Search for a role").value(&wanted.words).no_spellcheck(),
            family: family.selected(wanted.family.clone().unwrap_or_default()),
            level: level.selected(wanted.level.map(Level::as_str).unwrap_or_default()),
            age: Input::new("age", "Your age, if it matters")
                .value(form.age.trim().chars().take(3).collect::<String>())
                .numeric()
                .width(2),
            searched,
            count: roles(results.roles.len()),
            found: if searched {
                results.roles.into_iter().map(role_card).collect()
            } else {
                Vec::new()
            },
        }
    }
}

fn family_card(family: &Family) -> Card {
    Card::new(&family.name)
        .link(format!("/careers/{}", family.slug))
        .body(format!("{} {}.", family.summary, roles(family.roles.len())))
}

/// One family.
#[derive(Template)]
#[template(path = "careers/family.html")]
pub struct FamilyPage {
    family: &'static Family,
    roles: Vec<Card>,
    programmes: Vec<String>,
    placements: Vec<Card>,
}

impl FamilyPage {
    /// The page of a family, with placements that can be applied for.
    pub fn new(catalogue: &'static Catalogue, family: &'static Family, placements: Vec<Listed>) -> Self {
        let programmes = family.programmes.iter().filter_map(|code| catalogue.programme(code));
        Self {
            roles: family.roles.iter().map(|role| role_card(Found { family, role })).collect(),
            programmes: programmes
                .map(|programme| format!("{} ({})", programme.name, programme.code))
                .collect(),
            placements: placements.into_iter().map(|placement| card(placement, None)).collect(),
            family,
        }
    }

    fn way() -> Breadcrumb {
        way()
    }

    fn all_placements(&self) -> String {
        format!("/work-experience?family={}", self.family.slug)
    }
}

/// One role.
#[derive(Template)]
#[template(path = "careers/role.html")]
pub struct RolePage {
    family: &'static Family,
    role: &'static Role,
    facts: SummaryList,
    ways: SummaryList,
    ladder: Option<Ladder>,
    before: Vec<Found<'static>>,
    after: Vec<Found<'static>>,
    placements: Vec<Card>,
}

impl RolePage {
    /// The page of a role, with placements in its family that can be applied for.
    pub fn new(catalogue: &'static Catalogue, found: Found<'static>, placements: Vec<Listed>) -> Self {
        let Found { family, role } = found;
        let mut facts = SummaryList::new()
            .row("Where", first_large(&role.places.join(", ")))
            .row("Usual lowest age", role.minimum_age.to_string());
        if let Some(level) = role.apprenticeship_level {
            facts = facts.row("Apprenticeship", format!("Level {level}"));
        }
        if let Some(body) = &role.registration {
            facts = facts.row("You must register with", body);
        }
        let ways = role.ways_in.iter().fold(SummaryList::new(), |list, way| {
            list.row(way.level.words(), format!("Usually from age {}. {}", way.minimum_age, way.words))
        });
        Self {
            facts,
            ways,
            ladder: Ladder::of(catalogue, role),
            before: catalogue.leading_to(&role.slug),
            after: catalogue.after(role),
            placements: placements.into_iter().map(|placement| card(placement, None)).collect(),
            family,
            role,
        }
    }

    fn way(&self) -> Breadcrumb {
        way().page(&self.family.name, format!("/careers/{}", self.family.slug))
    }
}

/// Three questions, and roles to look at.
#[derive(Template)]
#[template(path = "careers/suits.html")]
pub struct Suits {
    form: SuitsForm,
    found: Option<Vec<Card>>,
    later: bool,
    errors: Errors,
}

impl Suits {
    /// The page, with what was found if the questions were answered.
    pub fn new(form: SuitsForm, found: Option<Ideas<'_>>) -> Self {
        Self {
            form,
            later: found.as_ref().is_some_and(|ideas| ideas.later),
            found: found.map(|ideas| ideas.roles.into_iter().map(role_card).collect()),
            errors: Errors::default(),
        }
    }

    /// The same page with what is wrong.
    pub fn wrong(mut self, errors: Errors) -> Self {
        self.errors = errors;
        self
    }

    fn errors(&self) -> &[FieldError] {
        &self.errors.0
    }

    fn way() -> Breadcrumb {
        way()
    }

    fn likes(&self) -> Checkboxes {
        let items = Checkboxes::new("like", "What do you like to do?")
            .hint("Choose all that fit")
            .error(self.errors.get("like"));
        Like::ALL
            .iter()
            .fold(items, |items, like| items.item(like.as_str(), like.words()))
            .checked(self.form.like.clone())
    }

    fn learn(&self) -> Radios {
        let items = Radios::new("learn", "How would you like to learn?").error(self.errors.get("learn"));
        Learn::ALL
            .iter()
            .fold(items, |items, learn| items.item(learn.as_str(), learn.words()))
            .checked(self.form.learn.clone())
    }

    fn age(&self) -> Input {
        Input::new("age", "How old are you?")
            .hint("We show what you can start within 2 years. We do not keep your answers")
            .value(self.form.age.trim().chars().take(3).collect::<String>())
            .numeric()
            .width(2)
            .error(self.errors.get("age"))
    }
}

/// The education programmes, and where they lead.
#[derive(Template)]
#[template(path = "careers/courses.html")]
pub struct Courses {
    courses: Table,
    notes: Vec<String>,
}

impl Courses {
    /// All programmes of the catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        let head = Table::new("Courses and their codes")
            .hide_caption()
            .first_cell_is_header()
            .column("Course")
            .column("Code")
            .column("Leads to")
            .responsive();
        let leads = |code: &str| {
            let families = catalogue
                .families
                .iter()
                .filter(|family| family.programmes.iter().any(|known| known == code));
            families.map(|family| family.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        Self {
            courses: catalogue.programmes.iter().fold(head, |table, programme| {
                table.row([programme.name.clone(), programme.code.clone(), leads(&programme.code)])
            }),
            notes: catalogue.programmes.iter().filter_map(|programme| programme.note.clone()).collect(),
        }
    }

    fn way() -> Breadcrumb {
        way()
    }
}

/// For people who advise others.
#[derive(Template)]
#[template(path = "careers/advisers.html")]
pub struct Advisers;

impl Advisers {
    fn way() -> Breadcrumb {
        way()
    }
}
