//! One page per question, whatever the question is.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::super::answers::Step;
use super::super::draft::Draft;
use super::super::save::{Answered, save as save_answer};
use super::super::steps::{self, Read};
use super::super::store::{organisations, signings};
use super::super::views::QuestionPage;
use super::own_draft;
use crate::auth::{Applicant, FormPage, NOT_SAVED, save_typed, sign_in_first, typed_before};
use crate::error::Error;
use crate::tx::Tx;
use crate::web::form::{Pairs, Protected, Typed};
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
    let mut draft = own_draft(&ctx, viewer.id, &path.0).await?;
    if !is_open(&draft, &step)? {
        return Ok(see_other(draft.signing.path()));
    }
    let at = format!("{}/{step}", draft.signing.path());
    if let Some(pairs) = typed_before(&ctx, viewer.id, &at).await?
        && let Ok(page) = typed_again(&ctx, StatusCode::OK, &mut draft, (&step, from.check()), &pairs).await
    {
        return Ok(page);
    }
    ctx.page(&QuestionPage::new(&draft, from.check(), steps::of(&step).ask(&draft)))
}

/// Saves an answer, or asks again with what is wrong. What was typed in a session that has ended is kept, but not saved.
pub async fn save(
    ctx: Ctx,
    viewer: Result<Applicant, Error>,
    path: Path<(String, String)>,
    from: Query<Opened>,
    sent: Result<Sent, Error>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let at = At {
        reference: path.0.clone(),
        name: path.1.clone(),
        from_check: from.check(),
    };
    match (viewer, sent) {
        (Ok(viewer), Ok(sent)) => take(&ctx, viewer.id, at, sent).await,
        (Ok(viewer), Err(Error::Forbidden)) => ask_again(&ctx, viewer.id, &at, typed).await,
        (Err(Error::SignInRequired), _) => {
            let typed = if step_of(&at.name).is_ok() { typed } else { Typed::default() };
            let (page, reference) = (at.page(), at.reference);
            sign_in_first(&ctx, &page, typed, move |tx| Ok(signings::by_ref(tx.db, &reference)?.started_by)).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// What a form of any question sends.
type Sent = Protected<Vec<(String, String)>>;

/// Which question of which signing.
struct At {
    reference: String,
    name: String,
    from_check: bool,
}

impl At {
    fn page(&self) -> FormPage {
        FormPage {
            path: format!("/pledge/{}/{}", self.reference, self.name),
            from_check: self.from_check,
        }
    }
}

async fn take(ctx: &Ctx, person_id: i64, at: At, sent: Sent) -> Result<HttpResponse, Error> {
    let step = step_of(&at.name)?;
    let mut draft = own_draft(ctx, person_id, &at.reference).await?;
    if !is_open(&draft, &step)? {
        return Ok(see_other(draft.signing.path()));
    }
    let form = Pairs(sent.form);
    look_up(ctx, &mut draft, &step, &form).await?;
    let json = match read(&step, &form, &draft)? {
        Read::Answer(json) => json,
        Read::Found(asked) => return ctx.page(&QuestionPage::new(&draft, at.from_check, asked)),
        Read::Wrong(asked) => return ctx.invalid(&QuestionPage::new(&draft, at.from_check, asked)),
    };
    let answered = Answered {
        step,
        json,
        from_check: at.from_check,
    };
    let (page, reference) = (at.page().path, at.reference);
    let save = move |tx: &mut Tx<'_>| save_answer(tx, person_id, &reference, &answered);
    Ok(see_other(save_typed(ctx, &page, person_id, sent.key, save).await?))
}

/// The form comes from an earlier session of this browser, and its owner has signed in again since: the page once more, with what was typed.
async fn ask_again(ctx: &Ctx, person_id: i64, at: &At, typed: Typed) -> Result<HttpResponse, Error> {
    let pairs = typed.0.ok_or(Error::Forbidden)?;
    let step = step_of(&at.name)?;
    let mut draft = own_draft(ctx, person_id, &at.reference).await?;
    if !is_open(&draft, &step)? {
        return Ok(see_other(draft.signing.path()));
    }
    typed_again(ctx, StatusCode::FORBIDDEN, &mut draft, (&step, at.from_check), &pairs).await
}

/// The page of a question with what was typed before, which is not saved.
async fn typed_again(
    ctx: &Ctx,
    status: StatusCode,
    draft: &mut Draft,
    (step, from_check): (&Step, bool),
    typed: &Pairs,
) -> Result<HttpResponse, Error> {
    look_up(ctx, draft, step, typed).await?;
    let asked = steps::of(step).again(&Pairs(typed.own().cloned().collect()), draft)?;
    ctx.page_saying(status, &QuestionPage::new(draft, from_check, asked), NOT_SAVED)
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
