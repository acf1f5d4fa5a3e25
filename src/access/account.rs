//! The viewer's own account: their roles and their sessions.

use super::handle::handle;
use super::model::{Holder, role_words};
use super::store;
use super::views::{AccountPage, OpenSession};
use crate::auth::{self, Role, SESSION, SignedIn};
use crate::dates::{day_of, moment};
use crate::error::Error;
use crate::tx::Tx;
use crate::web::components::SummaryList;
use crate::web::layout::Link;
use crate::web::page::Ctx;

/// The page.
pub async fn load(ctx: &Ctx, viewer: SignedIn) -> Result<AccountPage, Error> {
    let (this, keys) = (this_session(ctx)?, ctx.app.ledger.env().keys.clone());
    let id = viewer.id;
    let (roles, open) = ctx
        .app
        .ledger
        .db
        .read(move |db| Ok((store::roles_of(db, id)?, auth::sessions_of(db, id)?)))
        .await?;
    let now = ctx.app.ledger.clock.now();
    let sessions = open.into_iter().filter(|one| now < one.ends_at).map(|one| OpenSession {
        facts: SummaryList::new()
            .row("Logged in", moment(one.opened_at))
            .row("Last used", format!("about {}", moment(one.used_at))),
        this: Some(one.id) == this,
        handle: handle(&keys, "session", one.id, id),
    });
    Ok(AccountPage {
        roles: roles.iter().map(words).collect(),
        sessions: sessions.collect(),
        pages: pages(&viewer),
        email: viewer.email,
        second_factor: auth::is_factor_proven(&ctx.session)?,
    })
}

/// The number of this session; nothing if it is not stored yet.
fn this_session(ctx: &Ctx) -> Result<Option<i64>, Error> {
    ctx.session.get(SESSION).map_err(Error::internal)
}

fn words(role: &Holder) -> String {
    let (name, since) = (role_words(role.role), day_of(role.since));
    if role.place.is_empty() {
        format!("{name}, since {since}")
    } else {
        format!("{name} for {}, since {since}", role.place)
    }
}

/// The pages that the viewer's roles lead to.
fn pages(viewer: &SignedIn) -> Vec<Link> {
    let has = |role: Role| viewer.grants.iter().any(|grant| grant.role == role);
    let mut pages = Vec::new();
    if has(Role::Coordinator) {
        pages.push(Link::new("Placements to decide", "/coordinate"));
    }
    if has(Role::Coordinator) || has(Role::Champion) {
        pages.push(Link::new("People and roles of your organisation", "/coordinate/people"));
    }
    if has(Role::Coordinator) || has(Role::Champion) {
        pages.push(Link::new("Commitments of your organisation", "/coordinate/pledges"));
        pages.push(Link::new("Events", "/coordinate/events"));
        pages.push(Link::new("Case studies", "/coordinate/case-studies"));
    }
    if has(Role::AreaLead) {
        pages.push(Link::new("Commitments to approve and to review", "/lead/pledges"));
        pages.push(Link::new("What people say about commitments", "/lead/concerns"));
        pages.push(Link::new("Champions in your area", "/lead/people"));
        pages.push(Link::new("The contact for your area", "/lead/contact"));
    }
    if has(Role::National) {
        pages.push(Link::new("Rules for new rounds", "/national/policy"));
        pages.push(Link::new("Area leads and the national team", "/national/people"));
        pages.push(Link::new(
            "One organisation becomes part of another",
            "/national/organisations/merge",
        ));
        pages.push(Link::new("What organisations can offer, by area", "/national/capacity"));
    }
    pages.push(Link::new("My applications", "/my-applications"));
    pages.push(Link::new("My data", "/my-data"));
    pages
}

/// Ends one session of the viewer, or all but this one. True if this one is among them.
///
/// # Errors
/// `NotFound` if it is none of theirs.
pub fn end(tx: &mut Tx<'_>, viewer: i64, this: Option<i64>, wanted: &str) -> Result<bool, Error> {
    let open = auth::sessions_of(tx.db, viewer)?;
    let ended: Vec<i64> = open
        .iter()
        .map(|one| one.id)
        .filter(|id| {
            if wanted == "others" {
                Some(*id) != this
            } else {
                handle(&tx.env.keys, "session", *id, viewer) == wanted
            }
        })
        .collect();
    if ended.is_empty() && wanted != "others" {
        return Err(Error::NotFound);
    }
    for id in &ended {
        auth::end_session(tx, viewer, *id)?;
    }
    Ok(this.is_some_and(|this| ended.contains(&this)))
}
