//! Handlers of the page of one proposal. What belongs to another organisation is not found.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use crate::audit::{ReaderRole, Seen, SeenPage};
use crate::auth::Coordinator;
use crate::db::{AnyConnection, Instant};
use crate::decisions::acting::{By, act};
use crate::decisions::decide::passing;
use crate::decisions::forms::DecisionForm;
use crate::decisions::model::{Act, Proposal};
use crate::decisions::store::{self, Case};
use crate::decisions::views::{DecidedPage, HandedOnPage, ProposalPage, Reader};
use crate::error::Error;
use crate::links::Page;
use crate::rounds::ProposalState;
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// The proposal with this reference, if it belongs to the viewer.
fn own(db: &mut AnyConnection, viewer: &Coordinator, reference: &str) -> Result<Proposal, Error> {
    let proposal = store::by_ref(db, reference)?;
    viewer.may_have(proposal.organisation_id, "proposal", proposal.id)?;
    Ok(proposal)
}

/// The page of the proposal with this reference, with its status, and whose data it shows; with errors it is the same page again.
fn load(
    db: &mut AnyConnection,
    viewer: &Coordinator,
    reference: &str,
    now: Instant,
    form: &DecisionForm,
    errors: Errors,
) -> Result<((StatusCode, Page), Option<Seen>), Error> {
    let case = store::case(db, reference, Some(viewer.id))?;
    let proposal = &case.proposal;
    viewer.may_have(proposal.organisation_id, "proposal", proposal.id)?;
    let actor = Actor::Person(viewer.id);
    if case.known {
        let page: Page = Box::new(HandedOnPage::load(db, proposal)?);
        return Ok(((StatusCode::FORBIDDEN, page), None));
    }
    let seen = |page| Seen {
        by: actor,
        role: ReaderRole::Coordinator,
        organisation_id: Some(proposal.organisation_id),
        page,
        applications: vec![proposal.application_id],
    };
    if proposal.state == ProposalState::Open {
        let reader = Reader {
            actor,
            person_id: viewer.id,
            back: "/coordinate",
        };
        let wrong = !errors.is_empty();
        let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let page: Page = Box::new(ProposalPage::load(db, proposal, &reader, now, form, errors)?);
        return Ok(((status, page), Some(seen(SeenPage::Proposal))));
    }
    let page = DecidedPage::load(db, &case, true)?;
    let seen = page.names_the_person().then(|| seen(SeenPage::Agreed));
    let page: Page = Box::new(page);
    Ok(((StatusCode::OK, page), seen))
}

/// Shows one proposal, or what was decided.
pub async fn show(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    again(&ctx, viewer, reference.into_inner(), DecisionForm::default(), Errors::default()).await
}

async fn again(ctx: &Ctx, viewer: Coordinator, reference: String, form: DecisionForm, errors: Errors) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    let read = move |db: &mut AnyConnection| load(db, &viewer, &reference, now, &form, errors);
    let (status, page) = ctx.read_seen(read).await?;
    ctx.page_with(status, page.as_ref())
}

/// Shows the name, hands the proposal on, or takes the decision.
pub async fn answer(ctx: Ctx, viewer: Coordinator, reference: Path<String>, sent: Protected<DecisionForm>) -> Result<HttpResponse, Error> {
    let reference = reference.into_inner();
    let what = match sent.form.parse() {
        Ok(what) => what,
        Err(errors) => return again(&ctx, viewer, reference, sent.form, errors).await,
    };
    let (by, asking, asked) = (By::coordinator(viewer.id), viewer.clone(), reference.clone());
    let write = move |tx: &mut Tx<'_>| {
        // Read again: a role may have been taken away since the request began.
        let viewer = viewer.again(tx.db)?;
        let proposal = own(tx.db, &viewer, &reference)?;
        act(tx, &proposal, what, by)?;
        Ok(proposal.path())
    };
    match ctx.app.ledger.write_once(sent.key, Actor::Person(by.person_id), write).await {
        Ok(location) => Ok(see_other(location)),
        Err(error) => {
            if needs_reason(&ctx, &asking, &asked, what, &error).await? {
                again(&ctx, asking, asked, sent.form, ProposalPage::reason_needed()).await
            } else {
                Err(error)
            }
        }
    }
}

/// True if something was not done because somebody above waits, perhaps since the page was opened, and it was not said why this one comes first.
async fn needs_reason(ctx: &Ctx, viewer: &Coordinator, reference: &str, what: Act, error: &Error) -> Result<bool, Error> {
    let (Error::Conflict(_), Act::Decide(ruling)) = (error, what) else {
        return Ok(false);
    };
    let (viewer, reference, today) = (viewer.clone(), reference.to_owned(), ctx.app.ledger.clock.now().date());
    let look = move |db: &mut AnyConnection| {
        let Case { proposal, known, .. } = store::case(db, &reference, Some(viewer.id))?;
        viewer.may_have(proposal.organisation_id, "proposal", proposal.id)?;
        let open = proposal.state == ProposalState::Open && !known;
        Ok(open && passing(db, &proposal, ruling.passing, Some(viewer.id), today)?.is_err())
    };
    ctx.app.ledger.db.read(look).await
}
