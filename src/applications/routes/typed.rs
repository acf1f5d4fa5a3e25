//! Forms of an application whose session had ended before they were sent ([`crate::auth::sign_in_first`]).

use actix_web::HttpResponse;

use super::super::store::application_by_ref;
use crate::auth::{self, FormPage};
use crate::error::Error;
use crate::web::form::Typed;
use crate::web::page::Ctx;

/// Keeps what was typed for the owner of the application, then leads to signing in and from there back to the page.
pub async fn sign_in_first(ctx: &Ctx, page: &Page, typed: Typed) -> Result<HttpResponse, Error> {
    let reference = page.reference.clone();
    let at = FormPage {
        path: page.path(),
        from_check: page.from_check,
    };
    auth::sign_in_first(ctx, &at, typed, move |tx| Ok(application_by_ref(tx.db, &reference)?.person_id)).await
}

/// A page of an application that has a form.
#[derive(Clone, Debug)]
pub struct Page {
    /// The application's reference, as the address has it.
    pub reference: String,
    /// The last part of the address.
    pub name: String,
    /// Whether it was opened from the page on which answers are checked.
    pub from_check: bool,
}

impl Page {
    /// Its path.
    pub fn path(&self) -> String {
        format!("/applications/{}/{}", self.reference, self.name)
    }
}
