//! What is kept about a placement, for the download of somebody's data.

use super::attendance::store::marks;
use super::certificate::store::newest;
use super::expenses::model::WhyRefused;
use super::expenses::store::of as claims;
use super::feedback::model::{FromOrganisation, FromParticipant};
use super::feedback::store::given;
use super::model::Side;
use super::observed::store::of as observations;
use super::thanks::store::written;
use super::touch::model::TouchState;
use super::touch::store as touch;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::my_data::Item;

/// Everything that was said and recorded about a placement, as things of the placement's own.
pub fn kept(db: &mut AnyConnection, placement_id: i64, placement: Item) -> Result<Item, Error> {
    let days = marks(db, placement_id)?.into_iter();
    let days = days.map(|(day, mark)| {
        Item::new("Day")
            .with("day", "Day", day)
            .with("attendance", "Attendance", mark.as_str())
    });
    let seen = observations(db, placement_id)?.into_iter().map(|one| {
        Item::new(one.value.words())
            .with("value", "Value", one.value.as_str())
            .with("day", "Day", one.on_day)
            .with("by", "Written by", one.side.as_str())
            .with("note", "What was done", one.note)
    });
    let claims = claims(db, placement_id)?.into_iter().map(|claim| {
        Item::new(claim.kind.words())
            .with("reference", "Reference", claim.reference)
            .with("day", "Day", claim.on_day)
            .with("pence", "Pence", i64::from(claim.pence))
            .with("note", "What it was", claim.note)
            .with("state", "Where it stands", claim.state.as_str())
            .with("sent_at", "Sent", claim.sent_at)
            .maybe("reason", "Why", claim.reason.map(WhyRefused::as_str))
    });
    let placement = placement
        .maybe("thanks", "What you wrote to say thank you", written(db, placement_id)?)
        .maybe(
            "keep_in_touch",
            "Whether we ask you later",
            touch::state(db, placement_id)?.map(TouchState::as_str),
        );
    let later = touch::answers(db, placement_id)?.into_iter().map(|(months, doing)| {
        Item::new("Answer")
            .with("months", "Months after", months)
            .with("answer", "What you did", doing.as_str())
    });
    Ok(placement
        .group("attendance", "Days that were recorded", days.collect())
        .group("values", "Values that were seen", seen.collect())
        .group("certificate", "Your certificate", certificate(db, placement_id)?)
        .group("feedback", "What was said about it", said(db, placement_id)?)
        .group("claims", "Money that you claimed", claims.collect())
        .group("later", "What you told us later", later.collect()))
}

fn certificate(db: &mut AnyConnection, placement_id: i64) -> Result<Vec<Item>, Error> {
    let Some(known) = newest(db, placement_id)? else {
        return Ok(Vec::new());
    };
    let printed = known.body.as_ref().map(serde_json::to_value).transpose()?;
    let item = Item::new("Certificate")
        .with("number", "Number", known.number)
        .with("issued_at", "Issued", known.issued_at)
        .maybe("withdrawn_at", "Withdrawn", known.withdrawn_at)
        .maybe("printed", "What is printed", printed);
    Ok(vec![item])
}

fn said(db: &mut AnyConnection, placement_id: i64) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    if let Some(given) = given::<FromParticipant>(db, placement_id, Side::Participant)? {
        let item = Item::new("By you").with("answers", "Answers", serde_json::to_value(&given.answers)?);
        items.push(item.with("may_quote", "The organisation may read and repeat your words", given.may_quote));
    }
    if let Some(given) = given::<FromOrganisation>(db, placement_id, Side::Organisation)? {
        items.push(Item::new("By the organisation").with("answers", "Answers", serde_json::to_value(&given.answers)?));
    }
    Ok(items)
}
