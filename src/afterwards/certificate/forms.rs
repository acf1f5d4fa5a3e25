//! What a coordinator types for a certificate.

use serde::Deserialize;

use super::model::WhyWithdrawn;
use crate::web::form::Errors;

/// The most characters of what was done.
pub const MOST: u16 = 1500;
/// More hours than any placement has.
const MOST_HOURS: u16 = 1000;

/// The posted fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CertificateForm {
    /// Hours, or nothing.
    pub hours: String,
    /// What was done.
    pub activities: String,
    /// The numbers of entries of the log that are printed.
    pub values: Vec<String>,
}

/// What is printed beside what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Hours.
    pub hours: Option<u16>,
    /// What was done.
    pub activities: String,
    /// Numbers of entries of the log.
    pub values: Vec<i64>,
}

impl CertificateForm {
    /// What is to be printed, or what is wrong.
    ///
    /// # Errors
    /// A message for each field that is wrong.
    pub fn parse(&self) -> Result<Printed, Errors> {
        let mut errors = Errors::default();
        let typed = self.hours.trim();
        let hours: Option<u16> = typed.parse().ok().filter(|hours| (1..=MOST_HOURS).contains(hours));
        if !typed.is_empty() && hours.is_none() {
            errors.add("hours", format!("Hours must be a whole number from 1 to {MOST_HOURS}"));
        }
        let activities = self.activities.trim();
        if activities.is_empty() {
            errors.add("activities", "Enter what the person did");
        } else if activities.chars().count() > usize::from(MOST) {
            errors.add("activities", format!("What the person did must be {MOST} characters or less"));
        }
        errors.or(|| Printed {
            hours,
            activities: activities.to_owned(),
            values: self.values.iter().filter_map(|id| id.parse().ok()).collect(),
        })
    }
}

/// Withdraws a certificate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WithdrawForm {
    /// A [`WhyWithdrawn`].
    pub reason: String,
}

impl WithdrawForm {
    /// Why, or what is wrong.
    ///
    /// # Errors
    /// A message if no reason was chosen.
    pub fn parse(&self) -> Result<WhyWithdrawn, Errors> {
        self.reason.parse().map_err(|_| {
            let mut errors = Errors::default();
            errors.add("reason", "Select why you withdraw it");
            errors
        })
    }
}
