//! Who comes and what they need: what a coordinator sees of a person once they have said yes.

use crate::applications;
use crate::confirmations;
use crate::db::AnyConnection;
use crate::error::Error;
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

/// Reads a person by their application.
pub fn person(db: &mut AnyConnection, application_id: i64) -> Result<Person, Error> {
    let (email, name) = applications::recipient(db, application_id)?;
    let answers = applications::answers(db, application_id)?;
    let needs = answers.needs.unwrap_or_default();
    let emergency = answers
        .emergency_contact
        .map(|contact| format!("{}, {}, {}", contact.name, contact.relationship, contact.phone));
    Ok(Person {
        name: name.map(|name| format!("{} {}", name.first, name.last)).unwrap_or_default(),
        email,
        phone: answers.contact.and_then(|contact| contact.phone).unwrap_or_default(),
        school: school_asks(db, application_id)?.unwrap_or_default(),
        emergency: emergency.unwrap_or_default(),
        adjustments: needs.adjustments.unwrap_or_default(),
        interpreter: needs.interpreter.unwrap_or_default(),
        travel: needs.travel,
    })
}

/// Whom to talk to first, if a school said that the organisation should: name, role and place.
pub(super) fn school_asks(db: &mut AnyConnection, application_id: i64) -> Result<Option<String>, Error> {
    let asked = confirmations::of_application(db, application_id)?.into_iter();
    Ok(asked
        .filter(|one| matches!(&one.answers, Some(confirmations::Answers::School(says)) if says.fit == Some(false)))
        .map(|one| format!("{} ({})", one.answered_name.unwrap_or(one.name), one.relationship))
        .next())
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
