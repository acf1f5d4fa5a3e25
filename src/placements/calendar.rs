//! Calendars: the days of an agreed placement as a file, and as parts of a calendar that somebody subscribes to.

use icalendar::{Calendar, Component, Event, EventLike, Property};
use time::{Date, Duration};

use crate::dates::{at_clock, time_in};
use crate::db::Instant;
use crate::error::Error;
use crate::opportunities::{Detail, Opportunity, days_of};

/// An `.ics` file with the days of a placement.
///
/// # Errors
/// `Internal` if a date is beyond the calendar.
pub fn file(reference: &str, about: &Opportunity, detail: Option<&Detail>, now: Instant) -> Result<String, Error> {
    Ok(whole(events(reference, about, detail, now)?))
}

/// A calendar of these events.
pub fn whole(events: Vec<Event>) -> String {
    let calendar = Calendar::new();
    events
        .into_iter()
        .fold(calendar, |mut all, event| all.push(event).done())
        .to_string()
}

/// The days of a placement, each with its times; where those cannot be read, one event over all of its days. Identifiers are made of the
/// placement's public reference, so that a file that is opened twice makes each entry once.
///
/// # Errors
/// `Internal` if a date is beyond the calendar.
pub fn events(reference: &str, about: &Opportunity, detail: Option<&Detail>, now: Instant) -> Result<Vec<Event>, Error> {
    let described = |mut event: Event| {
        let meet = detail.map(|detail| detail.meeting_point.trim()).filter(|place| !place.is_empty());
        let meet = meet.map(|place| format!(" Meet at: {place}.")).unwrap_or_default();
        event
            .location(&format!("{}, {}", about.organisation, about.town))
            .description(&format!("{} to {}. {}{meet}", about.start_time, about.finish_time, about.dress))
            .done()
    };
    let times = time_in(&about.start_time).zip(time_in(&about.finish_time));
    let Some((from, to)) = times.filter(|(from, to)| from < to) else {
        return Ok(vec![described(all_day(
            reference,
            &about.title,
            about.first_day,
            about.last_day,
            now,
        )?)]);
    };
    let day = |day: Date| {
        let event = stamped(&format!("{reference}-{}", compact(day)), &about.title, now)
            .append_property(Property::new("DTSTART", moment(at_clock(day, from))))
            .append_property(Property::new("DTEND", moment(at_clock(day, to))))
            .done();
        described(event)
    };
    Ok(days_of(about, detail).into_iter().map(day).collect())
}

/// An event from the first to the last day, without times.
///
/// # Errors
/// `Internal` if a date is beyond the calendar.
pub fn all_day(reference: &str, summary: &str, first: Date, last: Date, now: Instant) -> Result<Event, Error> {
    // All-day events end on the day after the last one (RFC 5545, 3.6.1).
    let end = last
        .checked_add(Duration::days(1))
        .ok_or_else(|| Error::internal("the last day has no next"))?;
    let date = |name: &str, date: Date| Property::new(name, compact(date)).add_parameter("VALUE", "DATE").done();
    Ok(stamped(reference, summary, now)
        .append_property(date("DTSTART", first))
        .append_property(date("DTEND", end))
        .done())
}

fn stamped(reference: &str, summary: &str, now: Instant) -> Event {
    Event::new()
        .uid(&format!("{reference}@practise"))
        .summary(summary)
        .add_property("DTSTAMP", moment(now))
        .done()
}

fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), u8::from(date.month()), date.day())
}

fn moment(at: Instant) -> String {
    let at = at.utc();
    format!("{}T{:02}{:02}{:02}Z", compact(at.date()), at.hour(), at.minute(), at.second())
}
