//! Handlers: the questions after an application was sent, and the figures of the national team.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;

use super::answers::{Posted, keep};
use super::store;
use super::views::{AskPage, FiguresPage, QuestionsPage};
use crate::applications::{self, Owner};
use crate::auth::{Applicant, National};
use crate::error::Error;
use crate::tx::Actor;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// Whether somebody wants to answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChooseForm {
    answer: String,
}

fn sent_path(reference: &str) -> String {
    format!("/applications/{reference}/submitted")
}

/// The age of the applicant, if the questions are open to them: the application was sent, and they are not done with the questions.
async fn open_to(ctx: &Ctx, owner: &Owner, reference: &str) -> Result<Option<i32>, Error> {
    let (id, reference, today) = (owner.id, reference.to_owned(), ctx.app.ledger.clock.now().date());
    let age = ctx.app.ledger.db.read(move |db| {
        let application = applications::own(db, id, &reference)?;
        if application.submitted_at.is_none() || applications::is_done_with_equality(db, application.id)? {
            return Ok(None);
        }
        applications::age_of(db, application.id, today).map(Some)
    });
    age.await
}

/// Says that the application is there, and asks whether to answer the questions.
pub async fn ask(ctx: Ctx, applicant: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    if open_to(&ctx, &applicant.into(), &reference).await?.is_none() {
        return Ok(see_other(sent_path(&reference)));
    }
    ctx.page(&AskPage::new(&reference, Errors::default()))
}

/// Goes on to the questions, or past them. Nothing is written: whoever says no can come back.
pub async fn choose(ctx: Ctx, applicant: Applicant, reference: Path<String>, sent: Protected<ChooseForm>) -> Result<HttpResponse, Error> {
    if open_to(&ctx, &applicant.into(), &reference).await?.is_none() {
        return Ok(see_other(sent_path(&reference)));
    }
    match sent.form.answer.as_str() {
        "yes" => Ok(see_other(format!("/applications/{reference}/equality/questions"))),
        "no" => Ok(see_other(sent_path(&reference))),
        _ => {
            let mut errors = Errors::default();
            errors.add("answer", "Select yes if you want to answer the equality questions");
            ctx.invalid(&AskPage::new(&reference, errors))
        }
    }
}

/// The questions.
pub async fn questions(ctx: Ctx, applicant: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    match open_to(&ctx, &applicant.into(), &reference).await? {
        Some(age) => ctx.page(&QuestionsPage::new(&reference, age)),
        None => Ok(see_other(sent_path(&reference))),
    }
}

/// Keeps the answers.
pub async fn answer(ctx: Ctx, applicant: Applicant, reference: Path<String>, sent: Protected<Posted>) -> Result<HttpResponse, Error> {
    let owner = Owner::from(applicant);
    let person = Actor::Person(owner.id);
    let done = ctx.app.ledger.write_once(sent.key, person, move |tx| {
        keep(tx, &owner, &reference, &sent.form)?;
        Ok(sent_path(&reference))
    });
    let to = done.await?;
    ctx.flash(true, "Thank you. Your answers are kept apart from your application.")?;
    Ok(see_other(to))
}

/// The newest year that has figures.
pub async fn latest(ctx: Ctx, _viewer: National) -> Result<HttpResponse, Error> {
    ctx.load_page(|db| {
        let years = store::years(db)?;
        FiguresPage::load(db, years.first().copied(), &years)
    })
    .await
}

/// The figures of a year.
pub async fn of_year(ctx: Ctx, _viewer: National, year: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let years = store::years(db)?;
        let year = year.parse().ok().filter(|year| years.contains(year)).ok_or(Error::NotFound)?;
        FiguresPage::load(db, Some(year), &years)
    })
    .await
}
