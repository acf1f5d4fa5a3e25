//! The emailed link of the day after: the participant says how it was; a coordinator says who came and how it was, and the placement is closed.

use askama::Template;
use time::Date;

use super::attendance::closing;
use super::attendance::forms::{MarksForm, field};
use super::attendance::model::{Mark, Marks, Outcome, outcome};
use super::attendance::store::marks;
use super::attendance::views::radios;
use super::feedback::forms::{OrganisationForm, ParticipantForm};
use super::feedback::giving;
use super::feedback::views::{ParticipantPage, organisation_questions};
use super::guard::{Whole, whole};
use super::letters;
use super::model::{Side, can_look_back};
use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth;
use crate::dates;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::opportunities as offered;
use crate::placements::{Placed, PlacementState, placed_by_id};
use crate::tx::{Actor, Tx};
use crate::web::components::{CharacterCount, FieldError, Radios};
use crate::web::form::{Errors, Pairs};

/// Links of purpose `afterwards`.
pub struct AfterwardsLink;

/// On which side the recipient of a link is now. A role that was taken away takes its links along.
fn side(db: &mut AnyConnection, link: &Link, placed: &Placed) -> Result<Option<Side>, Error> {
    let recipient = auth::with_coordinates(db, &link.recipient, placed.organisation_id)?;
    Ok(recipient.and_then(|(person_id, coordinates)| {
        if coordinates {
            Some(Side::Organisation)
        } else {
            (person_id == placed.person_id).then_some(Side::Participant)
        }
    }))
}

/// True if a side has nothing left to say.
fn is_done(about: &Whole, side: Side, today: Date) -> bool {
    if side == Side::Organisation && about.placed.state == PlacementState::Agreed {
        return false;
    }
    can_look_back(&about.placed, today).is_err() || about.given.contains(&side)
}

/// Asks a coordinator who came, and how it was, on one page.
#[derive(Template)]
#[template(path = "afterwards/link_organisation.html")]
struct OrganisationPage {
    back: String,
    errors: Vec<FieldError>,
    name: String,
    title: String,
    days: Vec<Radios>,
    questions: Vec<Radios>,
    words: CharacterCount,
}

/// What a coordinator sends from the link.
#[derive(Default)]
struct Sent {
    marks: Marks,
    form: OrganisationForm,
}

impl Sent {
    fn read(form: &Pairs) -> Result<Self, Error> {
        let (marks, rest): (Vec<_>, Vec<_>) = form.own().cloned().partition(|(name, _)| name.starts_with("mark-"));
        Ok(Self {
            marks: Pairs(marks).parse::<MarksForm>()?.days()?,
            form: Pairs(rest).parse()?,
        })
    }
}

fn organisation_page(db: &mut AnyConnection, about: &Whole, sent: &Sent, errors: Errors) -> Result<Page, Error> {
    let known = marks(db, about.placed.id)?;
    let open = about.placed.state == PlacementState::Agreed;
    let day = |day: &Date| {
        let chosen: Option<Mark> = sent.marks.get(day).or_else(|| known.get(day)).copied();
        let legend = format!("{}: did the person come?", dates::weekday(*day));
        radios(field(day), legend, chosen).error(errors.get(&field(day)).map(str::to_owned))
    };
    let (questions, words) = organisation_questions(&sent.form, &errors);
    Ok(Box::new(OrganisationPage {
        back: "/coordinate".to_owned(),
        name: about.name(),
        title: about.placed.title.clone(),
        days: about.days().iter().filter(|_| open).map(day).collect(),
        questions,
        words,
        errors: errors.0,
    }))
}

/// After the answer.
#[derive(Template)]
#[template(path = "afterwards/link_done.html")]
struct DonePage {
    organisation: bool,
    /// Where to go on.
    href: String,
}

fn done_page(placed: &Placed, side: Option<Side>) -> Page {
    let organisation = side == Some(Side::Organisation);
    Box::new(DonePage {
        organisation,
        href: if organisation {
            format!("/coordinate/placements/{}/afterwards", placed.reference)
        } else {
            format!("/applications/{}/afterwards", placed.application)
        },
    })
}

