//! Proving again who one is, before something that cannot be undone: a fresh code to the address of whoever is signed in. It opens no session.

use actix_session::Session;
use serde_json::json;
use time::Duration;

use super::entry::{limit, session_key};
use super::guard::Applicant;
use super::mails::ProofLetter;
use super::model::normalise_email;
use super::session::SHARED;
use super::sign_in::{CodeOutcome, add, asked, overtake, try_code, use_up};
use crate::db::Instant;
use crate::error::Error;
use crate::links::lifetimes;
use crate::tx::{Actor, FormKey};
use crate::web::client::Client;
use crate::web::page::Ctx;
use crate::{audit, mail};

/// The session's key for the moment of the last proof.
pub(super) const PROVEN: &str = "proven";
/// How long a proof counts.
const COUNTS: Duration = Duration::minutes(15);

/// True if whoever uses this session has proven in the last 15 minutes that they read the mail of its person.
pub fn is_proven(session: &Session, now: Instant) -> Result<bool, Error> {
    let proven: Option<Instant> = session.get(PROVEN).map_err(Error::internal)?;
    Ok(proven.is_some_and(|at| now >= at && now < at.plus(COUNTS)))
}

/// Sends a code to the viewer; `next` is where they go once it is entered. Answers `location`, for the same form sent again too.
pub async fn ask_proof(
    ctx: &Ctx,
    client: Client,
    viewer: Applicant,
    key: FormKey,
    next: &'static str,
    location: &str,
) -> Result<String, Error> {
    limit(ctx, client, &viewer.email).await?;
    let session = session_key(&ctx.session)?.ok_or(Error::Forbidden)?;
    let shared = ctx.session.get(SHARED).map_err(Error::internal)?.unwrap_or_default();
    let location = location.to_owned();
    let sent = ctx.app.ledger.write_once(key, Actor::Person(viewer.id), move |tx| {
        let email = normalise_email(&viewer.email);
        overtake(tx, &session)?;
        let id = add(tx, &email, &session, next, shared, lifetimes::SIGN_IN_CODE)?;
        let words = ProofLetter {
            service: &tx.env.service_name,
            code_minutes: lifetimes::SIGN_IN_CODE.whole_minutes(),
        };
        mail::enqueue(tx, &mail::compose("auth.proof", 1, &email, &words)?.with_code(id))?;
        Ok(location)
    });
    sent.await
}

/// Where the viewer goes once they enter the code that this session waits for; `None` if it waits for none of theirs.
pub async fn waits_for_proof(ctx: &Ctx, viewer: &Applicant) -> Result<Option<String>, Error> {
    let Some(key) = session_key(&ctx.session)? else { return Ok(None) };
    let email = normalise_email(&viewer.email);
    let asked = ctx.app.ledger.db.read(move |db| asked(db, &key)).await?;
    Ok(asked.filter(|asked| asked.email == email).map(|asked| asked.next))
}

/// Checks the code. `None`: it is right, and counts from now on; otherwise why not.
pub async fn check_proof(ctx: &Ctx, viewer: Applicant, code: String) -> Result<Option<CodeOutcome>, Error> {
    let Some(key) = session_key(&ctx.session)? else {
        return Ok(Some(CodeOutcome::NotAsked));
    };
    let checked = ctx.app.ledger.write(Actor::Person(viewer.id), move |tx| {
        let asked = match try_code(tx, &key, &code)? {
            // A code that went to another address proves nothing about this person.
            Ok(asked) if asked.email != normalise_email(&viewer.email) => return Ok(Some(CodeOutcome::NotAsked)),
            Ok(asked) => asked,
            Err(outcome) => return Ok(Some(outcome)),
        };
        use_up(tx, asked.id)?;
        audit::record(tx, "person.proved", "person", viewer.id, &json!({"sign_in": asked.id}))?;
        Ok(None)
    });
    let outcome = checked.await?;
    if outcome.is_none() {
        ctx.session.renew();
        ctx.session.insert(PROVEN, ctx.app.ledger.clock.now()).map_err(Error::internal)?;
    }
    Ok(outcome)
}
