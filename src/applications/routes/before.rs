//! Before there is a draft: what the placement is, and whether somebody can have it.

use actix_web::HttpResponse;
use actix_web::web::Path;
use time::Date;

use super::super::draft::Window;
use super::super::forms::can_i::{BORN, CanI, CanIForm};
use super::super::forms::date;
use super::super::possible::{Bar, bar};
use super::super::steps::paragraph;
use super::super::views::{Before, Line, NotPossible, QuestionPage};
use crate::dates;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::opportunities::{self, Opportunity, OpportunityState, Round};
use crate::web::components::{DateInput, Heading, Html, Legend, Radios, Size};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// The session's key for a date of birth that was told before there was a draft; taken out when the draft begins.
pub const KNOWN_BIRTH: &str = "born";
/// How many other placements are shown.
const OTHERS: usize = 5;
/// How many placements are looked through for them.
const LOOKED_AT: i64 = 50;

/// Before you start.
pub async fn show(ctx: Ctx, slug: Path<String>) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| {
        let (placement, round) = find(db, &slug)?;
        let window = window(&round);
        Ok(Before {
            open: takes(&placement, &round, now),
            early: placement.state == OpportunityState::Published && now < window.opens_at,
            placement,
            window,
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
    let why = reasons(&placement, told);
    if !why.is_empty() {
        ctx.session.remove(KNOWN_BIRTH);
        return ctx.load_page(move |db| not_possible(db, &placement, told, why, now)).await;
    }
    ctx.session.insert(KNOWN_BIRTH, told.born).map_err(Error::internal)?;
    match ctx.viewer.as_ref().map(|viewer| viewer.id) {
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

/// True if somebody can apply for the placement at `now`.
pub fn takes(placement: &Opportunity, round: &Round, now: Instant) -> bool {
    placement.state == OpportunityState::Published && round.takes_applications(now)
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
    }
}

fn question(placement: &Opportunity, form: &CanIForm, errors: Errors) -> QuestionPage {
    let (message, wrong) = date::error(BORN, &errors);
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
    let heading = Heading::new("Check that you can apply").size(Size::L).level(1);
    QuestionPage {
        title: "Check that you can apply".to_owned(),
        back: format!("/apply/{}", placement.slug),
        body: Html::join([
            Html::of(heading),
            paragraph(format!("You apply for {}.", placement.title)),
            Html::of(born),
            Html::of(can_come),
        ]),
        errors: errors.0,
        button: "Continue",
    }
}

/// Why somebody cannot have the placement; nothing if they can.
fn reasons(placement: &Opportunity, told: CanI) -> Vec<String> {
    let away = (!told.can_come).then(|| {
        format!(
            "You told us that you cannot come, {}.",
            dates::days(placement.first_day, placement.last_day)
        )
    });
    bar(placement, Some(told.born)).map(Bar::words).into_iter().chain(away).collect()
}

fn not_possible(db: &mut AnyConnection, placement: &Opportunity, told: CanI, why: Vec<String>, now: Instant) -> Result<NotPossible, Error> {
    let open = opportunities::open_page(db, now, None, LOOKED_AT)?;
    let fits = |other: &&Opportunity| other.id != placement.id && bar(other, Some(told.born)).is_none();
    Ok(NotPossible {
        back: format!("/apply/{}/check", placement.slug),
        title: placement.title.clone(),
        why,
        others: open.iter().filter(fits).take(OTHERS).map(Line::of).collect(),
    })
}
