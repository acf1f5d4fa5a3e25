//! The pages of words.

use askama::Template;

use super::example::{Example, ExamplePerson};
use super::model::{Contact, Rules};
use crate::app::App;
use crate::config::Environment;
use crate::dates;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::policies::{self, capitalised};
use crate::prioritisation::Policy;
use crate::web::components::{SummaryList, Table};

/// The start page.
#[derive(Template)]
#[template(path = "pages/start.html")]
pub struct Start {
    title: String,
}

impl Start {
    /// The page of this service.
    pub fn new(app: &App) -> Self {
        Self {
            title: format!("{}: fair work experience in healthcare", app.config.service_name),
        }
    }
}

/// The policy in force, in words.
#[derive(Template)]
#[template(path = "pages/how_places_are_given.html")]
pub struct HowPlacesAreGiven {
    rules: Rules,
    since: Option<String>,
    /// Left out if the policy in force does not know what the example is about.
    example: Option<Shown>,
    others: Vec<Rules>,
    files: Vec<&'static str>,
}

/// The worked example as it is shown.
struct Shown {
    placements: Vec<String>,
    people: Table,
}

impl HowPlacesAreGiven {
    /// The page of the policy in force.
    pub fn load(db: &mut AnyConnection) -> Result<Self, Error> {
        let in_force = policies::in_force(db)?;
        let policy = policies::with_key(&in_force.policy)?;
        let others = policies::shipped()?;
        Ok(Self {
            rules: Rules::of(&policy),
            since: in_force.adopted_at.map(dates::day_of),
            example: Example::of(&policy).ok().map(shown),
            others: others.iter().filter(|other| **other != policy).map(Rules::of).collect(),
            files: Policy::shipped_files().iter().map(|(name, _)| *name).collect(),
        })
    }
}

fn shown(example: Example) -> Shown {
    let columns = Table::new("Who gets which place in the example")
        .column("Name")
        .column("What they told us")
        .column("Group")
        .column("Place in the draw")
        .column("Choices")
        .column("Result")
        .column("Why")
        .first_cell_is_header()
        .responsive();
    let row = |table: Table, person: ExamplePerson| {
        let told = if person.told.is_empty() {
            "Nothing".to_owned()
        } else {
            capitalised(&person.told.join("; "))
        };
        table.row([
            person.name,
            told,
            person.group.to_string(),
            person.position.to_string(),
            person.choices.join(", then "),
            person.result,
            person.why.join(" "),
        ])
    };
    Shown {
        placements: example.placements,
        people: example.people.into_iter().fold(columns, row),
    }
}

/// What is stored, why and for how long.
#[derive(Template)]
#[template(path = "pages/privacy.html")]
pub struct Privacy {
    contact: Contact,
    kept: SummaryList,
}

impl Privacy {
    /// The page of this service.
    pub fn new(app: &App) -> Self {
        let keep = app.config.keep;
        let kept = SummaryList::new()
            .row(
                "An application that you never send",
                format!("{} after you last change it", counted(keep.draft_days, "day")),
            )
            .row(
                "An application that did not lead to a place",
                format!("{} after it is over", counted(keep.not_placed_months, "month")),
            )
            .row(
                "An application that led to a place",
                format!("{} after your last day there", counted(keep.placed_months, "month")),
            )
            .row(
                "What you typed on a page after you were logged out",
                "1 hour, so that you can go on with it",
            )
            .row("Whom to call in an emergency", "until your placement is over")
            .row("The words of our emails", "30 days after we send them")
            .row(
                "Your address for emails about new placements",
                "until you stop them, or 1 year at most",
            )
            .row("Your sign-in", "until you sign out, or 30 days at most");
        Self {
            contact: Contact::of(&app.config),
            kept,
        }
    }
}

/// A number of things: `1 month`, `12 months`.
fn counted(number: u32, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// The same for people under 18, in their words.
#[derive(Template)]
#[template(path = "pages/young_people.html")]
pub struct YoungPeople {
    contact: Contact,
}

impl YoungPeople {
    /// The page of this service.
    pub fn new(app: &App) -> Self {
        Self {
            contact: Contact::of(&app.config),
        }
    }
}

/// The one cookie.
#[derive(Template)]
#[template(path = "pages/cookies.html")]
pub struct Cookies {
    cookie: SummaryList,
}

impl Cookies {
    /// The page of this service.
    pub fn new(app: &App) -> Self {
        let name = match app.config.environment {
            Environment::Production => "__Host-portal",
            Environment::Development => "practise",
        };
        let cookie = SummaryList::new()
            .row("Name", name)
            .row("Why we need it", "It keeps your forms safe and keeps you signed in")
            .row("What is in it", "A number without meaning. What you type is not in it")
            .row(
                "When it ends",
                "When you log out, when you close your browser, or after 20 hours without use. On a shared computer, and for staff, after 30 minutes without use",
            );
        Self { cookie }
    }
}

/// The accessibility statement.
#[derive(Template)]
#[template(path = "pages/accessibility.html")]
pub struct Accessibility {
    name: String,
    address: String,
    contact: Contact,
}

impl Accessibility {
    /// The statement of this service.
    pub fn new(app: &App) -> Self {
        let address = app.config.public_url.clone();
        Self {
            name: app.config.service_name.clone(),
            address,
            contact: Contact::of(&app.config),
        }
    }
}

/// What people may expect and what they must not do.
#[derive(Template)]
#[template(path = "pages/terms.html")]
pub struct Terms {
    organisation: String,
}

impl Terms {
    /// The page of this service.
    pub fn new(app: &App) -> Self {
        Self {
            organisation: app.config.organisation.clone(),
        }
    }
}

/// Whom to contact, and answers to common questions.
#[derive(Template)]
#[template(path = "pages/help.html")]
pub struct Help {
    contact: Contact,
}

impl Help {
    /// The page of this service.
    pub fn new(app: &App) -> Self {
        Self {
            contact: Contact::of(&app.config),
        }
    }
}
