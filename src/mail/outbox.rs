//! The outbox: letters that wait, with their state and tries.

use diesel::prelude::*;

use super::letter::Letter;
use super::state::State;
use crate::db::schema::outbox;
use crate::error::Error;
use crate::tx::Tx;

/// Stores `letter` in the transaction of the change that it tells of; it leaves when that is committed. Its Message-ID is made here and stays
/// the same however often it is tried.
pub fn enqueue(tx: &mut Tx<'_>, letter: &Letter) -> Result<i64, Error> {
    let host = tx.env.public_url.split("://").nth(1).unwrap_or("localhost");
    let host = host.split(':').next().unwrap_or(host);
    let message_id = format!("<{}@{host}>", hex::encode(&tx.env.random.bytes32()?[..16]));
    let attachment = letter.attachment.as_ref();
    tx.wrote_mail = true;
    Ok(diesel::insert_into(outbox::table)
        .values((
            outbox::message_id.eq(message_id),
            outbox::kind.eq(letter.kind),
            outbox::version.eq(letter.version),
            outbox::recipient.eq(&letter.to),
            outbox::subject.eq(&letter.subject),
            outbox::body_text.eq(&letter.text),
            outbox::body_html.eq(&letter.html),
            outbox::link_id.eq(letter.link_id),
            outbox::sign_in_id.eq(letter.sign_in_id),
            outbox::attachment_name.eq(attachment.map(|file| file.name)),
            outbox::attachment_type.eq(attachment.map(|file| file.media_type)),
            outbox::attachment_body.eq(attachment.map(|file| file.body.as_str())),
            outbox::forget.eq(letter.forget),
            outbox::state.eq(State::Queued),
            outbox::due_at.eq(tx.now),
            outbox::created_at.eq(tx.now),
        ))
        .returning(outbox::id)
        .get_result(tx.db)?)
}
