//! One page per question, whatever the question is.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::super::answers::Step;
use super::super::draft::Draft;
use super::super::save::{Answered, save as save_answer};
use super::super::steps::{self, Read};
use super::super::store::organisations;
use super::super::views::QuestionPage;
use super::own_draft;
use crate::auth::Applicant;
use crate::error::Error;
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
pub async fn show(ctx: Ctx, viewer: Applicant, path: Path<(String, String)>, from: Query<Opened>) -> Result<HttpResponse, Error> {
    let step = step_of(&path.1)?;
    let draft = own_draft(&ctx, viewer.id, &path.0).await?;
    if !is_open(&draft, &step)? {
        return Ok(see_other(draft.signing.path()));
    }
    ctx.page(&QuestionPage::new(&draft, from.check(), steps::of(&step).ask(&draft)))
}

/// Saves an answer, or asks again with what is wrong.
pub async fn save(
    ctx: Ctx,
    viewer: Applicant,
    path: Path<(String, String)>,
    from: Query<Opened>,
    sent: Protected<Vec<(String, String)>>,
) -> Result<HttpResponse, Error> {
    let (reference, from_check) = (path.0.clone(), from.check());
    let step = step_of(&path.1)?;
    let mut draft = own_draft(&ctx, viewer.id, &reference).await?;
    if !is_open(&draft, &step)? {
        return Ok(see_other(draft.signing.path()));
    }
    let form = Pairs(sent.form);
    look_up(&ctx, &mut draft, &step, &form).await?;
    let json = match read(&step, &form, &draft)? {
        Read::Answer(json) => json,
        Read::Found(asked) => return ctx.page(&QuestionPage::new(&draft, from_check, asked)),
        Read::Wrong(asked) => return ctx.invalid(&QuestionPage::new(&draft, from_check, asked)),
    };
    let answered = Answered { step, json, from_check };
    let act = move |tx: &mut crate::tx::Tx<'_>| save_answer(tx, viewer.id, &reference, &answered);
    let next = ctx.app.ledger.write_once(sent.key, Actor::Person(viewer.id), act);
    Ok(see_other(next.await?))
}

fn read(step: &Step, form: &Pairs, draft: &Draft) -> Result<Read, Error> {
    // Names and addresses of hidden fields are not part of the form.
    let own = Pairs(form.own().cloned().collect());
    steps::of(step).read(&own, draft)
}

/// Finds the organisations that the page of a question lists.
async fn look_up(ctx: &Ctx, draft: &mut Draft, step: &Step, form: &Pairs) -> Result<(), Error> {
    let own = Pairs(form.own().cloned().collect());
    if let Some(words) = steps::of(step).looks_for(&own)? {
        let today = draft.today;
        let search = ctx.app.ledger.db.read(move |db| organisations::search(db, &words, today));
        draft.found = search.await?;
    }
    Ok(())
}

fn step_of(name: &str) -> Result<Step, Error> {
    name.parse().map_err(|_| Error::NotFound)
}

/// True if the question can be answered now. What was sent has a page that says where it stands.
fn is_open(draft: &Draft, step: &Step) -> Result<bool, Error> {
    if !draft.is_open() {
        return Ok(false);
    }
    if draft.asks(step) { Ok(true) } else { Err(Error::NotFound) }
}
