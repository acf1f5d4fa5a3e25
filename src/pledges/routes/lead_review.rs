//! The area's lead reads a yearly review. What belongs to another area is not found.

use actix_web::HttpResponse;

use super::super::commitment::Commitment;
use super::super::forms::SayForm;
use super::super::model::{Organisation, Pledge};
use super::super::review::{Review, ReviewState};
use super::super::reviewing::answer_review;
use super::super::store::{organisations, promises, reviews};
use super::super::views::{ReadReviewPage, ReviewedPage, facts};
use super::Reference;
use crate::auth::AreaLead;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::Page;
use crate::tx::Actor;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// A pledge with its words, whose it is, and its last review.
type Reviewed = (Pledge, Commitment, Organisation, Review);

/// The last review of the pledge with this reference, if it is of one of the viewer's areas.
fn own(db: &mut AnyConnection, viewer: &AreaLead, reference: &str, now: Instant) -> Result<Reviewed, Error> {
    let known = reviews::of_pledge(db, reference, now.date())?;
    let not_yours = Error::NotYours {
        kind: "pledge",
        id: known.pledge.id,
        by: viewer.id,
    };
    let Some(organisation) = known.organisation else {
        return Err(not_yours);
    };
    if !organisations::is_in(db, &organisation, &viewer.areas)? {
        return Err(not_yours);
    }
    let review = known.review.ok_or(Error::NotFound)?;
    Ok((known.pledge, known.text, organisation, review))
}

fn page(db: &mut AnyConnection, viewer: &AreaLead, reference: &str, now: Instant, form: (&SayForm, Errors)) -> Result<Page, Error> {
    let (pledge, text, organisation, review) = own(db, viewer, reference, now)?;
    match (&review.answers, review.state) {
        (Some(answers), ReviewState::Sent) => {
            let facts = facts(&pledge, &text, &promises::clauses(db, pledge.id)?, &answers.figures);
            Ok(Box::new(ReadReviewPage::new(&pledge, &organisation, answers, facts, form)))
        }
        _ => Ok(Box::new(ReviewedPage {
            state: review.state,
            over: review.state == ReviewState::Due || pledge.state.is_over(),
        })),
    }
}

/// Shows a review that was sent, or what came of it.
pub async fn show(ctx: Ctx, viewer: AreaLead, reference: Reference) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    let load = move |db: &mut AnyConnection| page(db, &viewer, &reference, now, (&SayForm::default(), Errors::default()));
    let page = ctx.app.ledger.db.read(load).await?;
    ctx.page(page.as_ref())
}

/// Approves it or sends it back.
pub async fn answer(ctx: Ctx, viewer: AreaLead, reference: Reference, sent: Protected<SayForm>) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    let said = match sent.form.parse() {
        Ok(said) => said,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| page(db, &viewer, &reference, now, (&sent.form, errors));
            let page = ctx.app.ledger.db.read(load).await?;
            return ctx.invalid(page.as_ref());
        }
    };
    let by = viewer.id;
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        // Read again: a role may have been taken away since the request began.
        let viewer = viewer.again(tx.db)?;
        let (pledge, _, _, review) = own(tx.db, &viewer, &reference, now)?;
        answer_review(tx, &pledge, &review, &said, by)?;
        Ok(format!("/lead/reviews/{}", pledge.reference))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?))
}
