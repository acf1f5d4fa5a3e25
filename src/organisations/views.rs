//! The pages about areas and their contacts.

use askama::Template;

use super::forms::ContactForm;
use super::model::{Area, Contact, Member};
use crate::web::components::{Cell, FieldError, Html, Input, SummaryList, Table};
use crate::web::form::Errors;

/// Everybody's page of an area.
#[derive(Template)]
#[template(path = "organisations/area.html")]
pub struct AreaPage {
    name: String,
    contact: Option<SummaryList>,
    organisations: Option<Table>,
    /// How many there are, if not all are shown.
    of: Option<i64>,
}

impl AreaPage {
    /// The page with the first organisations of an area, of so many.
    pub fn new(area: &Area, contact: Option<Contact>, organisations: &[Member], of: i64) -> Self {
        let columns = Table::new("Organisations in this area")
            .hide_caption()
            .column("Organisation")
            .column("Town");
        let table = organisations.iter().fold(columns, |table, one| {
            table.row([one.name.as_str(), one.town.as_str()].map(Cell::from))
        });
        Self {
            name: area.name.clone(),
            contact: contact.map(|contact| facts(&contact)),
            organisations: (!organisations.is_empty()).then_some(table),
            of: Some(of).filter(|of| usize::try_from(*of) != Ok(organisations.len())),
        }
    }
}

fn facts(contact: &Contact) -> SummaryList {
    SummaryList::new()
        .row("Name", contact.name.as_str())
        .row("Email", unbroken(&contact.email))
        .optional_row("Phone", contact.phone.as_deref())
}

fn unbroken(text: &str) -> Html {
    Html::join([
        Html::from_static("<span class=\"app-unbroken\">"),
        Html::text(text),
        Html::from_static("</span>"),
    ])
}

/// The lead's areas with their contacts.
#[derive(Template)]
#[template(path = "organisations/contacts.html")]
pub struct ContactsPage {
    areas: Vec<(String, String, Option<SummaryList>)>,
}

impl ContactsPage {
    /// The page.
    pub fn new(areas: &[(Area, Option<Contact>)]) -> Self {
        let one = |(area, contact): &(Area, Option<Contact>)| (area.code.clone(), area.name.clone(), contact.as_ref().map(facts));
        Self {
            areas: areas.iter().map(one).collect(),
        }
    }
}

/// Asks who the contact of an area is.
#[derive(Template)]
#[template(path = "organisations/contact.html")]
pub struct ContactPage {
    back: &'static str,
    errors: Vec<FieldError>,
    area: Area,
    form: ContactForm,
}

impl ContactPage {
    /// The page, with what was typed and what is wrong with it.
    pub fn new(area: Area, form: ContactForm, errors: Errors) -> Self {
        Self {
            back: "/lead/contact",
            errors: errors.0,
            area,
            form,
        }
    }

    fn name(&self) -> Input {
        Input::new("name", "Name of the person or team")
            .value(self.form.name.as_str())
            .no_spellcheck()
            .error(FieldError::find(&self.errors, "name"))
    }

    fn email(&self) -> Input {
        Input::new("email", "Email address")
            .hint("Use the address of a team if you can")
            .value(self.form.email.as_str())
            .no_spellcheck()
            .error(FieldError::find(&self.errors, "email"))
    }

    fn phone(&self) -> Input {
        Input::new("phone", "Phone number (optional)")
            .value(self.form.phone.as_str())
            .width(20)
            .error(FieldError::find(&self.errors, "phone"))
    }
}
