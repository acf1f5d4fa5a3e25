//! What each side says of a placement, and the share that may be told.

use serde::{Deserialize, Serialize};

use crate::text_enum;

text_enum! {
    /// How far something is so.
    pub enum Rated {
        /// It is.
        Yes = "yes",
        /// In part, or not sure.
        Partly = "partly",
        /// It is not.
        No = "no",
    }
}

text_enum! {
    /// What a placement did to somebody's plans.
    pub enum Plans {
        /// They want the same, and are surer of it.
        MoreSure = "more_sure",
        /// They now want something else.
        SomethingElse = "something_else",
        /// Nothing changed.
        Same = "same",
    }
}

impl Plans {
    /// The words beside the radio button.
    pub const fn words(self) -> &'static str {
        match self {
            Self::MoreSure => "Yes, I am more sure of what I want to do",
            Self::SomethingElse => "Yes, I now want to do something else",
            Self::Same => "No, my plans are the same",
        }
    }
}

/// What the participant says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromParticipant {
    /// Was it what they expected?
    pub expected: Rated,
    /// Did they learn about more careers?
    pub careers: Rated,
    /// Were they looked after?
    pub looked_after: Rated,
    /// Would they recommend it?
    pub recommend: Rated,
    /// Did it change their plans?
    pub plans: Plans,
    /// In their own words.
    pub words: Option<String>,
}

/// What the organisation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromOrganisation {
    /// Was the person prepared?
    pub prepared: Rated,
    /// Did they take part?
    pub took_part: Rated,
    /// Would they have them again?
    pub again: Rated,
    /// In their own words.
    pub words: Option<String>,
}

/// How many would recommend an organisation's placements, as far as it may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommended {
    /// Those who would.
    pub yes: i64,
    /// All whose answer is counted.
    pub all: i64,
}

/// Answers are counted by this many at a time, so that no single one can be told from a change.
const GROUP: usize = 5;

impl Recommended {
    /// What may be told of answers, oldest first: only whole groups of five are counted. Nothing for fewer than five.
    pub fn of(answers: &[Rated]) -> Option<Self> {
        let counted = answers.len() - answers.len() % GROUP;
        let yes = answers[..counted].iter().filter(|answer| **answer == Rated::Yes).count();
        let number = |count: usize| i64::try_from(count).ok();
        Some(Self {
            yes: number(yes)?,
            all: number(counted).filter(|all| *all > 0)?,
        })
    }

    /// As people read it, such as "9 of 10".
    pub fn words(self) -> String {
        format!("{} of {}", self.yes, self.all)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rated(number: u8) -> Rated {
        Rated::ALL[usize::from(number)]
    }

    proptest! {
        #[test]
        fn one_more_answer_shows_itself_to_nobody(numbers in proptest::collection::vec(0_u8..3, 0..40), one in 0_u8..3, other in 0_u8..3) {
            let known: Vec<Rated> = numbers.into_iter().map(rated).collect();
            let with = |last| Recommended::of(&known.iter().copied().chain([rated(last)]).collect::<Vec<_>>());
            if !(known.len() + 1).is_multiple_of(5) {
                prop_assert_eq!(with(one), Recommended::of(&known));
                prop_assert_eq!(with(one), with(other));
            }
            if let Some(told) = with(one) {
                prop_assert!(told.all >= 5 && told.all % 5 == 0 && told.yes <= told.all);
            }
        }
    }

    #[test]
    fn fewer_than_five_are_not_told() {
        assert_eq!(Recommended::of(&[Rated::Yes; 4]), None);
        let five = [Rated::Yes, Rated::Partly, Rated::Yes, Rated::No, Rated::Yes];
        assert_eq!(Recommended::of(&five).map(Recommended::words).as_deref(), Some("3 of 5"));
    }
}