fn ask_participant(db: &mut AnyConnection, placed: &Placed, form: &ParticipantForm, errors: Errors) -> Result<Page, Error> {
    let about = offered::by_id(db, placed.opportunity_id)?;
    Ok(Box::new(ParticipantPage::new(&about, "/my-applications", form, errors)))
}

fn from_participant(tx: &mut Tx<'_>, link: &Link, placed: &Placed, posted: &Posted) -> Result<Answer, Error> {
    let form: ParticipantForm = posted.form.parse()?;
    let said = match form.parse() {
        Ok(said) => said,
        Err(errors) => return Ok(Answer::Invalid(ask_participant(tx.db, placed, &form, errors)?)),
    };
    if links::spend(tx, link.id, "told")? {
        giving::from_participant(tx, placed, &said)?;
    }
    Ok(Answer::Done)
}

fn from_organisation(tx: &mut Tx<'_>, link: &Link, about: &Whole, posted: &Posted) -> Result<Answer, Error> {
    let (placed, days) = (&about.placed, about.days());
    let sent = Sent::read(&posted.form)?;
    let open = placed.state == PlacementState::Agreed;
    let mut all = marks(tx.db, placed.id)?;
    let mut errors = Errors::default();
    if open {
        all.extend(&sent.marks);
        for day in days.iter().filter(|day| !all.contains_key(day)) {
            errors.add(&field(day), format!("Select whether the person came on {}", dates::weekday(*day)));
        }
    }
    let came = outcome(&days, &all) != Some(Outcome::DidNotAttend);
    let said = if came && !about.given.contains(&Side::Organisation) {
        match sent.form.parse() {
            Ok(said) => Some(said),
            Err(wrong) => {
                errors.0.extend(wrong.0);
                None
            }
        }
    } else {
        None
    };
    if !errors.is_empty() {
        return Ok(Answer::Invalid(organisation_page(tx.db, about, &sent, errors)?));
    }
    if links::spend(tx, link.id, "told")? {
        if open {
            closing::record(tx, placed, &sent.marks)?;
            closing::close(tx, placed)?;
        }
        if let Some(said) = said {
            giving::from_organisation(tx, placed, &said)?;
        }
    }
    Ok(Answer::Done)
}

impl Handler for AfterwardsLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, now: Instant) -> Result<(Page, Option<Seen>), Error> {
        let about = whole(db, link.subject_id)?;
        let side = side(db, link, &about.placed)?.ok_or(Error::NotFound)?;
        let seen = (side == Side::Organisation).then(|| Seen {
            by: Actor::Link(link.id),
            role: ReaderRole::Coordinator,
            organisation_id: Some(about.placed.organisation_id),
            page: SeenPage::Placement,
            applications: vec![about.placed.application_id],
        });
        let page = if is_done(&about, side, now.date()) {
            done_page(&about.placed, Some(side))
        } else {
            match side {
                Side::Participant => ask_participant(db, &about.placed, &ParticipantForm::default(), Errors::default())?,
                Side::Organisation => organisation_page(db, &about, &Sent::default(), Errors::default())?,
            }
        };
        Ok((page, seen))
    }

    fn outcome(&self, db: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let placed = placed_by_id(db, link.subject_id)?;
        let side = side(db, link, &placed)?;
        Ok(done_page(&placed, side))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let placed = placed_by_id(tx.db, link.subject_id)?;
        offered::hold_round(tx, placed.round_id)?;
        let about = whole(tx.db, placed.id)?;
        let side = side(tx.db, link, &about.placed)?.ok_or(Error::NotFound)?;
        if is_done(&about, side, tx.now.date()) {
            links::spend(tx, link.id, "done before")?;
            return Ok(Answer::Done);
        }
        match side {
            Side::Participant => from_participant(tx, link, &about.placed, posted),
            Side::Organisation => from_organisation(tx, link, &about, posted),
        }
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let about = whole(tx.db, link.subject_id)?;
        let Some(side) = side(tx.db, link, &about.placed)? else {
            return Ok(());
        };
        if is_done(&about, side, tx.now.date()) {
            return Ok(());
        }
        match side {
            Side::Participant => letters::to_participant(tx, &about.placed, &link.recipient),
            Side::Organisation => letters::to_coordinator(tx, &about.placed, &link.recipient),
        }
    }
}
