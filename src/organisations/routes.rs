//! Handlers of the pages about areas and their contacts.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::contact_store as store;
use super::forms::ContactForm;
use super::model::Area;
use super::views::{AreaPage, ContactPage, ContactsPage};
use crate::auth::AreaLead;
use crate::error::Error;
use crate::tx::{Actor, Tx};
use crate::web::form::{Errors, Protected};
use crate::web::page::{Ctx, public, see_other};

/// So many organisations are on the page of an area.
const MOST: i64 = 200;

/// Everybody's page of an area: whom to ask, and who is in it.
pub async fn area(request: HttpRequest, code: Path<String>) -> Result<HttpResponse, Error> {
    public(&request, move |db| {
        let area = store::area_by_code(db, &code)?;
        let (members, of) = store::organisations_in(db, area.id, MOST)?;
        Ok(AreaPage::new(&area, store::contact_of(db, area.id)?, &members, of))
    })
    .await
}

/// The lead's areas with their contacts.
pub async fn contacts(ctx: Ctx, lead: AreaLead) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let mut contacts = store::contacts_of(db, &lead.areas)?;
        let with_contact = |area: Area| {
            let contact = contacts.remove(&area.id);
            (area, contact)
        };
        let areas: Vec<_> = store::areas(db, &lead.areas)?.into_iter().map(with_contact).collect();
        Ok(ContactsPage::new(&areas))
    })
    .await
}

/// Asks who the contact of one area is.
pub async fn contact(ctx: Ctx, lead: AreaLead, code: Path<String>) -> Result<HttpResponse, Error> {
    ctx.load_page(move |db| {
        let area = store::own_area(db, &lead, &code)?;
        let form = store::contact_of(db, area.id)?.map(ContactForm::from).unwrap_or_default();
        Ok(ContactPage::new(area, form, Errors::default()))
    })
    .await
}

/// Says who it is.
pub async fn save_contact(ctx: Ctx, lead: AreaLead, code: Path<String>, sent: Protected<ContactForm>) -> Result<HttpResponse, Error> {
    let id = lead.id;
    let contact = match sent.form.parse() {
        Ok(contact) => contact,
        Err(errors) => {
            let area = ctx.app.ledger.db.read(move |db| store::own_area(db, &lead, &code)).await?;
            return ctx.invalid(&ContactPage::new(area, sent.form, errors));
        }
    };
    let act = move |tx: &mut Tx<'_>| {
        let area = store::own_area(tx.db, &lead, &code)?;
        store::save_contact(tx, area.id, &contact)?;
        Ok("/lead/contact".to_owned())
    };
    let location = ctx.app.ledger.write_once(sent.key, Actor::Person(id), act).await?;
    ctx.flash(true, "Everybody can see the new contact now")?;
    Ok(see_other(location))
}
