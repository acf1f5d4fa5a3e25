//! What all parts of looking back share: the two sides, the values of the NHS, and when something can be said.

use time::Date;

use crate::error::Error;
use crate::placements::{Placed, PlacementState};
use crate::text_enum;

text_enum! {
    /// Who says something about a placement.
    pub enum Side {
        /// Who came.
        Participant = "participant",
        /// Who had them.
        Organisation = "organisation",
    }
}

impl Side {
    /// Who said it, for both.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Participant => "The participant",
            Self::Organisation => "The organisation",
        }
    }
}

text_enum! {
    /// The six values of the NHS Constitution for England.
    pub enum CoreValue {
        /// Patients come first in everything.
        TogetherForPatients = "together_for_patients",
        /// Every person is valued.
        Respect = "respect",
        /// Getting the basics right, every time.
        Quality = "quality",
        /// Kindness in what is said and done.
        Compassion = "compassion",
        /// Better health and wellbeing.
        ImprovingLives = "improving_lives",
        /// Nobody is left out.
        EveryoneCounts = "everyone_counts",
    }
}

impl CoreValue {
    /// The value's name.
    pub const fn words(self) -> &'static str {
        match self {
            Self::TogetherForPatients => "Working together for patients",
            Self::Respect => "Respect and dignity",
            Self::Quality => "Commitment to quality of care",
            Self::Compassion => "Compassion",
            Self::ImprovingLives => "Improving lives",
            Self::EveryoneCounts => "Everyone counts",
        }
    }

    /// What it can look like on a placement, in a few words.
    pub const fn example(self) -> &'static str {
        match self {
            Self::TogetherForPatients => "For example, helping others in the team",
            Self::Respect => "For example, asking before coming in",
            Self::Quality => "For example, washing hands each time",
            Self::Compassion => "For example, listening to somebody who worries",
            Self::ImprovingLives => "For example, having an idea that helps",
            Self::EveryoneCounts => "For example, including somebody who is left out",
        }
    }
}

/// Those of the days that have begun on `today`.
pub fn begun(days: &[Date], today: Date) -> Vec<Date> {
    days.iter().copied().filter(|day| *day <= today).collect()
}

/// True if this placement was not given back or cancelled.
const fn stands(state: PlacementState) -> bool {
    matches!(
        state,
        PlacementState::Agreed | PlacementState::Completed | PlacementState::DidNotAttend
    )
}

/// Lets on only from the first day on.
///
/// # Errors
/// `Conflict`, in words for the reader, if the placement has not begun, or was given back.
pub fn has_begun(placed: &Placed, today: Date) -> Result<(), Error> {
    if !stands(placed.state) {
        Err(Error::conflict("This placement did not take place."))
    } else if today < placed.first_day {
        Err(Error::conflict("This placement has not begun yet. Come back on the first day."))
    } else {
        Ok(())
    }
}

/// Lets on only from the last day on, and only about somebody who came.
///
/// # Errors
/// `Conflict`, in words for the reader, if it is too early, or nobody came.
pub fn can_look_back(placed: &Placed, today: Date) -> Result<(), Error> {
    has_begun(placed, today)?;
    if placed.state == PlacementState::DidNotAttend {
        Err(Error::conflict("The record says that nobody came to this placement."))
    } else if today < placed.last_day {
        Err(Error::conflict("This placement is not over yet. Come back on the last day."))
    } else {
        Ok(())
    }
}
