//! Where somebody stands with their second factor, in this session.

use actix_session::Session;

use super::store::has_factor;
use crate::auth::model::home;
use crate::error::Error;
use crate::web::page::Ctx;

/// The page that asks for the second factor.
pub(super) const SECOND_FACTOR: &str = "/second-factor";
/// The page that sets it up.
pub(super) const SET_UP: &str = "/second-factor/set-up";
/// The session's key that says that the second factor was proven in it.
pub const PROVEN_FACTOR: &str = "second_factor";
/// The session's key for the seed of recovery codes that are to be written down.
pub(super) const SEED: &str = "recovery_seed";

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// None of their roles needs it.
    NotNeeded,
    /// They need it and have none yet.
    ToSetUp,
    /// They have it, and this session has not asked for it.
    ToProve,
    /// It was proven.
    Proven,
}

/// True if the second factor was proven in this session.
pub fn is_factor_proven(session: &Session) -> Result<bool, Error> {
    Ok(session.get(PROVEN_FACTOR).map_err(Error::internal)?.unwrap_or_default())
}

/// Where the viewer stands.
pub(super) async fn standing(ctx: &Ctx) -> Result<Standing, Error> {
    let viewer = ctx.viewer.as_ref().ok_or(Error::SignInRequired)?;
    if !viewer.needs_second_factor() {
        return Ok(Standing::NotNeeded);
    }
    if is_factor_proven(&ctx.session)? {
        return Ok(Standing::Proven);
    }
    let id = viewer.id;
    let has = ctx.app.ledger.db.read(move |db| has_factor(db, id)).await?;
    Ok(if has { Standing::ToProve } else { Standing::ToSetUp })
}

/// A page of the second factor that leads to `next`, a path of our own or nothing.
pub(super) fn with_next(page: &str, next: &str) -> String {
    if next.is_empty() {
        return page.to_owned();
    }
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{page}?next={next}")
}

/// Where somebody goes who is not where they stand.
pub(super) fn leads_to(ctx: &Ctx, standing: Standing, next: &str) -> String {
    match standing {
        Standing::ToSetUp => with_next(SET_UP, next),
        Standing::ToProve => with_next(SECOND_FACTOR, next),
        Standing::NotNeeded | Standing::Proven => onward(ctx, next),
    }
}

/// `next`, or the viewer's usual place.
pub(super) fn onward(ctx: &Ctx, next: &str) -> String {
    match &ctx.viewer {
        Some(viewer) if next.is_empty() => home(viewer).to_owned(),
        _ if next.is_empty() => "/".to_owned(),
        _ => next.to_owned(),
    }
}
