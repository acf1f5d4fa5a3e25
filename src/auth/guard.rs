//! Guards: extractors that give a handler its viewer, or send the visitor to sign in.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::factor::is_factor_proven;
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

/// A champion of at least one organisation: who stands behind its commitment on its board.
#[derive(Clone, Debug)]
pub struct Champion {
    /// Their number.
    pub id: i64,
    /// The organisations that they are the champion of; never empty.
    pub organisations: Vec<i64>,
}

/// Somebody with a role in at least one organisation: its champion or a coordinator.
#[derive(Clone, Debug)]
pub struct Member {
    /// Their number.
    pub id: i64,
    /// The organisations that they have a role in, each once; never empty.
    pub organisations: Vec<i64>,
}

/// The lead of at least one area.
#[derive(Clone, Debug)]
pub struct AreaLead {
    /// Their number.
    pub id: i64,
    /// The areas that they lead; never empty.
    pub areas: Vec<i64>,
}

/// The viewer of a request as a guard, or why they are not let in.
fn viewer<G>(request: &HttpRequest) -> Ready<Result<G, Error>>
where
    G: TryFrom<SignedIn, Error = Error>,
{
    let ctx = Ctx::of(request);
    ready(ctx.and_then(|ctx| ctx.viewer.clone().ok_or(Error::SignInRequired)?.try_into()))
}

/// The same for roles that reach beyond an organisation: this session must have proven the second factor too.
fn proven_viewer<G>(request: &HttpRequest) -> Ready<Result<G, Error>>
where
    G: TryFrom<SignedIn, Error = Error>,
{
    ready(Ctx::of(request).and_then(|ctx| {
        let guard = ctx.viewer.clone().ok_or(Error::SignInRequired)?.try_into()?;
        if is_factor_proven(&ctx.session)? {
            Ok(guard)
        } else {
            Err(Error::SecondFactorRequired)
        }
    }))
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
    /// Lets them at a thing of an organisation that they coordinate, and at no other. `kind` and `id` say in the audit log what it was.
    ///
    /// # Errors
    /// `NotYours` if it is another organisation's.
    pub fn may_have(&self, organisation_id: i64, kind: &'static str, id: i64) -> Result<(), Error> {
        if self.organisations.contains(&organisation_id) {
            Ok(())
        } else {
            Err(Error::NotYours { kind, id, by: self.id })
        }
    }

    /// The same person with the roles that they have now: for the transaction of what they do.
    ///
    /// # Errors
    /// `Forbidden` if they coordinate nothing any more.
    pub fn again(&self, db: &mut AnyConnection) -> Result<Self, Error> {
        now(db, self.id)
    }
}

impl Champion {
    /// The same person with the roles that they have now: for the transaction of what they do.
    ///
    /// # Errors
    /// `Forbidden` if they are no champion any more.
    pub fn again(&self, db: &mut AnyConnection) -> Result<Self, Error> {
        now(db, self.id)
    }
}

impl AreaLead {
    /// The same person with the roles that they have now: for the transaction of what they do.
    ///
    /// # Errors
    /// `Forbidden` if they lead no area any more.
    pub fn again(&self, db: &mut AnyConnection) -> Result<Self, Error> {
        now(db, self.id)
    }
}

/// What a role is for, unless it is for nothing.
fn some(ids: Vec<i64>) -> Result<Vec<i64>, Error> {
    if ids.is_empty() { Err(Error::Forbidden) } else { Ok(ids) }
}

impl TryFrom<SignedIn> for Coordinator {
    type Error = Error;

    fn try_from(viewer: SignedIn) -> Result<Self, Error> {
        let organisations = some(viewer.coordinates())?;
        Ok(Self {
            id: viewer.id,
            organisations,
        })
    }
}

impl TryFrom<SignedIn> for Champion {
    type Error = Error;

    fn try_from(viewer: SignedIn) -> Result<Self, Error> {
        let organisations = some(viewer.champions())?;
        Ok(Self {
            id: viewer.id,
            organisations,
        })
    }
}

impl TryFrom<SignedIn> for Member {
    type Error = Error;

    fn try_from(viewer: SignedIn) -> Result<Self, Error> {
        let mut organisations = [viewer.champions(), viewer.coordinates()].concat();
        organisations.sort_unstable();
        organisations.dedup();
        Ok(Self {
            id: viewer.id,
            organisations: some(organisations)?,
        })
    }
}

impl TryFrom<SignedIn> for AreaLead {
    type Error = Error;

    fn try_from(viewer: SignedIn) -> Result<Self, Error> {
        let areas = some(viewer.leads())?;
        Ok(Self { id: viewer.id, areas })
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

macro_rules! extractor {
    ($viewer:ident: $($guard:ident),+) => {
        $(impl FromRequest for $guard {
            type Error = Error;
            type Future = Ready<Result<Self, Error>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                $viewer(request)
            }
        })+
    };
}

extractor!(viewer: Applicant, Coordinator, Champion, Member);
extractor!(proven_viewer: AreaLead, National);
