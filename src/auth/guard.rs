//! Guards: extractors that give a handler its viewer, or send the visitor to sign in.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::model::SignedIn;
use super::store::signed_in;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::web::page::Ctx;

/// Somebody who is signed in, as an applicant: handlers show them only what is their own.
#[derive(Clone, Debug)]
pub struct Applicant {
    /// Their number.
    pub id: i64,
    /// Their address.
    pub email: String,
}

/// A coordinator of at least one organisation.
#[derive(Clone, Debug)]
pub struct Coordinator {
    /// Their number.
    pub id: i64,
    /// The organisations that they coordinate; never empty.
    pub organisations: Vec<i64>,
}

/// The viewer of a request as a guard, or why they are not let in.
fn viewer<G>(request: &HttpRequest) -> Pin<Box<dyn Future<Output = Result<G, Error>>>>
where
    G: TryFrom<SignedIn, Error = Error>,
{
    let ctx = Ctx::of(request);
    Box::pin(async move { ctx.await?.viewer.ok_or(Error::SignInRequired)?.try_into() })
}

/// Somebody as a guard, with the roles that they have now.
fn now<G>(db: &mut AnyConnection, id: i64) -> Result<G, Error>
where
    G: TryFrom<SignedIn, Error = Error>,
{
    signed_in(db, id)?.ok_or(Error::Forbidden)?.try_into()
}

impl TryFrom<SignedIn> for Applicant {
    type Error = Error;

    fn try_from(SignedIn { id, email, .. }: SignedIn) -> Result<Self, Error> {
        Ok(Self { id, email })
    }
}

impl Coordinator {
    /// The same person with the roles that they have now: for the transaction of what they do.
    ///
    /// # Errors
    /// `Forbidden` if they coordinate nothing any more.
    pub fn again(&self, db: &mut AnyConnection) -> Result<Self, Error> {
        now(db, self.id)
    }
}

impl TryFrom<SignedIn> for Coordinator {
    type Error = Error;

    fn try_from(viewer: SignedIn) -> Result<Self, Error> {
        let organisations = viewer.coordinates();
        if organisations.is_empty() {
            return Err(Error::Forbidden);
        }
        Ok(Self {
            id: viewer.id,
            organisations,
        })
    }
}

impl FromRequest for Applicant {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        viewer(request)
    }
}

impl FromRequest for Coordinator {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        viewer(request)
    }
}

/// Somebody of the national team.
#[derive(Clone, Copy, Debug)]
pub struct National {
    /// Their number.
    pub id: i64,
}

impl National {
    /// The same person with the roles that they have now: for the transaction of what they do.
    ///
    /// # Errors
    /// `Forbidden` if they are no longer of the national team.
    pub fn again(self, db: &mut AnyConnection) -> Result<Self, Error> {
        now(db, self.id)
    }
}

impl TryFrom<SignedIn> for National {
    type Error = Error;

    fn try_from(viewer: SignedIn) -> Result<Self, Error> {
        viewer.is_national().then_some(Self { id: viewer.id }).ok_or(Error::Forbidden)
    }
}

impl FromRequest for National {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        viewer(request)
    }
}
