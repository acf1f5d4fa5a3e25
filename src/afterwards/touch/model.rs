//! When somebody is asked, and what they can answer.

use time::{Date, Duration};

use crate::dates::months_after;
use crate::db::Instant;
use crate::text_enum;

text_enum! {
    /// Whether somebody is still asked.
    pub enum TouchState {
        /// They are.
        On = "on",
        /// They said stop.
        Stopped = "stopped",
        /// The last question was sent.
        Over = "over",
    }
}

text_enum! {
    /// What somebody does some months after a placement.
    pub enum Doing {
        /// Still at school or college.
        School = "school",
        /// Has applied for a course in health or care.
        Applied = "applied",
        /// Studies health or care.
        Studying = "studying",
        /// Works in health or care.
        Working = "working",
        /// Learns on the job.
        Apprenticeship = "apprenticeship",
        /// Works or studies elsewhere.
        Other = "other",
        /// Looks for something.
        Looking = "looking",
        /// Does not want to say.
        NotSaid = "not_said",
    }
}

impl Doing {
    /// The words beside the radio button.
    pub const fn words(self) -> &'static str {
        match self {
            Self::School => "I am at school or college",
            Self::Applied => "I have applied for a course in health or care",
            Self::Studying => "I study health or care",
            Self::Working => "I work in health or care",
            Self::Apprenticeship => "I do an apprenticeship",
            Self::Other => "I do other work or study something else",
            Self::Looking => "I am looking for work or a course",
            Self::NotSaid => "I prefer not to say",
        }
    }

    /// The words at the head of a figure.
    pub const fn counted(self) -> &'static str {
        match self {
            Self::School => "At school or college",
            Self::Applied => "Applied for health or care",
            Self::Studying => "Studying health or care",
            Self::Working => "Working in health or care",
            Self::Apprenticeship => "Apprenticeship",
            Self::Other => "Other work or study",
            Self::Looking => "Looking",
            Self::NotSaid => "Prefer not to say",
        }
    }
}

/// After how many months somebody is asked.
pub const MONTHS: [u32; 3] = [3, 6, 12];
/// The hour of the day, by world time, at which a question is due.
const HOUR: Duration = Duration::hours(9);

/// The first question that is due after `now`, for a placement that ended on `last_day`: after how many months, and when.
pub fn next(last_day: Date, now: Instant) -> Option<(u32, Instant)> {
    let due = |months: u32| (months, Instant::midnight(months_after(last_day, months)).plus(HOUR));
    MONTHS.into_iter().map(due).find(|(_, at)| *at > now)
}

/// After how many months the question is asked that was due at `at`.
pub fn months_at(last_day: Date, at: Instant) -> Option<u32> {
    next(last_day, at.plus(-Duration::SECOND)).map(|(months, _)| months)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn three_questions_and_then_none() {
        let last = date!(2027 - 11 - 30);
        let mut now = Instant::midnight(last);
        let mut asked = Vec::new();
        while let Some((months, at)) = next(last, now) {
            assert_eq!(months_at(last, at), Some(months));
            asked.push((months, at.date()));
            now = at;
        }
        assert_eq!(
            asked,
            [(3, date!(2028 - 02 - 29)), (6, date!(2028 - 05 - 30)), (12, date!(2028 - 11 - 30))]
        );
    }

    #[test]
    fn who_agrees_late_is_asked_less() {
        let last = date!(2027 - 06 - 18);
        let late = Instant::midnight(date!(2027 - 10 - 01));
        assert_eq!(next(last, late).map(|(months, _)| months), Some(6));
        assert_eq!(next(last, Instant::midnight(date!(2028 - 06 - 19))), None);
    }
}
