//! Everything about one application.

use diesel::prelude::*;
use serde_json::Value as Json;

use super::log;
use super::prepared::{messages, still_coming, tasks};
use crate::afterwards;
use crate::applications::Step;
use crate::applications::status::Explanation;
use crate::audit;
use crate::confirmations::{self, Answers, Confirmation};
use crate::db::schema::{
    application, application_answer, application_choice, application_claim, application_school, offer, opportunity, organisation,
    placement, proposal, round, standing,
};
use crate::db::{AnyConnection, Instant};
use crate::decisions;
use crate::error::Error;
use crate::my_data::model::{Item, Value};
use crate::my_data::words::{what, who};

/// More looks than any application has.
const LOOKS: i64 = 10_000;

/// An application with all that belongs to it.
pub fn application_item(db: &mut AnyConnection, id: i64) -> Result<Item, Error> {
    type Row = (
        String,
        String,
        String,
        Option<String>,
        Option<String>,
        String,
        (Instant, Instant, Option<Instant>, bool),
    );
    let (reference, round, state, reason, area, statements, (begun, changed, sent, equality)): Row = application::table
        .inner_join(round::table)
        .filter(application::id.eq(id))
        .select((
            application::public_ref,
            round::name,
            application::state,
            application::reason,
            application::area,
            application::statements,
            (
                application::created_at,
                application::changed_at,
                application::submitted_at,
                application::equality_done,
            ),
        ))
        .get_result(db)?;
    let statements: Json = serde_json::from_str(&statements)?;
    Ok(Item::new(format!("Application {reference}"))
        .with("reference", "Reference", reference)
        .with("round", "Round", round)
        .with("state", "Where it stands", state)
        .maybe("reason", "Why", reason)
        .with("begun_at", "Begun", begun)
        .with("changed_at", "Last changed", changed)
        .maybe("sent_at", "Sent", sent)
        .maybe("area", "First half of your postcode", area)
        .with("statements", "Statements", statements)
        .with("equality_questions_done", "Done with the equality questions", equality)
        .group("answers", "What you answered", answers(db, id)?)
        .group("choices", "What you chose", choices(db, id)?)
        .group("circumstances", "Circumstances as the ranking sees them", claims(db, id)?)
        .group("schools", "Schools that you named", schools(db, id)?)
        .group("confirmations", "Who was asked about you", asked(db, id)?)
        .group("standings", "Where you stand for each choice", standings(db, id)?)
        .group("proposals", "What coordinators were asked", proposals(db, id)?)
        .group("offers", "What you were offered", offers(db, id)?)
        .group("placements", "What was agreed", placements(db, id)?)
        .group("preparation", "What there was to do before you came", tasks(db, id)?)
        .group("still_coming", "When we asked if you still came", still_coming(db, id)?)
        .group("messages", "Messages about it", messages(db, id)?)
        .group("looks", "Who looked at your data", looks(db, id)?)
        .group("log", "The log about this application", log(db, "application", id)?))
}

fn answers(db: &mut AnyConnection, id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<(String, String, Instant)> = application_answer::table
        .filter(application_answer::application_id.eq(id))
        .order(application_answer::saved_at)
        .select((application_answer::step, application_answer::answer, application_answer::saved_at))
        .load(db)?;
    rows.into_iter()
        .map(|(step, answer, saved)| {
            let answer: Value = if step == Step::DateOfBirth.as_str() {
                serde_json::from_str::<time::Date>(&answer)?.into()
            } else {
                serde_json::from_str::<Json>(&answer)?.into()
            };
            Ok(Item::new(step.replace('-', " "))
                .with("question", "Question", step)
                .with("answer", "Answer", answer)
                .with("saved_at", "Saved", saved))
        })
        .collect()
}

