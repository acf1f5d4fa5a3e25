//! The circumstances of the Practise Commitment: what was answered, and what of it is claimed in the ranking.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::answers::{Answers, Situation};
use crate::text_enum;

text_enum! {
    /// An answer that never has to be given.
    pub enum YesNo {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// The applicant is not sure; the school can say.
        NotSure = "not_sure",
        /// The applicant would rather not say.
        PreferNotToSay = "prefer_not_to_say",
    }
}

text_enum! {
    /// When somebody could have free school meals. From September 2026 on every household with Universal Credit can, and such meals bring no
    /// pupil premium.
    pub enum MealsWhen {
        /// Before September 2026, and later as well or not.
        Before = "before_september_2026",
        /// Only from September 2026 on.
        Since = "since_september_2026",
        /// The applicant is not sure.
        NotSure = "not_sure",
    }
}

/// Step `circumstances`: asked of young people only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circumstances {
    /// Could have free school meals at any time at school.
    pub free_school_meals: YesNo,
    /// When that was; nothing unless it was so.
    #[serde(default)]
    pub meals_when: Option<MealsWhen>,
    /// The school had the pupil premium for them.
    pub pupil_premium: YesNo,
    /// Neither parent nor guardian went to university.
    pub first_generation: YesNo,
}

text_enum! {
    /// How sure a claim is (`engine.md` 7.3).
    pub enum Level {
        /// The applicant says so.
        Declared = "declared",
        /// Somebody who knows has confirmed it.
        Confirmed = "confirmed",
        /// Somebody who knows has said that it is not so.
        Rejected = "rejected",
    }
}

/// What an application brings to the ranking beside its choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Criteria of the policy with how sure they are.
    pub claims: BTreeMap<&'static str, Level>,
    /// The statements that the pathways need.
    pub statements: Vec<&'static str>,
    /// The first half of the postcode.
    pub area: Option<String>,
}

/// What the answers claim: only a yes counts. To be the first in the family counts with a school to which the rule fits; what the register does not
/// know is claimed, and the school is asked.
pub fn standing(answers: &Answers) -> Standing {
    let mut claims = BTreeMap::new();
    if let Some(circumstances) = &answers.circumstances {
        if circumstances.free_school_meals == YesNo::Yes {
            claims.insert("free_school_meals", Level::Declared);
        }
        if circumstances.pupil_premium == YesNo::Yes {
            claims.insert("pupil_premium", Level::Declared);
        }
        if circumstances.first_generation == YesNo::Yes && school_counts(answers) {
            claims.insert("first_generation_30", Level::Declared);
        }
    }
    let of_situation = match answers.situation {
        Some(Situation::NotInEducationOrWork) => Some("neet"),
        Some(Situation::CareerChange) => Some("career_change"),
        Some(Situation::FormerProfessional) => Some("former_professional"),
        Some(Situation::ReturningToWork) => Some("returning_to_work"),
        Some(Situation::AtSchool | Situation::SomethingElse) | None => None,
    };
    if let Some(criterion) = of_situation {
        claims.insert(criterion, Level::Declared);
    }
    let mut statements = Vec::new();
    if answers.aims.as_ref().is_some_and(|aims| aims.applying) {
        statements.push(match answers.situation {
            Some(Situation::AtSchool | Situation::NotInEducationOrWork) | None => "applying_for_healthcare_programme",
            Some(_) => "interested_in_health",
        });
    }
    let area = answers.contact.as_ref().map(|contact| contact.postcode.outcode().to_owned());
    Standing { claims, statements, area }
}

fn school_counts(answers: &Answers) -> bool {
    answers
        .attended
        .as_ref()
        .is_some_and(|attended| attended.has_least_share().unwrap_or(true))
}
