//! Handlers of feedback.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::forms::{OrganisationForm, ParticipantForm};
use super::giving;
use super::model::{FromOrganisation, FromParticipant};
use super::store;
use super::views::{GivenPage, OrganisationPage, ParticipantPage, organisation_facts, participant_facts};
use crate::afterwards::guard::{coordinated, look, own};
use crate::afterwards::model::{Side, can_look_back};
use crate::audit::{Seen, SeenPage};
use crate::auth::{Applicant, Coordinator};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::links::Page;
use crate::opportunities as offered;
use crate::placements::placed_for_coordinator;
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

fn participant(
    db: &mut AnyConnection,
    viewer: &Applicant,
    reference: &str,
    today: time::Date,
    form: &ParticipantForm,
    errors: Errors,
) -> Result<Page, Error> {
    let placed = own(db, viewer, reference)?;
    can_look_back(&placed, today)?;
    let back = format!("/applications/{reference}/afterwards");
    if let Some(given) = store::given::<FromParticipant>(db, placed.id, Side::Participant)? {
        return Ok(Box::new(GivenPage {
            back,
            facts: participant_facts(&given.answers),
        }));
    }
    let about = offered::by_id(db, placed.opportunity_id)?;
    Ok(Box::new(ParticipantPage::new(&about, &back, form, errors)))
}

/// Asks the participant.
pub async fn ask_participant(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let load = move |db: &mut AnyConnection| participant(db, &viewer, &reference, today, &ParticipantForm::default(), Errors::default());
    let page = ctx.app.ledger.db.read(load).await?;
    ctx.page(page.as_ref())
}

/// Takes the participant's answers.
pub async fn take_participant(
    ctx: Ctx,
    viewer: Applicant,
    reference: Path<String>,
    sent: Protected<ParticipantForm>,
) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let said = match sent.form.parse() {
        Ok(said) => said,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| participant(db, &viewer, &reference, today, &sent.form, errors);
            let page = ctx.app.ledger.db.read(load).await?;
            return ctx.invalid(page.as_ref());
        }
    };
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        let placed = own(tx.db, &viewer, &reference)?;
        giving::from_participant(tx, &placed, &said)?;
        Ok(format!("/applications/{reference}/afterwards"))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "Thank you for telling us")?;
    Ok(see_other(location))
}

fn organisation(
    db: &mut AnyConnection,
    viewer: &Coordinator,
    reference: &str,
    today: time::Date,
    form: &OrganisationForm,
    errors: Errors,
) -> Result<(Page, Option<Seen>), Error> {
    let (placed, name) = coordinated(db, viewer, reference)?;
    can_look_back(&placed, today)?;
    let back = format!("/coordinate/placements/{reference}/afterwards");
    if let Some(given) = store::given::<FromOrganisation>(db, placed.id, Side::Organisation)? {
        let facts = organisation_facts(&given.answers);
        return Ok((Box::new(GivenPage { back, facts }), None));
    }
    let about = offered::by_id(db, placed.opportunity_id)?;
    let page = OrganisationPage::new(&about, name, back, form, errors);
    Ok((Box::new(page), look(viewer, SeenPage::Placement, &[placed])))
}

/// Asks a coordinator.
pub async fn ask_organisation(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let load = move |db: &mut AnyConnection| organisation(db, &viewer, &reference, today, &OrganisationForm::default(), Errors::default());
    let page = ctx.read_seen(load).await?;
    ctx.page(page.as_ref())
}

/// Takes a coordinator's answers.
pub async fn take_organisation(
    ctx: Ctx,
    viewer: Coordinator,
    reference: Path<String>,
    sent: Protected<OrganisationForm>,
) -> Result<HttpResponse, Error> {
    let today = ctx.app.ledger.clock.now().date();
    let said = match sent.form.parse() {
        Ok(said) => said,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| organisation(db, &viewer, &reference, today, &sent.form, errors);
            let page = ctx.read_seen(load).await?;
            return ctx.invalid(page.as_ref());
        }
    };
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        let viewer = viewer.again(tx.db)?;
        let placed = placed_for_coordinator(tx.db, &viewer, &reference)?;
        giving::from_organisation(tx, &placed, &said)?;
        Ok(format!("/coordinate/placements/{reference}/afterwards"))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "Thank you for telling us")?;
    Ok(see_other(location))
}
