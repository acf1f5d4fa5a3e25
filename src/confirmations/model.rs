//! What a guardian or a school is asked, what they can answer, and when they are reminded.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use crate::db::Instant;
use crate::links;
use crate::text_enum;

/// The version of the words that a guardian agrees to; counted up whenever `templates/confirmations/guardian.html` changes them.
pub const WORDING_VERSION: &str = "guardian-1";

text_enum! {
    /// Who is asked. There is one row of each kind for an application.
    pub enum Kind {
        /// A parent or guardian: may the young person come?
        Guardian = "guardian",
        /// A school, college or service: is what the applicant says so?
        School = "school",
    }
}

impl Kind {
    /// The purpose of the links that ask.
    pub const fn purpose(self) -> links::Purpose {
        match self {
            Self::Guardian => links::Purpose::Guardian,
            Self::School => links::Purpose::School,
        }
    }
}

text_enum! {
    /// Where a confirmation stands.
    pub enum ConfirmationState {
        /// Asked, and not answered.
        Waiting = "waiting",
        /// A guardian agreed, or a school answered.
        Given = "given",
        /// A guardian said no, or a school does not know the applicant.
        Refused = "refused",
        /// Not needed any more: the application ended first.
        Cancelled = "cancelled",
    }
}

/// A confirmation as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Its number.
    pub id: i64,
    /// The application that it is about.
    pub application_id: i64,
    /// Who is asked.
    pub kind: Kind,
    /// The name of whoever is asked, as the applicant gave it.
    pub name: String,
    /// Where the letters go.
    pub email: String,
    /// Who they are to the applicant; for a school the role and the organisation.
    pub relationship: String,
    /// Where it stands.
    pub state: ConfirmationState,
    /// When this address was first asked.
    pub asked_at: Instant,
    /// How many reminders were sent to this address.
    pub chases: i32,
    /// When the next reminder is due.
    pub next_chase_at: Option<Instant>,
    /// When it was answered, or consent was taken back.
    pub answered_at: Option<Instant>,
    /// The name that was declared with the answer.
    pub answered_name: Option<String>,
    /// The relationship or role that was declared with it.
    pub answered_relationship: Option<String>,
    /// The words that were agreed to.
    pub wording_version: Option<String>,
    /// What was answered.
    pub answers: Option<Answers>,
}

/// What was answered, kept as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Answers {
    /// A guardian's.
    Guardian {
        /// Why not, in their own words, if they said so.
        reason: Option<String>,
    },
    /// A school's.
    School(SchoolAnswers),
}

/// A school's answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolAnswers {
    /// The applicant is, or was, there.
    pub on_roll: bool,
    /// The school knows no reason why the applicant should not come; nothing if they are not on its roll.
    pub fit: Option<bool>,
    /// What it says of each circumstance that was asked about.
    pub circumstances: Vec<(Circumstance, SchoolSays)>,
    /// The school year that the share of free school meals is of, such as `2025 to 2026`.
    pub meals_year: Option<String>,
}

text_enum! {
    /// A circumstance that a school can know of; the names are those of the criteria.
    pub enum Circumstance {
        /// Could have free school meals at any time at school.
        FreeSchoolMeals = "free_school_meals",
        /// The school had the pupil premium for them.
        PupilPremium = "pupil_premium",
        /// At least 30% of the school's pupils could have free school meals. Whether the applicant's parents went to university is for the
        /// applicant to say.
        FirstGeneration = "first_generation_30",
    }
}

text_enum! {
    /// What a school says of a circumstance.
    pub enum SchoolSays {
        /// It is so.
        Yes = "yes",
        /// It is not so.
        No = "no",
        /// The school does not know, or may not say: the applicant's own word stands.
        CannotSay = "cannot_say",
    }
}

/// A placement as whoever is asked sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its title.
    pub title: String,
    /// The organisation.
    pub organisation: String,
    /// The town.
    pub town: String,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// What people do there.
    pub activities: String,
    /// What they will not see or do.
    pub limits: String,
}

/// Days after the asking on which somebody who has not answered is reminded.
const CHASE_AFTER: [Duration; 2] = [Duration::days(5), Duration::days(12)];
/// How long before the round closes the last reminder goes out.
const LAST_CHASE_BEFORE: Duration = Duration::days(2);
/// Letters to one person are at least this far apart.
const REST: Duration = Duration::days(1);

/// When the next reminder is due, if the last letter went out at `last`: 5 and 12 days after the asking and 2 days before the round closes.
/// What was missed is not made up for, so that a stopped portal or a clock that jumped never sends several at once.
pub fn next_chase(asked_at: Instant, last: Instant, closes_at: Instant) -> Option<Instant> {
    CHASE_AFTER
        .iter()
        .map(|after| asked_at.plus(*after))
        .chain([closes_at.plus(-LAST_CHASE_BEFORE)])
        .filter(|due| *due >= last.plus(REST) && *due < closes_at)
        .min()
}
