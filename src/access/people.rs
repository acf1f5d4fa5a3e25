//! The pages about people: an organisation's, an area's, the country's. They have one shape.

use std::collections::BTreeMap;

use super::forms::InviteForm;
use super::handle::handle;
use super::model::{Holder, Invitation, role_words};
use super::store::{self, Of, Place};
use super::views::PeoplePage;
use crate::auth::{Member, Role, SignedIn};
use crate::dates::day_of;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::keys::Keys;
use crate::mail;
use crate::web::components::{Cell, FieldError, Html, Input, Select, Table, Tag, TagColour};
use crate::web::form::Errors;

/// Which of the three pages.
#[derive(Clone, Debug)]
pub enum Which {
    /// An organisation's people: its champion invites, its coordinators see.
    Organisation(SignedIn, Member),
    /// The champions of an area's organisations.
    Area(SignedIn),
    /// The leads of areas.
    Country(SignedIn),
}

/// Loads the page, with what was typed and what is wrong with it.
pub fn load(db: &mut AnyConnection, keys: &Keys, which: &Which, form: &InviteForm, errors: Errors) -> Result<PeoplePage, Error> {
    let errors = errors.0;
    Ok(match which {
        Which::Organisation(viewer, member) => {
            let own = store::organisations(db, &viewer.champions())?;
            let known = Known::load(db, &Of::Organisations(member.organisations.clone()))?;
            PeoplePage {
                title: "People and roles",
                about: "Champions choose the coordinators of their organisation. Coordinators decide about placements.",
                action: "/coordinate/people",
                invite: (!own.is_empty()).then_some("Invite a coordinator"),
                people: people(&known, viewer, &Removes::Coordinators(viewer.champions())),
                waiting: waiting(keys, viewer, &viewer.champions(), &known),
                fields: vec![Html::of(choose(own, "Organisation", form, &errors)), Html::of(email(form, &errors))],
                errors,
            }
        }
        Which::Area(viewer) => {
            let known = Known::load(db, &Of::Areas(viewer.leads()))?;
            let code = Input::new("place", "Code of the organisation")
                .hint("The code of the Organisation Data Service, such as RR8")
                .value(form.place.as_str())
                .width(10)
                .no_spellcheck()
                .error(FieldError::find(&errors, "place"));
            PeoplePage {
                title: "Champions in your area",
                about: "A champion stands behind the commitments of an organisation on its board.",
                action: "/lead/people",
                invite: Some("Invite a champion"),
                people: people(&known, viewer, &Removes::Champions),
                waiting: waiting(keys, viewer, &[], &known),
                fields: vec![Html::of(code), Html::of(email(form, &errors))],
                errors,
            }
        }
        Which::Country(viewer) => {
            let known = Known::load(db, &Of::Country)?;
            let code = Input::new("place", "Code of the area")
                .hint("Such as Y63 for North East and Yorkshire")
                .value(form.place.as_str())
                .width(10)
                .no_spellcheck()
                .error(FieldError::find(&errors, "place"));
            PeoplePage {
                title: "Area leads and the national team",
                about: "An area lead checks the commitments of the organisations in an area.",
                action: "/national/people",
                invite: Some("Invite an area lead"),
                people: people(&known, viewer, &Removes::Leads),
                waiting: waiting(keys, viewer, &[], &known),
                fields: vec![Html::of(code), Html::of(email(form, &errors))],
                errors,
            }
        }
    })
}

/// Who has a role, who is invited, and to whom no letter gets through.
struct Known {
    holders: Vec<Holder>,
    invitations: Vec<Invitation>,
    refused: BTreeMap<String, Instant>,
}

impl Known {
    fn load(db: &mut AnyConnection, of: &Of) -> Result<Self, Error> {
        let holders = store::holders(db, of)?;
        let invitations = store::open_invitations(db, of)?;
        let invited = invitations.iter().map(|one| one.email.as_str());
        let addresses: Vec<&str> = holders.iter().map(|one| one.email.as_str()).chain(invited).collect();
        let refused = mail::refused(db, &addresses)?;
        Ok(Self {
            holders,
            invitations,
            refused,
        })
    }

    /// True if the address has refused a letter of ours since `since`.
    fn is_refused(&self, email: &str, since: Instant) -> bool {
        mail::is_refused_since(&self.refused, email, since)
    }
}