fn choices(db: &mut AnyConnection, id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<(i32, String, String)> = application_choice::table
        .inner_join(opportunity::table.inner_join(organisation::table))
        .filter(application_choice::application_id.eq(id))
        .order(application_choice::position)
        .select((application_choice::position, opportunity::title, organisation::name))
        .load(db)?;
    let item = |(position, title, of): (i32, String, String)| {
        Item::new(title.clone())
            .with("choice", "Choice", position)
            .with("placement", "Placement", title)
            .with("organisation", "With", of)
    };
    Ok(rows.into_iter().map(item).collect())
}

fn claims(db: &mut AnyConnection, id: i64) -> Result<Vec<Item>, Error> {
    let rows: Vec<(String, String)> = application_claim::table
        .filter(application_claim::application_id.eq(id))
        .order(application_claim::criterion)
        .select((application_claim::criterion, application_claim::level))
        .load(db)?;
    let item = |(criterion, level): (String, String)| {
        Item::new(criterion.replace('_', " "))
            .with("criterion", "Circumstance", criterion)
            .with("level", "How sure", level)
    };
    Ok(rows.into_iter().map(item).collect())
}

fn schools(db: &mut AnyConnection, id: i64) -> Result<Vec<Item>, Error> {
    type Row = (String, Option<i32>, Option<i32>, Option<i32>, Option<i32>, Option<String>);
    let rows: Vec<Row> = application_school::table
        .filter(application_school::application_id.eq(id))
        .order(application_school::position)
        .select((
            application_school::as_typed,
            application_school::from_year,
            application_school::to_year,
            application_school::measure_year,
            application_school::measure_value,
            application_school::measure_source,
        ))
        .load(db)?;
    let item = |(name, from, to, year, hundredths, source): Row| {
        Item::new(name.clone())
            .with("school", "School", name)
            .maybe("from", "You began there in", from)
            .maybe("to", "You left in", to)
            .maybe("census", "Year of the figure that was used", year)
            .maybe(
                "share",
                "Pupils who could have free school meals, in hundredths of one percent",
                hundredths,
            )
            .maybe("source", "Source of the figure", source)
    };
    Ok(rows.into_iter().map(item).collect())
}

fn asked(db: &mut AnyConnection, id: i64) -> Result<Vec<Item>, Error> {
    let rows = confirmations::of_application(db, id)?;
    rows.into_iter().map(asked_item).collect()
}

/// What a guardian gave as their reason, and whether a school wants to talk first, was said to others in confidence, and is left out.
fn asked_item(row: Confirmation) -> Result<Item, Error> {
    let item = Item::new(row.kind.as_str())
        .with("kind", "Who", row.kind.as_str())
        .with("name", "Name", row.name)
        .with("email", "Email address", row.email)
        .with("relationship", "Who they are to you", row.relationship)
        .with("state", "Where it stands", row.state.as_str())
        .with("asked_at", "Asked", row.asked_at)
        .with("reminders", "Reminders", row.chases)
        .maybe("answered_at", "Answered", row.answered_at)
        .maybe("answered_name", "Answered by", row.answered_name)
        .maybe("answered_relationship", "Answered as", row.answered_relationship)
        .maybe("wording", "Words that were agreed to", row.wording_version);
    Ok(match row.answers {
        Some(Answers::School(says)) => item
            .with("on_roll", "On the roll", says.on_roll)
            .with(
                "circumstances",
                "What they said of circumstances",
                serde_json::to_value(says.circumstances)?,
            )
            .maybe("meals_year", "Year of the school's figure", says.meals_year),
        Some(Answers::Guardian { .. }) | None => item,
    })
}

