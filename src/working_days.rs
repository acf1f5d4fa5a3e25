//! Working days in England: Monday to Friday without bank holidays.
//!
//! The bank holidays follow the Banking and Financial Dealings Act 1971 and the royal proclamations that moved or added some since 2020.

use time::{Date, Duration, Month, Weekday};

/// Bank holidays that were added or moved to by proclamation.
const ADDED: [(i32, Month, u8); 5] = [
    (2020, Month::May, 8),
    (2022, Month::June, 2),
    (2022, Month::June, 3),
    (2022, Month::September, 19),
    (2023, Month::May, 8),
];
/// Days that would have been bank holidays and were moved away from.
const MOVED: [(i32, Month, u8); 2] = [(2020, Month::May, 4), (2022, Month::May, 30)];

/// True if this day is a bank holiday in England.
pub fn is_bank_holiday(date: Date) -> bool {
    let key = (date.year(), date.month(), date.day());
    if ADDED.contains(&key) {
        return true;
    }
    !MOVED.contains(&key) && (is_new_year(date) || is_easter(date) || is_monday_in_spring_or_summer(date) || is_christmas(date))
}

/// True for Monday to Friday without bank holidays.
pub fn is_working_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_bank_holiday(date)
}

/// The day that lies `count` working days before `date`; nothing beyond the calendar.
pub fn working_days_before(date: Date, count: u32) -> Option<Date> {
    let mut day = date;
    for _ in 0..count {
        day = day.previous_day()?;
        while !is_working_day(day) {
            day = day.previous_day()?;
        }
    }
    Some(day)
}

/// 1 January, or the Monday after it if it is on a weekend.
fn is_new_year(date: Date) -> bool {
    date.month() == Month::January
        && match date.weekday() {
            Weekday::Saturday | Weekday::Sunday => false,
            Weekday::Monday => date.day() <= 3,
            _ => date.day() == 1,
        }
}

/// Good Friday and Easter Monday.
fn is_easter(date: Date) -> bool {
    easter(date.year()).is_some_and(|sunday| date == sunday - Duration::days(2) || date == sunday + Duration::DAY)
}

/// The first and the last Monday of May, and the last of August.
fn is_monday_in_spring_or_summer(date: Date) -> bool {
    date.weekday() == Weekday::Monday
        && match date.month() {
            Month::May => date.day() <= 7 || date.day() > 24,
            Month::August => date.day() > 24,
            _ => false,
        }
}

/// 25 and 26 December, each put off to the next weekday that is free if it is on a weekend.
fn is_christmas(date: Date) -> bool {
    date.month() == Month::December
        && match (date.day(), date.weekday()) {
            (25 | 26, weekday) => !matches!(weekday, Weekday::Saturday | Weekday::Sunday),
            // Boxing Day on a Saturday, or Christmas Day on a weekend with Boxing Day beside it.
            (27 | 28, weekday) => matches!(weekday, Weekday::Monday | Weekday::Tuesday),
            _ => false,
        }
}

/// Easter Sunday by the Gregorian calendar (the anonymous algorithm published in 1876, with its letters as words).
fn easter(year: i32) -> Option<Date> {
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let (leap_centuries, odd_centuries) = (century / 4, century % 4);
    let moon_shift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30;
    let (leaps, odd) = (of_century / 4, of_century % 4);
    let weekday = (32 + 2 * odd_centuries + 2 * leaps - epact - odd) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    let (month, day) = (u8::try_from(sum / 31).ok()?, u8::try_from(sum % 31 + 1).ok()?);
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    /// As the government has published them.
    const KNOWN: [Date; 33] = [
        date!(2020 - 01 - 01),
        date!(2020 - 04 - 10),
        date!(2020 - 04 - 13),
        date!(2020 - 05 - 08),
        date!(2020 - 05 - 25),
        date!(2020 - 08 - 31),
        date!(2020 - 12 - 25),
        date!(2020 - 12 - 28),
        date!(2021 - 01 - 01),
        date!(2021 - 04 - 02),
        date!(2021 - 04 - 05),
        date!(2021 - 05 - 03),
        date!(2021 - 05 - 31),
        date!(2021 - 08 - 30),
        date!(2021 - 12 - 27),
        date!(2021 - 12 - 28),
        date!(2022 - 01 - 03),
        date!(2022 - 04 - 15),
        date!(2022 - 04 - 18),
        date!(2022 - 05 - 02),
        date!(2022 - 06 - 02),
        date!(2022 - 06 - 03),
        date!(2022 - 08 - 29),
        date!(2022 - 09 - 19),
        date!(2022 - 12 - 26),
        date!(2022 - 12 - 27),
        date!(2023 - 01 - 02),
        date!(2023 - 04 - 07),
        date!(2023 - 04 - 10),
        date!(2023 - 05 - 01),
        date!(2023 - 05 - 08),
        date!(2023 - 05 - 29),
        date!(2023 - 08 - 28),
    ];

    #[test]
    fn bank_holidays_are_those_that_were_published() {
        let mut day = date!(2020 - 01 - 01);
        let mut found = Vec::new();
        while day < date!(2023 - 12 - 01) {
            if is_bank_holiday(day) {
                found.push(day);
            }
            day += Duration::DAY;
        }
        assert_eq!(found, KNOWN);
    }

    #[test]
    fn bank_holidays_of_the_coming_years_are_those_that_were_announced() {
        for day in [
            date!(2026 - 04 - 03),
            date!(2026 - 04 - 06),
            date!(2026 - 12 - 28),
            date!(2027 - 03 - 26),
            date!(2027 - 03 - 29),
            date!(2027 - 12 - 27),
            date!(2027 - 12 - 28),
            date!(2028 - 01 - 03),
        ] {
            assert!(is_bank_holiday(day), "{day}");
        }
        assert!(!is_bank_holiday(date!(2028 - 12 - 27)));
        assert!(!is_bank_holiday(date!(2027 - 12 - 26)));
    }

    #[test]
    fn working_days_are_counted_over_weekends_and_holidays() {
        assert_eq!(working_days_before(date!(2027 - 03 - 30), 3), Some(date!(2027 - 03 - 23)));
        assert_eq!(working_days_before(date!(2026 - 07 - 20), 10), Some(date!(2026 - 07 - 06)));
        assert_eq!(working_days_before(date!(2026 - 07 - 20), 0), Some(date!(2026 - 07 - 20)));
    }
}
