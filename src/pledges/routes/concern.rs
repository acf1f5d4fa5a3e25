//! Anybody can say that an organisation does not keep its commitment; the area's lead answers.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::commitment::Commitment;
use super::super::concern::{Concern, ConcernForm, OutcomeForm, answer as answer_concern, make};
use super::super::model::{Organisation, PledgeState};
use super::super::store::{concerns, organisations, pledges};
use super::super::views::{AnswerConcernPage, ConcernPage, ConcernSentPage, ConcernsPage};
use super::Reference;
use crate::app::App;
use crate::auth::AreaLead;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::tx::Actor;
use crate::web::client::Client;
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other, words};

const IN_FORCE: [PledgeState; 2] = [PledgeState::Published, PledgeState::DueForReview];

/// An organisation that is committed now.
struct Committed {
    organisation: Organisation,
    texts: Vec<Commitment>,
    back: String,
}

/// The organisation with this part of an address, if it is committed now.
fn committed(db: &mut AnyConnection, slug: &str, now: Instant) -> Result<Committed, Error> {
    let organisation = organisations::by_slug(db, slug, now.date())?;
    let signed = pledges::worded(db, organisation.id, &IN_FORCE)?;
    let back = signed.first().map(|(pledge, _)| pledge.verify_path()).ok_or(Error::NotFound)?;
    let texts = signed.into_iter().map(|(_, text)| text).collect();
    Ok(Committed { organisation, texts, back })
}

fn page(known: &Committed, form: &ConcernForm, errors: Errors) -> ConcernPage {
    ConcernPage::new(&known.organisation, &known.texts, known.back.clone(), form, errors)
}

/// Asks what somebody wants to say.
pub async fn show(ctx: Ctx, slug: Reference) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| Ok(page(&committed(db, &slug, now)?, &ConcernForm::default(), Errors::default())))
        .await
}

/// Keeps it and passes it on.
pub async fn send(ctx: Ctx, client: Client, slug: Reference, sent: Protected<ConcernForm>) -> Result<HttpResponse, Error> {
    let (now, done) = (ctx.app.ledger.clock.now(), format!("/organisations/{slug}/concern/sent"));
    let known = ctx.app.ledger.db.read(move |db| committed(db, &slug, now)).await?;
    let new = match sent.form.parse(&known.texts) {
        Ok(new) => new,
        Err(errors) => return ctx.invalid(&page(&known, &sent.form, errors)),
    };
    let account = format!("concern {} {}", known.organisation.id, client.prefix());
    let account = ctx.app.ledger.env().keys.account(&account);
    ctx.app.limits.sign_in(client, &account).await?;
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        make(tx, &known.organisation, &new)?;
        Ok(done)
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, Actor::System, act).await?))
}

/// After [`send`].
pub async fn sent(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Error> {
    words(&request, &app, &ConcernSentPage)
}

/// What was said about organisations of the viewer's areas.
pub async fn list(ctx: Ctx, viewer: AreaLead) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let organisations = organisations::in_areas(db, &viewer.areas)?;
        Ok(ConcernsPage::new(&concerns::about(db, &organisations, 200)?))
    })
    .await
}

/// The concern with this reference, if it is about one of the viewer's areas.
fn own(db: &mut AnyConnection, viewer: &AreaLead, reference: &str, now: Instant) -> Result<(Concern, Organisation), Error> {
    let concern = concerns::by_ref(db, reference)?;
    let organisation = organisations::by_id(db, concern.organisation_id, now.date())?;
    if organisations::is_in(db, &organisation, &viewer.areas)? {
        Ok((concern, organisation))
    } else {
        Err(Error::NotYours {
            kind: "concern",
            id: concern.id,
            by: viewer.id,
        })
    }
}

/// One concern.
pub async fn read(ctx: Ctx, viewer: AreaLead, reference: Reference) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    ctx.load_page(move |db| {
        let (concern, organisation) = own(db, &viewer, &reference, now)?;
        Ok(AnswerConcernPage::new(
            &concern,
            &organisation,
            &OutcomeForm::default(),
            Errors::default(),
        ))
    })
    .await
}

/// Answers it.
pub async fn answer(ctx: Ctx, viewer: AreaLead, reference: Reference, sent: Protected<OutcomeForm>) -> Result<HttpResponse, Error> {
    let now = ctx.app.ledger.clock.now();
    let outcome = match sent.form.parse() {
        Ok(outcome) => outcome,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| {
                let (concern, organisation) = own(db, &viewer, &reference, now)?;
                Ok(AnswerConcernPage::new(&concern, &organisation, &sent.form, errors))
            };
            let page = ctx.app.ledger.db.read(load).await?;
            return ctx.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let by = viewer.id;
    let act = move |tx: &mut crate::tx::Tx<'_>| {
        // Read again: a role may have been taken away since the request began.
        let viewer = viewer.again(tx.db)?;
        let (concern, organisation) = own(tx.db, &viewer, &reference, now)?;
        answer_concern(tx, &concern, &organisation, &outcome, by)?;
        Ok(format!("/lead/concerns/{}", concern.reference))
    };
    Ok(see_other(ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?))
}