fn standings(db: &mut AnyConnection, id: i64) -> Result<Vec<Item>, Error> {
    type Row = (String, i32, String, String, i64, Option<i64>, String, Option<i64>, String);
    let rows: Vec<Row> = standing::table
        .inner_join(opportunity::table)
        .filter(standing::application_id.eq(id))
        .order(standing::choice)
        .select((
            opportunity::title,
            standing::choice,
            standing::band,
            standing::lottery,
            standing::draw_position,
            standing::priority_position,
            standing::status,
            standing::waiting_position,
            standing::explanation,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(title, choice, band, lottery, draw, rank, status, waiting, why)| {
            let why: Explanation = serde_json::from_str(&why)?;
            Ok(Item::new(title.clone())
                .with("placement", "Placement", title)
                .with("choice", "Choice", choice)
                .with("group", "Group", band)
                .with("lottery_number", "Lottery number", lottery)
                .with("draw_position", "Position in the draw", draw)
                .maybe("rank", "Rank among everybody who chose it", rank)
                .with("status", "Status", status)
                .maybe("waiting_position", "Position on the waiting list", waiting)
                .with("why", "Why", serde_json::to_value(why)?))
        })
        .collect()
}

fn proposals(db: &mut AnyConnection, id: i64) -> Result<Vec<Item>, Error> {
    type Row = (String, String, Instant, Option<Instant>, Option<String>);
    let handed_on = decisions::declared_at(db, id)?.map(|(_, at)| at);
    let rows: Vec<Row> = proposal::table
        .inner_join(opportunity::table)
        .filter(proposal::application_id.eq(id))
        .order(proposal::id)
        .select((
            opportunity::title,
            proposal::state,
            proposal::created_at,
            proposal::decided_at,
            proposal::reason,
        ))
        .load(db)?;
    let item = |(title, state, asked, decided, reason): Row| {
        Item::new(title.clone())
            .with("placement", "Placement", title)
            .with("state", "Where it stands", state)
            .with("asked_at", "Asked", asked)
            .maybe("handed_on_at", "Somebody who was asked said that they know you", handed_on)
            .maybe("decided_at", "Decided", decided)
            .maybe("reason", "Why", reason)
    };
    Ok(rows.into_iter().map(item).collect())
}

fn offers(db: &mut AnyConnection, id: i64) -> Result<Vec<Item>, Error> {
    type Row = (String, String, Instant, Instant, Option<Instant>, Option<String>);
    let rows: Vec<Row> = offer::table
        .inner_join(opportunity::table)
        .filter(offer::application_id.eq(id))
        .order(offer::id)
        .select((
            opportunity::title,
            offer::state,
            offer::made_at,
            offer::expires_at,
            offer::answered_at,
            offer::reason,
        ))
        .load(db)?;
    let item = |(title, state, made, expires, answered, reason): Row| {
        Item::new(title.clone())
            .with("placement", "Placement", title)
            .with("state", "Where it stands", state)
            .with("made_at", "Made", made)
            .with("expires_at", "Could be answered until", expires)
            .maybe("answered_at", "Answered", answered)
            .maybe("reason", "Why", reason)
    };
    Ok(rows.into_iter().map(item).collect())
}

fn placements(db: &mut AnyConnection, id: i64) -> Result<Vec<Item>, Error> {
    type Row = (
        i64,
        String,
        time::Date,
        time::Date,
        String,
        Instant,
        Option<Instant>,
        Option<String>,
    );
    let rows: Vec<Row> = placement::table
        .inner_join(opportunity::table)
        .filter(placement::application_id.eq(id))
        .select((
            placement::id,
            opportunity::title,
            opportunity::first_day,
            opportunity::last_day,
            placement::state,
            placement::agreed_at,
            placement::ended_at,
            placement::reason,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(number, title, first, last, state, agreed, ended, reason)| {
            let item = Item::new(title.clone())
                .with("placement", "Placement", title)
                .with("first_day", "First day", first)
                .with("last_day", "Last day", last)
                .with("state", "Where it stands", state)
                .with("agreed_at", "Agreed", agreed)
                .maybe("ended_at", "Ended", ended)
                .maybe("reason", "Why", reason);
            afterwards::kept(db, number, item)
        })
        .collect()
}

fn looks(db: &mut AnyConnection, id: i64) -> Result<Vec<Item>, Error> {
    let rows = audit::looks(db, id, i64::MAX, LOOKS)?;
    let item = |look: &audit::Look| {
        Item::new("Look")
            .with("at", "When", look.at)
            .with("who", "Who", who(look))
            .with("what", "What they saw", what(look.page))
    };
    Ok(rows.iter().map(item).collect())
}
