//! One page per question, whatever the question is.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
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
use super::typed::{Page, sign_in_first};
use crate::auth::{Applicant, NOT_SAVED, save_typed, typed_before};
use crate::error::Error;
use crate::schools::{self, Lookup, Wanted};
use crate::tx::FormKey;
use crate::web::form::{Pairs, Protected, Typed};
use crate::web::page::{Ctx, see_other};

/// What a form of any question sends.
type Sent = Protected<Vec<(String, String)>>;

/// Where a question was opened from, and an order of choices to look at before it is saved.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Opened {
    from: String,
    order: String,
}

impl Opened {
    fn check(&self) -> bool {
        self.from == "check"
    }
}

/// Asks a question.
pub async fn show(ctx: Ctx, applicant: Applicant, path: Path<(String, String)>, from: Query<Opened>) -> Result<HttpResponse, Error> {
    let (reference, step) = parts(&path)?;
    let owner = Owner::from(applicant);
    let mut draft = own_draft(&ctx, &owner, reference).await?;
    if !is_open(&draft, step) {
        return Ok(see_other(draft.path()));
    }
    if let Some(pairs) = typed_before(&ctx, owner.id, &format!("{}/{step}", draft.path())).await?
        && let Ok(page) = typed_again(&ctx, StatusCode::OK, &mut draft, (step, from.check()), &pairs).await
    {
        return Ok(page);
    }
    if step == Step::Choices {
        draft.look_at_order(&from.order);
    }
    ctx.page(&page(&draft, from.check(), steps::of(step).ask(&draft)))
}

/// Saves an answer, or asks again with what is wrong. What was typed in a session that has ended is kept, but not saved.
pub async fn save(
    ctx: Ctx,
    applicant: Result<Applicant, Error>,
    path: Path<(String, String)>,
    from: Query<Opened>,
    sent: Result<Sent, Error>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let at = Page {
        reference: path.0.clone(),
        name: path.1.clone(),
        from_check: from.check(),
    };
    match (applicant, sent) {
        (Ok(applicant), Ok(sent)) => take(&ctx, applicant.into(), at, sent).await,
        (Ok(applicant), Err(Error::Forbidden)) => ask_again(&ctx, &applicant.into(), &at, typed).await,
        (Err(Error::SignInRequired), _) => {
            let typed = if step_of(&at.name).is_ok() { typed } else { Typed::default() };
            sign_in_first(&ctx, &at, typed).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

async fn take(ctx: &Ctx, owner: Owner, at: Page, sent: Sent) -> Result<HttpResponse, Error> {
    let step = step_of(&at.name)?;
    let mut draft = own_draft(ctx, &owner, &at.reference).await?;
    if !is_open(&draft, step) {
        return Ok(see_other(draft.path()));
    }
    let form = Pairs(sent.form);
    draft.lookup = look_up(ctx, steps::of(step).asks_register(&form)?).await?;
    match steps::of(step).read(&form, &draft)? {
        Read::Answer(json) => keep(ctx, owner, at, (step, json), sent.key).await,
        Read::Found(asked) => ctx.page(&page(&draft, at.from_check, asked)),
        Read::Wrong(asked) => ctx.invalid(&page(&draft, at.from_check, asked)),
    }
}

/// Saves an answer that is right; answers with the page that comes next.
async fn keep(ctx: &Ctx, owner: Owner, at: Page, (step, json): (Step, String), key: FormKey) -> Result<HttpResponse, Error> {
    let (path, person_id) = (at.path(), owner.id);
    let saved = save_typed(ctx, &path, person_id, key, move |tx| {
        let answered = Answered {
            step,
            json: &json,
            from_check: at.from_check,
        };
        save_answer(tx, &owner, &at.reference, &answered)
    });
    Ok(see_other(saved.await?))
}

/// The form comes from an earlier session of this browser, and its owner has signed in again since: the page once more, with what was typed.
async fn ask_again(ctx: &Ctx, owner: &Owner, at: &Page, typed: Typed) -> Result<HttpResponse, Error> {
    let pairs = typed.0.ok_or(Error::Forbidden)?;
    let step = step_of(&at.name)?;
    let mut draft = own_draft(ctx, owner, &at.reference).await?;
    if !is_open(&draft, step) {
        return Ok(see_other(draft.path()));
    }
    typed_again(ctx, StatusCode::FORBIDDEN, &mut draft, (step, at.from_check), &pairs).await
}

/// The page of a question with what was typed before, which is not saved.
async fn typed_again(
    ctx: &Ctx,
    status: StatusCode,
    draft: &mut Draft,
    (step, from_check): (Step, bool),
    typed: &Pairs,
) -> Result<HttpResponse, Error> {
    draft.lookup = look_up(ctx, steps::of(step).asks_register(typed)?).await?;
    let asked = steps::of(step).again(typed, draft)?;
    ctx.page_saying(status, &page(draft, from_check, asked), NOT_SAVED)
}

fn step_of(name: &str) -> Result<Step, Error> {
    let step: Step = name.parse().map_err(|_| Error::NotFound)?;
    // What is asked after an offer has a page of its own.
    if step == Step::EmergencyContact {
        Err(Error::NotFound)
    } else {
        Ok(step)
    }
}

/// What the register of schools says to a page's question, if it has one.
async fn look_up(ctx: &Ctx, wanted: Option<Wanted>) -> Result<Option<Lookup>, Error> {
    match wanted {
        Some(wanted) => ctx.app.ledger.db.read(move |db| schools::look_up(db, &wanted)).await.map(Some),
        None => Ok(None),
    }
}

fn parts(path: &(String, String)) -> Result<(&str, Step), Error> {
    Ok((&path.0, step_of(&path.1)?))
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
