//! Dates and moments in words, as people in England read them: "6 August 2026", British time.

use time::{Date, Duration, Month, Time};

use crate::db::Instant;

/// The months by the letters that tell them apart.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// A date, such as `6 August 2026`.
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}

/// A date with its day of the week, such as `Thursday 6 August 2026`.
pub fn weekday(date: Date) -> String {
    format!("{} {}", date.weekday(), day(date))
}

/// The days from `first` to `last`: `6 August 2026`, `6 to 10 August 2026`, `30 July to 3 August 2026`.
pub fn days(first: Date, last: Date) -> String {
    if first == last {
        day(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{} to {}", first.day(), day(last))
    } else if first.year() == last.year() {
        format!("{} {} to {}", first.day(), first.month(), day(last))
    } else {
        format!("{} to {}", day(first), day(last))
    }
}

/// A moment in British time, such as `5:30pm on 6 August 2026`.
pub fn moment(at: Instant) -> String {
    let local = british(at);
    format!("{} on {}", time_of_day(local.utc().time()), day(local.date()))
}

/// The date in Britain at a moment, such as `6 August 2026`.
pub fn day_of(at: Instant) -> String {
    day(british(at).date())
}

/// The date in Britain at a moment.
pub fn date_of(at: Instant) -> Date {
    british(at).date()
}

/// The moment at which clocks in Britain show this time on this date. It is exact but for the hour in which the clocks change.
pub fn at_clock(date: Date, time: Time) -> Instant {
    let at = Instant::new(time::PrimitiveDateTime::new(date, time));
    at.plus(-british(at).since(at))
}

/// A time of day as people write it: `9am`, `4:30pm`, `midday`, `13:00`. Nothing if it is not one.
pub fn time_in(words: &str) -> Option<Time> {
    let words: String = words.split_whitespace().collect::<String>().to_lowercase().replace('.', ":");
    let (clock, half) = match words.as_str() {
        "midday" | "noon" => return Time::from_hms(12, 0, 0).ok(),
        "midnight" => return Some(Time::MIDNIGHT),
        other => match (other.strip_suffix("am"), other.strip_suffix("pm")) {
            (Some(clock), _) => (clock, Some(0)),
            (_, Some(clock)) => (clock, Some(12)),
            _ => (other, None),
        },
    };
    let (hour, minute) = match (clock.split_once(':'), half) {
        (Some(parts), _) => parts,
        (None, Some(_)) => (clock, "0"),
        (None, None) => return None,
    };
    let (hour, minute) = (hour.parse::<u8>().ok()?, minute.parse::<u8>().ok()?);
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
        None => hour,
    };
    Time::from_hms(hour, minute, 0).ok()
}

/// The last date that is whole before a deadline, at whatever time of day: what to write after "by the end of".
pub fn last_day_before(deadline: Instant) -> String {
    let date = british(deadline).date();
    day(date.previous_day().unwrap_or(date))
}

/// The date so many months before: the same day of the month, or the month's last.
pub fn months_before(date: Date, months: u32) -> Date {
    months_from(date, -i64::from(months))
}

/// The date so many months later: the same day of the month, or the month's last.
pub fn months_after(date: Date, months: u32) -> Date {
    months_from(date, i64::from(months))
}

fn months_from(date: Date, months: i64) -> Date {
    let count = i64::from(date.year()) * 12 + i64::from(u8::from(date.month())) - 1 + months;
    let year = i32::try_from(count.div_euclid(12)).unwrap_or_default();
    let month = u8::try_from(count.rem_euclid(12) + 1)
        .ok()
        .and_then(|month| Month::try_from(month).ok());
    let month = month.unwrap_or(Month::January);
    Date::from_calendar_date(year, month, date.day().min(month.length(year))).unwrap_or(date)
}

/// British clock time as an instant's numbers: one hour ahead of UTC from the last Sunday of March, 1am, to the last Sunday of October, 1am.
fn british(at: Instant) -> Instant {
    let change = |month| last_sunday(at.date().year(), month).map(|date| Instant::midnight(date).plus(Duration::HOUR));
    match (change(Month::March), change(Month::October)) {
        (Some(spring), Some(autumn)) if spring <= at && at < autumn => at.plus(Duration::HOUR),
        _ => at,
    }
}

/// The date and the hour that clocks in Britain show at a moment.
pub fn british_hour(at: Instant) -> (Date, u8) {
    let local = british(at);
    (local.date(), local.utc().hour())
}

/// The moment at which clocks in Britain show this hour of this date. Of an hour that is there twice it is the first.
pub fn at_british_hour(date: Date, hour: u8) -> Instant {
    let shown = Instant::midnight(date).plus(Duration::hours(i64::from(hour)));
    let summer = shown.plus(-Duration::HOUR);
    if british(summer) == shown { summer } else { shown }
}

/// The last Sunday of a month that has 31 days.
fn last_sunday(year: i32, month: Month) -> Option<Date> {
    let last = Date::from_calendar_date(year, month, 31).ok()?;
    last.replace_day(31 - last.weekday().number_days_from_sunday()).ok()
}

fn time_of_day(time: Time) -> String {
    let (hour, half) = match time.hour() {
        0 => (12, "am"),
        hour @ 1..=11 => (hour, "am"),
        12 => (12, "pm"),
        hour => (hour - 12, "pm"),
    };
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{hour}{half}"),
        (_, minute) => format!("{hour}:{minute:02}{half}"),
    }
}

/// The month with this number or name; three letters of a name are enough.
pub fn month(text: &str) -> Option<Month> {
    let number = if let Ok(number) = text.parse::<u8>() {
        number
    } else {
        let name = text.to_lowercase();
        let found = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name));
        u8::try_from(found? + 1).ok()?
    };
    Month::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime, time};

    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (words, at) in [
            ("9am", time!(9:00)),
            ("4:30pm", time!(16:30)),
            ("12pm", time!(12:00)),
            ("12 am", time!(0:00)),
            ("midday", time!(12:00)),
            ("8.45AM", time!(8:45)),
            ("13:00", time!(13:00)),
        ] {
            assert_eq!(time_in(words), Some(at), "{words}");
        }
        for words in ["", "after lunch", "13pm", "0am", "9", "24:00", "9:60am"] {
            assert_eq!(time_in(words), None, "{words}");
        }
    }

    #[test]
    fn clocks_in_britain_are_an_hour_ahead_in_summer() {
        assert_eq!(
            at_clock(date!(2027 - 06 - 14), time!(17:00)),
            Instant::new(datetime!(2027-06-14 16:00))
        );
        assert_eq!(
            at_clock(date!(2027 - 01 - 14), time!(17:00)),
            Instant::new(datetime!(2027-01-14 17:00))
        );
        assert_eq!(date_of(Instant::new(datetime!(2027-06-14 23:30))), date!(2027 - 06 - 15));
    }
}
