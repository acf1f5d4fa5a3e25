//! The record of days, and what follows from it.

use std::collections::BTreeMap;

use time::Date;

use crate::text_enum;

text_enum! {
    /// What is recorded of one day.
    pub enum Mark {
        /// Came.
        Came = "came",
        /// Did not come, and had said so.
        AbsentTold = "absent_told",
        /// Did not come, and had not said so.
        AbsentUntold = "absent_untold",
    }
}

impl Mark {
    /// The words beside the radio button.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Came => "Came",
            Self::AbsentTold => "Absent, told us",
            Self::AbsentUntold => "Absent, did not tell us",
        }
    }
}

/// What is recorded of each day.
pub type Marks = BTreeMap<Date, Mark>;

/// What a placement came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The person came on at least one day.
    Completed,
    /// The person came on none.
    DidNotAttend,
}

/// What the record of all `days` comes to; nothing while a day is missing.
pub fn outcome(days: &[Date], marks: &Marks) -> Option<Outcome> {
    if days.is_empty() || days.iter().any(|day| !marks.contains_key(day)) {
        return None;
    }
    let came = days.iter().any(|day| marks.get(day) == Some(&Mark::Came));
    Some(if came { Outcome::Completed } else { Outcome::DidNotAttend })
}

/// The days on which somebody came.
pub fn came(marks: &Marks) -> Vec<Date> {
    marks.iter().filter(|(_, mark)| **mark == Mark::Came).map(|(day, _)| *day).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::Duration;
    use time::macros::date;

    use super::*;

    fn marks_of(numbers: &[u8]) -> (Vec<Date>, Marks) {
        let days: Vec<Date> = (0..)
            .map(|at| date!(2027 - 06 - 14) + Duration::days(at))
            .take(numbers.len())
            .collect();
        let of = |number: &u8| Mark::ALL.get(usize::from(*number)).copied();
        let marks = days
            .iter()
            .zip(numbers)
            .filter_map(|(day, number)| Some((*day, of(number)?)))
            .collect();
        (days, marks)
    }

    proptest! {
        // 3 stands for a day that nobody has recorded.
        #[test]
        fn a_record_says_something_once_it_is_whole(numbers in proptest::collection::vec(0_u8..4, 0..8)) {
            let (days, marks) = marks_of(&numbers);
            let expected = if numbers.is_empty() || numbers.contains(&3) {
                None
            } else if numbers.contains(&0) {
                Some(Outcome::Completed)
            } else {
                Some(Outcome::DidNotAttend)
            };
            prop_assert_eq!(outcome(&days, &marks), expected);
            let zeros: usize = numbers.iter().map(|number| usize::from(*number == 0)).sum();
            prop_assert_eq!(came(&marks).len(), zeros);
        }
    }

    #[test]
    fn a_day_that_is_no_longer_planned_does_not_count() {
        let (days, marks) = marks_of(&[0, 1]);
        assert_eq!(outcome(&days[1..], &marks), Some(Outcome::DidNotAttend));
    }
}
