//! Whom to call in an emergency: a task of an application whose placement is agreed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::super::answers::Step;
use super::super::draft::Draft;
use super::super::draft_store::{self, Owner, put_while};
use super::super::state::ApplicationState;
use super::super::steps::{self, Asked, Read};
use super::super::views::QuestionPage;
use super::typed::{Page, sign_in_first};
use super::{Reference, own_draft};
use crate::auth::{Applicant, NOT_SAVED, save_typed, typed_before};
use crate::error::Error;
use crate::tx::{FormKey, Tx};
use crate::web::form::{Pairs, Protected, Typed};
use crate::web::page::{Ctx, see_other};

const STEP: Step = Step::EmergencyContact;

fn at(reference: &str) -> Page {
    Page {
        reference: reference.to_owned(),
        name: STEP.to_string(),
        from_check: false,
    }
}

/// The viewer's own application, if its placement is agreed. Everybody else is sent to the application's page.
async fn placed(ctx: &Ctx, owner: &Owner, reference: &str) -> Result<Result<Draft, HttpResponse>, Error> {
    let draft = own_draft(ctx, owner, reference).await?;
    if draft.application.state == ApplicationState::Placed {
        Ok(Ok(draft))
    } else {
        Ok(Err(see_other(draft.path())))
    }
}

/// Asks, with what was answered before.
pub async fn show(ctx: Ctx, applicant: Applicant, reference: Reference) -> Result<HttpResponse, Error> {
    let owner = Owner::from(applicant);
    let draft = match placed(&ctx, &owner, &reference).await? {
        Ok(draft) => draft,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if let Some(pairs) = typed_before(&ctx, owner.id, &at(&reference).path()).await?
        && let Ok(asked) = steps::of(STEP).again(&pairs, &draft)
    {
        return ctx.page_saying(StatusCode::OK, &page(&draft, asked), NOT_SAVED);
    }
    ctx.page(&page(&draft, steps::of(STEP).ask(&draft)))
}

/// Saves the contact, or asks again with what is wrong. What was typed in a session that has ended is kept, but not saved.
pub async fn save(
    ctx: Ctx,
    applicant: Result<Applicant, Error>,
    reference: Reference,
    sent: Result<Protected<Vec<(String, String)>>, Error>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let owner = match applicant {
        Ok(applicant) => Owner::from(applicant),
        Err(Error::SignInRequired) => return sign_in_first(&ctx, &at(&reference), typed).await,
        Err(error) => return Err(error),
    };
    let draft = match placed(&ctx, &owner, &reference).await? {
        Ok(draft) => draft,
        Err(elsewhere) => return Ok(elsewhere),
    };
    match (sent, typed.0) {
        (Ok(sent), _) => take(&ctx, owner, draft, sent).await,
        (Err(Error::Forbidden), Some(pairs)) => {
            let asked = steps::of(STEP).again(&pairs, &draft)?;
            ctx.page_saying(StatusCode::FORBIDDEN, &page(&draft, asked), NOT_SAVED)
        }
        (Err(error), _) => Err(error),
    }
}

async fn take(ctx: &Ctx, owner: Owner, draft: Draft, sent: Protected<Vec<(String, String)>>) -> Result<HttpResponse, Error> {
    match steps::of(STEP).read(&Pairs(sent.form), &draft)? {
        Read::Answer(json) => keep(ctx, owner, draft, json, sent.key).await,
        Read::Found(asked) => ctx.page(&page(&draft, asked)),
        Read::Wrong(asked) => ctx.invalid(&page(&draft, asked)),
    }
}

async fn keep(ctx: &Ctx, owner: Owner, draft: Draft, json: String, key: FormKey) -> Result<HttpResponse, Error> {
    let (page, person_id, path) = (at(&draft.application.reference).path(), owner.id, draft.path());
    let save = move |tx: &mut Tx<'_>| {
        let application = draft_store::own(tx.db, owner.id, &draft.application.reference)?;
        put_while(tx, application.id, ApplicationState::Placed, STEP, &json)?;
        Ok(path)
    };
    let to = save_typed(ctx, &page, person_id, key, save).await?;
    ctx.flash(true, "We have saved your emergency contact.")?;
    Ok(see_other(to))
}

fn page(draft: &Draft, asked: Asked) -> QuestionPage {
    QuestionPage {
        title: asked.title.to_owned(),
        back: draft.path(),
        errors: asked.errors.0,
        body: asked.body,
        button: "Save and continue",
    }
}
