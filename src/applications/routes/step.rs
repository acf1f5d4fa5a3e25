//! One page per question, whatever the question is.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::super::answers::Step;
use super::super::draft::Draft;
use super::super::draft_store::Owner;
use super::super::flow::{Flow, Status};
use super::super::save::{Answered, save as save_answer};
use super::super::state::ApplicationState;
use super::super::steps::{self, Asked, Read};
use super::super::views::QuestionPage;
use super::own_draft;
use crate::auth::Applicant;
use crate::error::Error;
use crate::schools::{self, Lookup, Wanted};
use crate::tx::Actor;
use crate::web::form::{Pairs, Protected};
use crate::web::page::{Ctx, see_other};

/// Where a question was opened from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Opened {
    from: String,
}

impl Opened {
    fn check(&self) -> bool {
        self.from == "check"
    }
}

/// Asks a question.
pub async fn show(ctx: Ctx, applicant: Applicant, path: Path<(String, String)>, from: Query<Opened>) -> Result<HttpResponse, Error> {
    let (reference, step) = parts(&path)?;
    let draft = own_draft(&ctx, &Owner::from(applicant), reference).await?;
    if !is_open(&draft, step) {
        return Ok(see_other(draft.path()));
    }
    ctx.page(&page(&draft, from.check(), steps::of(step).ask(&draft)))
}

/// Saves an answer, or asks again with what is wrong.
pub async fn save(
    ctx: Ctx,
    applicant: Applicant,
    path: Path<(String, String)>,
    from: Query<Opened>,
    sent: Protected<Vec<(String, String)>>,
) -> Result<HttpResponse, Error> {
    let (reference, step) = parts(&path)?;
    let (owner, reference, from_check) = (Owner::from(applicant), reference.to_owned(), from.check());
    let mut draft = own_draft(&ctx, &owner, &reference).await?;
    if !is_open(&draft, step) {
        return Ok(see_other(draft.path()));
    }
    let form = Pairs(sent.form);
    draft.lookup = look_up(&ctx, steps::of(step).asks_register(&form)?).await?;
    let json = match steps::of(step).read(&form, &draft)? {
        Read::Answer(json) => json,
        Read::Found(asked) => return ctx.page(&page(&draft, from_check, asked)),
        Read::Wrong(asked) => return ctx.invalid(&page(&draft, from_check, asked)),
    };
    let saved = ctx.app.ledger.write_once(sent.key, Actor::Person(owner.id), move |tx| {
        let (json, from_check) = (&json, from_check);
        save_answer(tx, &owner, &reference, &Answered { step, json, from_check })
    });
    Ok(see_other(saved.await?))
}

/// What the register of schools says to a page's question, if it has one.
async fn look_up(ctx: &Ctx, wanted: Option<Wanted>) -> Result<Option<Lookup>, Error> {
    match wanted {
        Some(wanted) => ctx.app.ledger.db.read(move |db| schools::look_up(db, &wanted)).await.map(Some),
        None => Ok(None),
    }
}

fn parts(path: &(String, String)) -> Result<(&str, Step), Error> {
    Ok((&path.0, path.1.parse().map_err(|_| Error::NotFound)?))
}

/// True if the question can be answered now. Everybody else is sent to the application's page, which says what can be done.
fn is_open(draft: &Draft, step: Step) -> bool {
    let status = Flow::new(&draft.answers, &draft.placements).status(step);
    draft.application.state == ApplicationState::Draft && !matches!(status, None | Some(Status::CannotStartYet))
}

fn page(draft: &Draft, from_check: bool, asked: Asked) -> QuestionPage {
    QuestionPage {
        title: asked.title.to_owned(),
        back: if from_check {
            format!("{}/check", draft.path())
        } else {
            draft.path()
        },
        errors: asked.errors.0,
        body: asked.body,
        button: "Save and continue",
    }
}
