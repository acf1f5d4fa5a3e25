//! A mail as it is stored, with its link and code derived: the same at each look.

use diesel::prelude::*;

use super::letter::RECURRING;
use super::message::{Outgoing, fill};
use crate::db::schema::{outbox, sign_in};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links;
use crate::tx::Environment;

/// A mail of the outbox.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The mail with its link and code, or what it lacks.
    pub mail: Result<Outgoing, &'static str>,
    /// The link that it carries.
    pub link: Option<String>,
    /// Which letter it is.
    pub kind: String,
    /// The only recipient.
    pub recipient: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was written.
    pub created_at: Instant,
    /// When the sign-in that it is for ends.
    pub sign_in_ends: Option<Instant>,
}

#[derive(Queryable)]
struct Row {
    message_id: String,
    kind: String,
    recipient: String,
    subject: String,
    text: String,
    html: String,
    link_id: Option<i64>,
    sign_in_id: Option<i64>,
    attachment_name: Option<String>,
    attachment_type: Option<String>,
    attachment_body: Option<String>,
    attempts: i32,
    created_at: Instant,
}

/// Reads the mail with this number.
///
/// # Errors
/// `NotFound` if there is none.
pub fn stored(db: &mut AnyConnection, env: &Environment, id: i64) -> Result<Stored, Error> {
    let row: Row = outbox::table
        .find(id)
        .select((
            outbox::message_id,
            outbox::kind,
            outbox::recipient,
            outbox::subject,
            outbox::body_text,
            outbox::body_html,
            outbox::link_id,
            outbox::sign_in_id,
            outbox::attachment_name,
            outbox::attachment_type,
            outbox::attachment_body,
            outbox::attempts,
            outbox::created_at,
        ))
        .get_result(db)?;
    let link = match row.link_id {
        Some(link) => Some(links::address(env, &links::by_id(db, link)?)),
        None => None,
    };
    let (code, sign_in_ends) = code(db, env, row.sign_in_id)?.unzip();
    let (kind, recipient, attempts, created_at) = (row.kind.clone(), row.recipient.clone(), row.attempts, row.created_at);
    let unsubscribe = link.clone().filter(|_| kind.ends_with(RECURRING));
    let mail = complete(id, row, link.as_deref(), code.as_deref()).map(|mail| Outgoing { unsubscribe, ..mail });
    Ok(Stored {
        mail,
        link,
        kind,
        recipient,
        attempts,
        created_at,
        sign_in_ends,
    })
}

/// The code of a sign-in, and when that ends.
fn code(db: &mut AnyConnection, env: &Environment, sign_in_id: Option<i64>) -> Result<Option<(String, Instant)>, Error> {
    let Some(id) = sign_in_id else {
        return Ok(None);
    };
    let (nonce, ends): (Vec<u8>, Instant) = sign_in::table
        .find(id)
        .select((sign_in::nonce, sign_in::expires_at))
        .get_result(db)?;
    Ok(Some((links::sign_in_code(&env.keys, id, &nonce), ends)))
}

fn complete(id: i64, row: Row, link: Option<&str>, code: Option<&str>) -> Result<Outgoing, &'static str> {
    let attachment = match (row.attachment_name, row.attachment_type, row.attachment_body) {
        (Some(name), Some(media_type), Some(body)) => Some((name, media_type, body)),
        _ => None,
    };
    Ok(Outgoing {
        id,
        message_id: row.message_id,
        kind: row.kind,
        recipient: row.recipient,
        subject: row.subject,
        text: fill(&row.text, link, code)?,
        html: fill(&row.html, link, code)?,
        attachment,
        unsubscribe: None,
        created_at: row.created_at,
    })
}
