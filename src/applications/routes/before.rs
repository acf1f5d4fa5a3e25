//! Before there is a draft: what the placement is, and whether somebody can have it.

use actix_web::HttpResponse;
use actix_web::web::Path;
use time::{Date, Duration};

use super::super::draft::Window;
use super::super::forms::can_i::{BORN, CanI, CanIForm};
use super::super::forms::date;
use super::super::possible::{Bar, bar};
use super::super::steps::paragraph;
use super::super::views::{Before, Line, NotPossible, QuestionPage};
use crate::dates;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::opportunities::{self, Applying, Listing, Opportunity, Page, Round};
use crate::placements;
use crate::web::components::{DateInput, Heading, Html, Legend, Radios, Size};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// The session's key for a date of birth that was told before there was a draft; taken out when the draft begins.
pub const KNOWN_BIRTH: &str = "born";
/// How many other placements are shown.
const OTHERS: usize = 5;
/// How many placements are looked through for them.
const LOOKED_AT: usize = 200;
/// From how many days before the placement's first day on they are looked for.
const AROUND: i64 = 28;

/// Before you start; where somebody cannot apply now, why, and what else is open.
pub async fn show(ctx: Ctx, slug: Path<String>) -> Result<HttpResponse, Error> {
    let (now, listing) = (ctx.app.ledger.clock.now(), ctx.app.listing.clone());
    ctx.load_page(move |db| {
        let (placement, round) = find(db, &slug)?;
        let standing = standing(&placement, &round, now);
        let others = match standing {
            Applying::Until(_) => Vec::new(),
            _ => near(db, &listing, &placement, now, |other| bar(other, None).is_none())?,
        };
        Ok(Before {
            full: bar(&placement, None) == Some(Bar::Full),
            window: window(&round),
            placement,
            standing,
            others,
        })
    })
    .await
}

/// Can I apply?
pub async fn can_i(ctx: Ctx, slug: Path<String>) -> Result<HttpResponse, Error> {
    let Some(placement) = open_placement(&ctx, &slug).await? else {
        return Ok(see_other(format!("/apply/{slug}")));
    };
    let born: Option<Date> = ctx.session.get(KNOWN_BIRTH).map_err(Error::internal)?;
    let form = born.map_or_else(CanIForm::default, CanIForm::born);
    ctx.page(&question(&placement, &form, Errors::default()))
}

/// Says at once if the placement cannot be had; otherwise goes on to the email address, or to the draft for whoever is signed in.
pub async fn answer(ctx: Ctx, slug: Path<String>, sent: Protected<CanIForm>) -> Result<HttpResponse, Error> {
    let Some(placement) = open_placement(&ctx, &slug).await? else {
        return Ok(see_other(format!("/apply/{slug}")));
    };
    let now = ctx.app.ledger.clock.now();
    let told = match sent.form.read(now.date()) {
        Ok(told) => told,
        Err(errors) => return ctx.invalid(&question(&placement, &sent.form, errors)),
    };
    let person = ctx.viewer.as_ref().map(|viewer| viewer.id);
    let why = why_not(&ctx, person, &placement, told).await?;
    if !why.is_empty() {
        ctx.session.remove(KNOWN_BIRTH);
        let listing = ctx.app.listing.clone();
        let refuse = move |db: &mut AnyConnection| {
            let others = near(db, &listing, &placement, now, |other| told.fits(&placement, other))?;
            Ok(not_possible(&placement, why, others))
        };
        return ctx.load_page(refuse).await;
    }
    ctx.session.insert(KNOWN_BIRTH, told.born).map_err(Error::internal)?;
    match person {
        Some(person) => super::entry::begin_for(&ctx, person, &slug).await,
        None => Ok(see_other(format!("/apply/{slug}/email"))),
    }
}

/// The placement at an address with its round.
pub fn find(db: &mut AnyConnection, slug: &str) -> Result<(Opportunity, Round), Error> {
    let placement = opportunities::by_slug(db, slug)?;
    let round = opportunities::round_by_id(db, placement.round_id)?;
    Ok((placement, round))
}

/// Whether somebody can apply for the placement at `now`: a full one is as good as closed.
fn standing(placement: &Opportunity, round: &Round, now: Instant) -> Applying {
    match (opportunities::applying(placement, round, now), bar(placement, None)) {
        (Applying::Until(_), Some(_)) => Applying::Over,
        (standing, _) => standing,
    }
}

/// True if somebody can apply for the placement at `now`.
pub fn takes(placement: &Opportunity, round: &Round, now: Instant) -> bool {
    matches!(standing(placement, round, now), Applying::Until(_))
}

