//! Dates and names of answers in words for a reader.

use super::answers::{Situation, Step};
use super::circumstances::{MealsWhen, YesNo};
use crate::dates;
use crate::opportunities::Opportunity;

/// A placement in one line.
pub fn placement(placement: &Opportunity) -> String {
    let when = dates::days(placement.first_day, placement.last_day);
    format!("{}, {}, {}, {when}", placement.title, placement.organisation, placement.town)
}

/// What somebody does now, as they chose it.
pub const fn situation(situation: Situation) -> &'static str {
    match situation {
        Situation::AtSchool => "I am at school, college or sixth form",
        Situation::NotInEducationOrWork => "I am aged 16 to 24 and not in education, work or training",
        Situation::CareerChange => "I work, and I am thinking of moving into health",
        Situation::FormerProfessional => "I trained in a health profession and I want to come back",
        Situation::ReturningToWork => "I am coming back to work after ill health or after caring for somebody",
        Situation::SomethingElse => "Something else",
    }
}

/// An answer about a circumstance.
pub const fn yes_no(answer: YesNo) -> &'static str {
    match answer {
        YesNo::Yes => "Yes",
        YesNo::No => "No",
        YesNo::NotSure => "I am not sure",
        YesNo::PreferNotToSay => "I prefer not to say",
    }
}

/// When somebody could have free school meals.
pub const fn meals_when(when: MealsWhen) -> &'static str {
    match when {
        MealsWhen::Before => "Before September 2026",
        MealsWhen::Since => "Only from September 2026 on",
        MealsWhen::NotSure => "I am not sure",
    }
}

/// What a step is called in the task list.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Name => "Name",
        Step::DateOfBirth => "Date of birth",
        Step::Contact => "Contact details",
        Step::Situation => "What you do now",
        Step::Circumstances => "Your circumstances",
        Step::Attended => "Your school",
        Step::Aims => "What you hope to do",
        Step::Reasons => "Why you want to come",
        Step::Choices => "Placements that you want",
        Step::Availability => "When you can come",
        Step::Needs => "Support that you need",
        Step::School => "School, college or service",
        Step::Guardian => "Parent or guardian",
        Step::EmergencyContact => "Emergency contact",
    }
}
