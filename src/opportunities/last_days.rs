//! The last days before a placement: until when its places are offered, and how long somebody has to answer then.

use time::{Date, Duration, Time};

use crate::dates;
use crate::db::Instant;
use crate::working_days::working_days_before;

/// Nobody is offered a place with less time than this to answer.
const LEAST: Duration = Duration::hours(4);
/// From so many working days before the first day on, an offer is open for [`SHORT`] only: there is time for whoever comes next.
const LATE: u32 = 5;
const SHORT: Duration = Duration::DAY;
/// The hour at which the last working day before the first day ends for offers.
const HOUR: u8 = 17;

/// The moment from which no offer can be answered any more: 5pm on the last working day before the first day, as clocks in Britain show it.
pub fn cut_off(first_day: Date) -> Instant {
    let day = working_days_before(first_day, 1).unwrap_or(first_day);
    dates::at_clock(day, Time::from_hms(HOUR, 0, 0).unwrap_or(Time::MIDNIGHT))
}

/// True if a place can be offered to somebody at `now`: they have at least four hours until the cut-off.
pub fn can_offer(first_day: Date, now: Instant) -> bool {
    now.plus(LEAST) <= cut_off(first_day)
}

/// Until when an offer that is made at `now` can be answered: as many days as the round gives, one day in the last days, and never later
/// than the cut-off.
pub fn answer_until(first_day: Date, now: Instant, days: i32) -> Instant {
    let late = working_days_before(first_day, LATE).is_some_and(|day| dates::date_of(now) >= day);
    let usual = now.plus(Duration::days(i64::from(days)));
    let until = if late { usual.min(now.plus(SHORT)) } else { usual };
    until.min(cut_off(first_day))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    /// A Monday.
    const FIRST: Date = date!(2027 - 06 - 14);

    #[test]
    fn the_last_working_day_ends_offers() {
        assert_eq!(cut_off(FIRST), Instant::new(datetime!(2027-06-11 16:00)));
        // Easter Monday and Good Friday lie between.
        assert_eq!(cut_off(date!(2027 - 03 - 30)), Instant::new(datetime!(2027-03-25 17:00)));
        assert!(can_offer(FIRST, Instant::new(datetime!(2027-06-11 12:00))));
        assert!(!can_offer(FIRST, Instant::new(datetime!(2027-06-11 12:00:01))));
        assert!(!can_offer(FIRST, Instant::new(datetime!(2028-06-11 12:00))));
    }

    #[test]
    fn an_offer_ends_early_enough_for_the_next_person() {
        let at = |now, until| assert_eq!(answer_until(FIRST, Instant::new(now), 7), Instant::new(until), "{now}");
        at(datetime!(2027-05-01 09:00), datetime!(2027-05-08 09:00));
        // Five working days before is Monday, 7 June.
        at(datetime!(2027-06-06 09:00), datetime!(2027-06-11 16:00));
        at(datetime!(2027-06-07 09:00), datetime!(2027-06-08 09:00));
        at(datetime!(2027-06-11 09:00), datetime!(2027-06-11 16:00));
    }
}