/// The placement, if somebody can apply for it now.
pub async fn open_placement(ctx: &Ctx, slug: &str) -> Result<Option<Opportunity>, Error> {
    let (slug, now) = (slug.to_owned(), ctx.app.ledger.clock.now());
    let found = ctx.app.ledger.db.read(move |db| find(db, &slug)).await?;
    Ok(Some(found)
        .filter(|(placement, round)| takes(placement, round, now))
        .map(|(placement, _)| placement))
}

fn window(round: &Round) -> Window {
    Window {
        name: round.name.clone(),
        phase: round.state.phase(),
        opens_at: round.opens_at,
        closes_at: round.closes_at,
        policy: round.policy.sha256.clone(),
    }
}

fn question(placement: &Opportunity, form: &CanIForm, errors: Errors) -> QuestionPage {
    let (message, wrong) = date::error(BORN, form.parts(), &errors);
    let days = dates::days(placement.first_day, placement.last_day);
    let born = DateInput::new(BORN, Legend::new("What is your date of birth?").size(Size::M))
        .hint("For example, 27 3 2007")
        .values(&form.date_of_birth_day, &form.date_of_birth_month, &form.date_of_birth_year)
        .error(message, wrong)
        .birthday();
    let can_come = Radios::new(
        "can-come",
        Legend::new(format!("Can you come to {}, {days}?", placement.town)).size(Size::M),
    )
    .hint("If you cannot come on every day, say yes and tell us later")
    .checked(&form.can_come)
    .error(errors.get("can-come"))
    .yes_no();
    let other = Radios::new(
        "other-placement",
        Legend::new(format!(
            "Have you had a placement through this service in {year}, or do you have one?",
            year = placement.first_day.year()
        ))
        .size(Size::M),
    )
    .hint("Say no if you gave it back")
    .checked(&form.other_placement)
    .error(errors.get("other-placement"))
    .yes_no();
    let heading = Heading::new("Check that you can apply").size(Size::L).level(1);
    QuestionPage {
        title: "Check that you can apply".to_owned(),
        back: format!("/apply/{}", placement.slug),
        body: Html::join([
            Html::of(heading),
            paragraph(format!("You apply for {}.", placement.title)),
            Html::of(born),
            Html::of(can_come),
            Html::of(other),
        ]),
        errors: errors.0,
        button: "Continue",
    }
}

/// Why somebody cannot have the placement; nothing if they can. What we know of whoever is signed in counts as if they had said it.
async fn why_not(ctx: &Ctx, person: Option<i64>, placement: &Opportunity, told: CanI) -> Result<Vec<String>, Error> {
    let year = placement.first_day.year();
    let known = match person {
        Some(person) => {
            let years = ctx.app.ledger.db.read(move |db| placements::years_of(db, person, None));
            years.await?.contains(&year)
        }
        None => false,
    };
    let away = (!told.can_come).then(|| {
        format!(
            "You told us that you cannot come, {}.",
            dates::days(placement.first_day, placement.last_day)
        )
    });
    let other = (told.other_placement || known).then(|| format!("You can have 1 placement in a year, and you have one in {year}."));
    let barred = bar(placement, Some(told.born)).map(Bar::words);
    Ok(barred.into_iter().chain(away).chain(other).collect())
}

fn not_possible(placement: &Opportunity, why: Vec<String>, others: Vec<Line>) -> NotPossible {
    NotPossible {
        back: format!("/apply/{}/check", placement.slug),
        title: placement.title.clone(),
        why,
        others,
    }
}

impl CanI {
    /// True if another placement would be possible after what was told about this one.
    fn fits(self, placement: &Opportunity, other: &Opportunity) -> bool {
        let same_year = self.other_placement && other.first_day.year() == placement.first_day.year();
        bar(other, Some(self.born)).is_none() && !same_year
    }
}

/// Other placements that are open and fit, those with the nearest first days, by first day.
fn near(
    db: &mut AnyConnection,
    listing: &Listing,
    placement: &Opportunity,
    now: Instant,
    fits: impl Fn(&Opportunity) -> bool,
) -> Result<Vec<Line>, Error> {
    let from = placement.first_day.saturating_sub(Duration::days(AROUND));
    let mut open = |after: Option<(Date, i64)>| {
        let page = Page { after, size: LOOKED_AT };
        opportunities::soonest(db, listing, None, now, page)
    };
    let mut listed = open(Some((from, 0)))?;
    if listed.len() <= OTHERS {
        listed = open(None)?;
    }
    let mut found: Vec<Opportunity> = listed.into_iter().map(|listed| listed.opportunity).collect();
    found.retain(|other| other.id != placement.id && fits(other));
    found.sort_by_key(|other| ((other.first_day - placement.first_day).abs(), other.id));
    found.truncate(OTHERS);
    found.sort_by_key(|other| (other.first_day, other.id));
    Ok(found.iter().map(Line::of).collect())
}
