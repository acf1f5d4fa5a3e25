//! Handlers of certificates, for coordinators and for whoever has one.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Path;

use super::file;
use super::forms::{CertificateForm, WithdrawForm};
use super::issuing;
use super::store;
use super::views::{IssuePage, IssuedPage, WithdrawPage};
use crate::afterwards::attendance::model::came;
use crate::afterwards::attendance::store::marks;
use crate::afterwards::guard::{called, look, own, plan};
use crate::afterwards::observed::store::of;
use crate::audit::{Seen, SeenPage};
use crate::auth::{Applicant, Coordinator};
use crate::db::AnyConnection;
use crate::error::Error;
use crate::links::Page;
use crate::placements::{Placed, PlacementState, placed_for_coordinator};
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, see_other};

/// The valid certificate, or the form for one; without a form that was sent, filled with what the placement's page says is done.
fn page(
    db: &mut AnyConnection,
    viewer: &Coordinator,
    reference: &str,
    sent: Option<(CertificateForm, Errors)>,
) -> Result<(Page, Option<Seen>), Error> {
    let (placed, name, known) = store::with_valid(db, reference)?;
    viewer.may_have(placed.organisation_id, "placement", placed.id)?;
    let name = called(&placed, name.as_ref());
    let page: Page = if let Some(known) = known {
        Box::new(IssuedPage::new(reference, name, &known))
    } else {
        issue_page(db, &placed, name, sent)?
    };
    Ok((page, look(viewer, SeenPage::Placement, &[placed])))
}

fn issue_page(db: &mut AnyConnection, placed: &Placed, name: String, sent: Option<(CertificateForm, Errors)>) -> Result<Page, Error> {
    if placed.state != PlacementState::Completed {
        return Err(Error::conflict(
            "Close the placement first. Only a completed one has a certificate.",
        ));
    }
    let (about, _) = plan(db, placed.opportunity_id)?;
    let (form, errors) = sent.unwrap_or_else(|| {
        let form = CertificateForm {
            activities: about.activities.clone(),
            ..CertificateForm::default()
        };
        (form, Errors::default())
    });
    let days = came(&marks(db, placed.id)?);
    let back = format!("/coordinate/placements/{}/afterwards", placed.reference);
    let seen = of(db, placed.id)?;
    Ok(Box::new(IssuePage::new(&about, (name, &days), &seen, back, &form, errors)))
}

/// Shows the certificate, or the form for one.
pub async fn show(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| page(db, &viewer, &reference, None);
    let page = ctx.read_seen(load).await?;
    ctx.page(page.as_ref())
}

/// Issues the certificate.
pub async fn issue(
    ctx: Ctx,
    viewer: Coordinator,
    reference: Path<String>,
    sent: Protected<CertificateForm>,
) -> Result<HttpResponse, Error> {
    let printed = match sent.form.parse() {
        Ok(printed) => printed,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| page(db, &viewer, &reference, Some((sent.form, errors)));
            let page = ctx.read_seen(load).await?;
            return ctx.invalid(page.as_ref());
        }
    };
    let by = viewer.id;
    let act = move |tx: &mut Tx<'_>| {
        let viewer = viewer.again(tx.db)?;
        let placed = placed_for_coordinator(tx.db, &viewer, &reference)?;
        issuing::issue(tx, &placed, &printed, by)?;
        Ok(format!("/coordinate/placements/{reference}/certificate"))
    };
    let location = ctx.app.ledger.write_once(sent.key, Actor::Person(by), act).await?;
    ctx.flash(true, "The certificate is made")?;
    Ok(see_other(location))
}

fn withdraw_page(
    db: &mut AnyConnection,
    viewer: &Coordinator,
    reference: &str,
    form: &WithdrawForm,
    errors: Errors,
) -> Result<(WithdrawPage, Option<Seen>), Error> {
    let (placed, name, known) = store::with_valid(db, reference)?;
    viewer.may_have(placed.organisation_id, "placement", placed.id)?;
    if known.is_none() {
        return Err(Error::conflict("There is no valid certificate to withdraw."));
    }
    let page = WithdrawPage::new(reference, called(&placed, name.as_ref()), form, errors);
    Ok((page, look(viewer, SeenPage::Placement, &[placed])))
}

/// Asks why it is withdrawn.
pub async fn ask_withdraw(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let load = move |db: &mut AnyConnection| withdraw_page(db, &viewer, &reference, &WithdrawForm::default(), Errors::default());
    let page = ctx.read_seen(load).await?;
    ctx.page(&page)
}

/// Withdraws it.
pub async fn withdraw(
    ctx: Ctx,
    viewer: Coordinator,
    reference: Path<String>,
    sent: Protected<WithdrawForm>,
) -> Result<HttpResponse, Error> {
    let why = match sent.form.parse() {
        Ok(why) => why,
        Err(errors) => {
            let load = move |db: &mut AnyConnection| withdraw_page(db, &viewer, &reference, &sent.form, errors);
            let page = ctx.read_seen(load).await?;
            return ctx.invalid(&page);
        }
    };
    let by = Actor::Person(viewer.id);
    let act = move |tx: &mut Tx<'_>| {
        let viewer = viewer.again(tx.db)?;
        let placed = placed_for_coordinator(tx.db, &viewer, &reference)?;
        issuing::withdraw(tx, &placed, why)?;
        Ok(format!("/coordinate/placements/{reference}/certificate"))
    };
    let location = ctx.app.ledger.write_once(sent.key, by, act).await?;
    ctx.flash(true, "The certificate is withdrawn")?;
    Ok(see_other(location))
}

fn attached(bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"certificate.pdf\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(bytes)
}

/// The file, for whoever came.
pub async fn download(ctx: Ctx, viewer: Applicant, reference: Path<String>) -> Result<HttpResponse, Error> {
    let public_url = ctx.app.config.public_url.clone();
    let load = move |db: &mut AnyConnection| {
        let placed = own(db, &viewer, &reference)?;
        file::pdf(&store::newest(db, placed.id)?.ok_or_else(not_yet)?, &public_url)
    };
    Ok(attached(ctx.app.ledger.db.read(load).await?))
}

/// The file, for a coordinator.
pub async fn preview(ctx: Ctx, viewer: Coordinator, reference: Path<String>) -> Result<HttpResponse, Error> {
    let public_url = ctx.app.config.public_url.clone();
    let load = move |db: &mut AnyConnection| {
        let placed = placed_for_coordinator(db, &viewer, &reference)?;
        let bytes = file::pdf(&store::newest(db, placed.id)?.ok_or_else(not_yet)?, &public_url)?;
        Ok((bytes, look(&viewer, SeenPage::Export, &[placed])))
    };
    let bytes = ctx.read_seen(load).await?;
    Ok(attached(bytes))
}

fn not_yet() -> Error {
    Error::conflict("There is no certificate yet. The organisation makes it after the last day.")
}
