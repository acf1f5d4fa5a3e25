//! Choices in order: placements of one round, as many as its policy lets somebody choose, none twice, only those that the applicant can have.

use serde::Deserialize;
use time::Date;

use crate::applications::answers::Choices;
use crate::applications::possible::bar;
use crate::opportunities::Opportunity;
use crate::web::form::Errors;

/// How many placements can be chosen at most, whatever the policy.
pub const MOST: usize = 5;
/// The fields in their order.
pub const FIELDS: [&str; MOST] = ["choice-1", "choice-2", "choice-3", "choice-4", "choice-5"];
/// What the fields are called.
pub const ORDINALS: [&str; MOST] = ["First choice", "Second choice", "Third choice", "Fourth choice", "Fifth choice"];

/// What the page sends: a placement's public reference in each field, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChoicesForm {
    #[serde(rename = "choice-1")]
    first: String,
    #[serde(rename = "choice-2")]
    second: String,
    #[serde(rename = "choice-3")]
    third: String,
    #[serde(rename = "choice-4")]
    fourth: String,
    #[serde(rename = "choice-5")]
    fifth: String,
}

impl ChoicesForm {
    /// The form with these references.
    pub fn of(references: &[String]) -> Self {
        let at = |index: usize| references.get(index).cloned().unwrap_or_default();
        Self {
            first: at(0),
            second: at(1),
            third: at(2),
            fourth: at(3),
            fifth: at(4),
        }
    }

    /// What stands in the fields, in order.
    pub fn values(&self) -> [&str; MOST] {
        [&self.first, &self.second, &self.third, &self.fourth, &self.fifth]
    }

    /// Reads at most `most` choices of somebody born on `born` among the placements of a round. A field that is left empty is skipped.
    ///
    /// # Errors
    /// A message at each field that cannot stand.
    pub fn read(&self, placements: &[Opportunity], born: Option<Date>, most: usize) -> Result<Choices, Errors> {
        let mut errors = Errors::default();
        let mut chosen: Vec<String> = Vec::new();
        for ((field, name), reference) in FIELDS
            .iter()
            .zip(ORDINALS)
            .zip(self.values())
            .filter(|(_, reference)| !reference.is_empty())
        {
            match placements.iter().find(|placement| placement.reference == reference) {
                None => errors.add(field, format!("{name} must be a placement from the list")),
                Some(placement) => match bar(placement, born) {
                    Some(bar) => errors.add(field, format!("{name} cannot be “{}”. {}", placement.title, bar.words())),
                    None if chosen.iter().any(|known| known == reference) => {
                        errors.add(field, format!("{name} must be different from your other choices"));
                    }
                    None if chosen.len() == most => errors.add(field, format!("You can choose up to {most} placements")),
                    None => chosen.push(reference.to_owned()),
                },
            }
        }
        if chosen.is_empty() && errors.is_empty() {
            errors.add(FIELDS[0], "Select your first choice");
        }
        errors.or(|| Choices(chosen))
    }
}