fn email(form: &InviteForm, errors: &[FieldError]) -> Input {
    Input::new("email", "Their email address")
        .width(30)
        .value(form.email.as_str())
        .no_spellcheck()
        .error(FieldError::find(errors, "email"))
}

fn choose(places: Vec<Place>, label: &str, form: &InviteForm, errors: &[FieldError]) -> Select {
    let select = Select::new("place", label).error(FieldError::find(errors, "place"));
    let first = places.first().map(|(_, code, _)| code.clone()).unwrap_or_default();
    let select = places.into_iter().fold(select, |select, (_, code, name)| select.item(code, name));
    select.selected(if form.place.is_empty() { first } else { form.place.clone() })
}

/// Whom the viewer may take a role from on a page.
enum Removes {
    /// The coordinators of these organisations.
    Coordinators(Vec<i64>),
    /// Every champion on it.
    Champions,
    /// Everybody on it but themselves.
    Leads,
}

impl Removes {
    /// The page that asks whether to, for one person.
    fn page(&self, one: &Holder, viewer: &SignedIn) -> Option<String> {
        let page = match self {
            Self::Coordinators(own) => {
                let theirs = one.role == Role::Coordinator && one.place_id.is_some_and(|id| own.contains(&id));
                theirs.then_some("/coordinate/people")
            }
            Self::Champions => Some("/lead/people"),
            Self::Leads => (one.person_id != viewer.id).then_some("/national/people"),
        };
        page.map(|page| format!("{page}/{}/remove", one.reference))
    }

    const fn any(&self) -> bool {
        match self {
            Self::Coordinators(own) => !own.is_empty(),
            Self::Champions | Self::Leads => true,
        }
    }
}

/// Everybody with a role; who can be removed has a link to that.
fn people(known: &Known, viewer: &SignedIn, removes: &Removes) -> Option<Table> {
    let columns = Table::new("People with a role")
        .column("Email address")
        .column("Role")
        .column("For")
        .column("Since")
        .responsive();
    let columns = if removes.any() { columns.column("Change") } else { columns };
    let table = known.holders.iter().fold(columns, |table, one| {
        let place = if one.place.is_empty() { "England" } else { &one.place };
        let change = match removes.page(one, viewer) {
            Some(page) => Cell::link("Remove", page).hidden(one.email.as_str()),
            None => Cell::from("None"),
        };
        let cells = [
            Cell::from(address(&one.email, known.is_refused(&one.email, one.since))),
            Cell::from(role_words(one.role)),
            Cell::from(place),
            Cell::from(day_of(one.since)),
        ];
        table.row(cells.into_iter().chain(removes.any().then_some(change)))
    });
    (!known.holders.is_empty()).then_some(table)
}

/// An address, which is broken anywhere on a narrow screen, and whether letters to it come back.
fn address(email: &str, refused: bool) -> Html {
    let tag = if refused {
        Html::join([
            Html::from_static("<br>"),
            Html::of(Tag::new("Our emails come back", TagColour::Red)),
        ])
    } else {
        Html::text("")
    };
    Html::join([
        Html::from_static("<span class=\"app-unbroken\">"),
        Html::text(email),
        Html::from_static("</span>"),
        tag,
    ])
}

/// An invitation that waits: a sentence, and the handle with which it is taken back.
pub struct Waiting {
    /// Who is invited to what, since when.
    pub words: String,
    /// Names it in the form; nothing if the viewer only sees it.
    pub handle: Option<String>,
}

/// The invitations that wait. A coordinator sees them; who may invite takes them back.
fn waiting(keys: &Keys, viewer: &SignedIn, own: &[i64], known: &Known) -> Vec<Waiting> {
    let invited = |one: &Invitation| {
        let mine = match one.grant.role {
            Role::Coordinator => one.grant.organisation_id.is_some_and(|id| own.contains(&id)),
            Role::Champion => own.is_empty() && !viewer.leads().is_empty(),
            Role::AreaLead | Role::National => viewer.is_national(),
        };
        let role = role_words(one.grant.role);
        let back = if known.is_refused(&one.email, one.invited_at) {
            ". Our email came back: check the address, and invite again"
        } else {
            ""
        };
        Waiting {
            words: format!(
                "{}: {role} for {}, invited on {}{back}",
                one.email,
                one.place,
                day_of(one.invited_at)
            ),
            handle: mine.then(|| handle(keys, "invitation", one.id, viewer.id)),
        }
    };
    known.invitations.iter().map(invited).collect()
}
