//! The letters and links that went to a person.

use diesel::prelude::*;

use crate::db::schema::{link, outbox};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::mail::{CODE_MARK, LINK_MARK};
use crate::my_data::model::Item;

/// The letters to an address, oldest first. Links and codes are not stored, so none of them can be in here.
pub fn letters(db: &mut AnyConnection, email: &str) -> Result<Vec<Item>, Error> {
    type Row = (String, String, String, Option<String>, Instant, Option<Instant>);
    let rows: Vec<Row> = outbox::table
        .filter(outbox::recipient.eq(email))
        .order(outbox::id)
        .select((
            outbox::kind,
            outbox::subject,
            outbox::body_text,
            outbox::attachment_name,
            outbox::created_at,
            outbox::finished_at,
        ))
        .load(db)?;
    let item = |(kind, subject, body, file, written, sent): Row| {
        let body = body.replace(LINK_MARK, "[link]").replace(CODE_MARK, "[code]");
        let body = Some(body).filter(|body| !body.is_empty());
        Item::new(subject.clone())
            .with("kind", "Kind", kind)
            .with("subject", "Subject", subject)
            .with("written_at", "Written", written)
            .maybe("sent_at", "Sent or given up", sent)
            .maybe("file", "File with it", file)
            .maybe("body", "Words", body)
    };
    Ok(rows.into_iter().map(item).collect())
}

/// The links that were sent to an address, oldest first, without what opens them.
pub fn links(db: &mut AnyConnection, email: &str) -> Result<Vec<Item>, Error> {
    type Row = (String, Instant, Instant, Option<Instant>, Option<String>, Option<Instant>);
    let rows: Vec<Row> = link::table
        .filter(link::recipient.eq(email))
        .order(link::id)
        .select((
            link::purpose,
            link::created_at,
            link::expires_at,
            link::used_at,
            link::used_how,
            link::superseded_at,
        ))
        .load(db)?;
    let item = |(purpose, made, expires, used, how, overtaken): Row| {
        Item::new("Link")
            .with("purpose", "For", purpose)
            .with("made_at", "Made", made)
            .with("expires_at", "Ends", expires)
            .maybe("used_at", "Used", used)
            .maybe("used_how", "How", how)
            .maybe("overtaken_at", "Overtaken", overtaken)
    };
    Ok(rows.into_iter().map(item).collect())
}
