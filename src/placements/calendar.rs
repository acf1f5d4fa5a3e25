//! The calendar file of an agreed placement.

use icalendar::{Calendar, Component, Event, EventLike};
use time::Duration;

use crate::db::Instant;
use crate::error::Error;
use crate::opportunities::Opportunity;

/// An `.ics` file with the placement as an all-day event from its first to its last day. Its identifier is the placement's public reference, so
/// that a file that is opened twice makes one entry.
///
/// # Errors
/// `Internal` if a date is beyond the calendar.
pub fn file(reference: &str, about: &Opportunity, now: Instant) -> Result<String, Error> {
    // All-day events end on the day after the last one (RFC 5545, 3.6.1).
    let end = about
        .last_day
        .checked_add(Duration::days(1))
        .ok_or_else(|| Error::internal("the last day has no next"))?;
    let stamp = now.utc();
    let event = Event::new()
        .uid(&format!("{reference}@practise"))
        .summary(&about.title)
        .location(&format!("{}, {}", about.organisation, about.town))
        .description(&format!("{} to {}. {}", about.start_time, about.finish_time, about.dress))
        .add_property(
            "DTSTAMP",
            format!(
                "{}T{:02}{:02}{:02}Z",
                compact(stamp.date()),
                stamp.hour(),
                stamp.minute(),
                stamp.second()
            ),
        )
        .append_property(
            icalendar::Property::new("DTSTART", compact(about.first_day))
                .add_parameter("VALUE", "DATE")
                .done(),
        )
        .append_property(
            icalendar::Property::new("DTEND", compact(end))
                .add_parameter("VALUE", "DATE")
                .done(),
        )
        .done();
    Ok(Calendar::new().push(event).done().to_string())
}

fn compact(date: time::Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), u8::from(date.month()), date.day())
}
