//! Guards: extractors that give a handler its viewer, or send the visitor to sign in.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::model::SignedIn;
use super::store::signed_in;
use crate::error::Error;
use crate::tx::Tx;
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

/// Somebody of the national team.
#[derive(Clone, Copy, Debug)]
pub struct National {
    /// Their number.
    pub id: i64,
}

impl FromRequest for Applicant {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let ctx = Ctx::of(request);
        Box::pin(async move {
            let SignedIn { id, email, .. } = ctx.await?.viewer.ok_or(Error::SignInRequired)?;
            Ok(Self { id, email })
        })
    }
}

impl FromRequest for Coordinator {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let ctx = Ctx::of(request);
        Box::pin(async move {
            let viewer = ctx.await?.viewer.ok_or(Error::SignInRequired)?;
            let organisations = viewer.coordinates();
            if organisations.is_empty() {
                Err(Error::Forbidden)
            } else {
                Ok(Self {
                    id: viewer.id,
                    organisations,
                })
            }
        })
    }
}

impl FromRequest for National {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let ctx = Ctx::of(request);
        Box::pin(async move {
            let viewer = ctx.await?.viewer.ok_or(Error::SignInRequired)?;
            viewer.is_national().then_some(Self { id: viewer.id }).ok_or(Error::Forbidden)
        })
    }
}

impl National {
    /// Asks again inside a transaction: a role that was taken away a moment ago decides nothing any more.
    ///
    /// # Errors
    /// `Forbidden` if the person is no longer of the national team.
    pub fn still(self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let holds = signed_in(tx.db, self.id)?.is_some_and(|viewer| viewer.is_national());
        if holds { Ok(()) } else { Err(Error::Forbidden) }
    }
}
