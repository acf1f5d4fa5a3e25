//! Who comes and what they need: what a coordinator sees of a person once they have said yes.

use crate::decisions::store::Applied;
use crate::web::components::SummaryList;

/// A person who has agreed to come. Equality answers are not among it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// First and last name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The number, if they gave one.
    pub phone: String,
    /// Whom to talk to first, if a school asked for it.
    pub school: String,
    /// Whom to call in an emergency.
    pub emergency: String,
    /// Changes that help.
    pub adjustments: String,
    /// The language of an interpreter.
    pub interpreter: String,
    /// Whether they asked for help with travel costs.
    pub travel: bool,
}

impl From<Applied> for Person {
    fn from(applied: Applied) -> Self {
        let answers = applied.answers;
        let needs = answers.needs.unwrap_or_default();
        let emergency = answers
            .emergency_contact
            .map(|contact| format!("{}, {}, {}", contact.name, contact.relationship, contact.phone));
        Self {
            name: answers.name.map(|name| name.to_string()).unwrap_or_default(),
            email: applied.email,
            phone: answers.contact.and_then(|contact| contact.phone).unwrap_or_default(),
            school: applied.talk_first.unwrap_or_default(),
            emergency: emergency.unwrap_or_default(),
            adjustments: needs.adjustments.unwrap_or_default(),
            interpreter: needs.interpreter.unwrap_or_default(),
            travel: needs.travel,
        }
    }
}

impl Person {
    /// Whether they asked for help with travel costs, in words.
    pub const fn travel_words(&self) -> &'static str {
        if self.travel { "Yes" } else { "Not asked for" }
    }

    /// As a list of facts.
    pub fn facts(&self) -> SummaryList {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let asked = |text: &str| some(text).unwrap_or_else(|| "Nothing asked for".to_owned());
        SummaryList::new()
            .optional_row("Name", some(&self.name))
            .row("Email", self.email.as_str())
            .optional_row("Phone", some(&self.phone))
            .optional_row("Talk to the school before the first day", some(&self.school))
            .optional_row("Emergency contact", some(&self.emergency))
            .row("Changes that help", asked(&self.adjustments))
            .row("Interpreter", asked(&self.interpreter))
            .row("Help with travel costs", self.travel_words())
    }
}
