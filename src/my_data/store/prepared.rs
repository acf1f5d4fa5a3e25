//! What was prepared for a person's placements.

use diesel::prelude::*;
use serde_json::Value as Json;

use crate::db::schema::{calendar_feed, message, opportunity, placement, placement_task, reconfirmation};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::my_data::model::Item;

/// The tasks of an application's placement. The name that a guardian declared is theirs, and is left out.
pub fn tasks(db: &mut AnyConnection, application_id: i64) -> Result<Vec<Item>, Error> {
    type Row = (String, String, String, Option<String>, Option<time::Date>, Option<Instant>);
    let rows: Vec<Row> = placement_task::table
        .inner_join(placement::table)
        .filter(placement::application_id.eq(application_id))
        .order(placement_task::task)
        .select((
            placement_task::task,
            placement_task::owner,
            placement_task::state,
            placement_task::detail,
            placement_task::due_on,
            placement_task::done_at,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(task, owner, state, detail, due, done)| {
            let detail: Option<Json> = detail
                .filter(|_| owner != "guardian")
                .map(|json| serde_json::from_str(&json))
                .transpose()?;
            Ok(Item::new(task.replace('-', " "))
                .with("task", "Task", task)
                .with("owner", "Who does it", owner)
                .with("state", "Where it stands", state)
                .maybe("due_on", "By when", due)
                .maybe("done_at", "Done", done)
                .maybe("detail", "What was said", detail))
        })
        .collect()
}

/// When somebody was asked whether they still come, and what they said.
pub fn still_coming(db: &mut AnyConnection, application_id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<(i32, Instant, Option<String>, Option<Instant>)> = reconfirmation::table
        .inner_join(placement::table)
        .filter(placement::application_id.eq(application_id))
        .order(reconfirmation::id)
        .select((
            reconfirmation::number,
            reconfirmation::asked_at,
            reconfirmation::answer,
            reconfirmation::answered_at,
        ))
        .load(db)?;
    let item = |(number, asked, answer, answered): (i32, Instant, Option<String>, Option<Instant>)| {
        Item::new("Question")
            .with("number", "Number", number)
            .with("asked_at", "Asked", asked)
            .maybe("answer", "Answer", answer)
            .maybe("answered_at", "Answered", answered)
    };
    Ok(rows.into_iter().map(item).collect())
}

/// The calendars that a person made, without what opens them.
pub fn calendars(db: &mut AnyConnection, person_id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<(Instant, Option<Instant>)> = calendar_feed::table
        .filter(calendar_feed::person_id.eq(person_id))
        .order(calendar_feed::id)
        .select((calendar_feed::created_at, calendar_feed::revoked_at))
        .load(db)?;
    let item = |(made, ended): (Instant, Option<Instant>)| {
        Item::new("Calendar")
            .with("made_at", "Made", made)
            .maybe("ended_at", "Ended", ended)
    };
    Ok(rows.into_iter().map(item).collect())
}

type Written = (String, String, Instant, Option<Instant>, Option<Instant>, String);

fn written((title, from, sent, read, reported, body): Written) -> Item {
    Item::new("Message")
        .with("placement", "Placement", title)
        .with("from", "From", from)
        .with("sent_at", "Sent", sent)
        .maybe("read_at", "Read", read)
        .maybe("reported_at", "Reported", reported)
        .with("words", "Words", body)
}

/// The messages about an application, from both sides, oldest first.
pub fn messages(db: &mut AnyConnection, application_id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<Written> = message::table
        .inner_join(opportunity::table)
        .filter(message::application_id.eq(application_id))
        .order(message::id)
        .select((
            opportunity::title,
            message::sender_kind,
            message::sent_at,
            message::read_at,
            message::flagged_at,
            message::body,
        ))
        .load(db)?;
    Ok(rows.into_iter().map(written).collect())
}

/// The messages that a person wrote as a coordinator, oldest first.
pub fn messages_by(db: &mut AnyConnection, person_id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<Written> = message::table
        .inner_join(opportunity::table)
        .filter(message::sender_id.eq(person_id))
        .filter(message::sender_kind.eq("coordinator"))
        .order(message::id)
        .select((
            opportunity::title,
            message::sender_kind,
            message::sent_at,
            message::read_at,
            message::flagged_at,
            message::body,
        ))
        .load(db)?;
    Ok(rows.into_iter().map(written).collect())
}
