//! Dates and times as the NHS service manual writes them.

use time::{Date, Duration, Month, Weekday};

use crate::db::Instant;

/// `6 August 2026`.
pub fn long(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date.month()), date.year())
}

/// `Thursday 6 August 2026`.
pub fn with_weekday(date: Date) -> String {
    format!("{} {}", weekday(date.weekday()), long(date))
}

/// The days from `first` to `last`: `6 August 2026`, `6 to 10 August 2026` or `30 July to 3 August 2026`.
pub fn days(first: Date, last: Date) -> String {
    if first == last {
        long(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} to {}", first.day(), long(last))
    } else if first.year() == last.year() {
        format!("{} {} to {}", first.day(), month(first.month()), long(last))
    } else {
        format!("{} to {}", long(first), long(last))
    }
}

/// The last day before a deadline, such as `6 August 2026`: what to write after "by" when the deadline is a midnight.
pub fn last_day(deadline: Instant) -> String {
    long(uk_date(deadline.plus(-Duration::SECOND)))
}

/// `6 August 2026 at 5:30pm`, in the time of the United Kingdom.
pub fn moment(at: Instant) -> String {
    let local = uk(at);
    format!("{} at {}", long(local.date()), clock(local.hour(), local.minute()))
}

/// The date in the United Kingdom at a moment.
pub fn uk_date(at: Instant) -> Date {
    uk(at).date()
}

/// The time of the United Kingdom: an hour ahead of UTC from the last Sunday of March, 1am UTC, to the last Sunday of October, 1am UTC.
fn uk(at: Instant) -> time::PrimitiveDateTime {
    let utc = at.utc();
    let change = |month| last_sunday(utc.year(), month).map(|day| day.midnight() + Duration::hours(1));
    match (change(Month::March), change(Month::October)) {
        (Some(begins), Some(ends)) if utc >= begins && utc < ends => utc + Duration::hours(1),
        _ => utc,
    }
}

/// The last Sunday of March or October: both have 31 days.
fn last_sunday(year: i32, month: Month) -> Option<Date> {
    let last = Date::from_calendar_date(year, month, 31).ok()?;
    last.checked_sub(Duration::days(i64::from(last.weekday().number_days_from_sunday())))
}

fn clock(hour: u8, minute: u8) -> String {
    match (hour, minute) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        _ => {
            let half = if hour < 12 { "am" } else { "pm" };
            let hour = match hour % 12 {
                0 => 12,
                other => other,
            };
            if minute == 0 { format!("{hour}{half}") } else { format!("{hour}:{minute:02}{half}") }
        }
    }
}

const fn month(month: Month) -> &'static str {
    match month {
        Month::January => "January",
        Month::February => "February",
        Month::March => "March",
        Month::April => "April",
        Month::May => "May",
        Month::June => "June",
        Month::July => "July",
        Month::August => "August",
        Month::September => "September",
        Month::October => "October",
        Month::November => "November",
        Month::December => "December",
    }
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
