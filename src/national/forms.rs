//! What the national team's pages are asked for, and the adoption of a policy as a browser sends it.

use serde::Deserialize;

use crate::web::form::Errors;

/// The longest reason, in characters.
pub const MOST: usize = 1000;

/// Two policies by their names; left out, the policy in force and the first other one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pair {
    /// The first.
    pub first: String,
    /// The second.
    pub second: String,
}

/// One policy by its name; left out, the first that is not in force.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// The policy.
    pub rules: String,
}

/// The posted fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AdoptForm {
    /// The policy by its name.
    pub rules: String,
    /// The number of the adoption that was in force on the page.
    pub instead_of: String,
    /// What shows that the comparison was on the page.
    pub seen: String,
    /// Why.
    pub reason: String,
}

impl AdoptForm {
    /// The reason, or what is wrong with it.
    pub fn reason(&self) -> Result<String, Errors> {
        let mut errors = Errors::default();
        let reason = self.reason.trim();
        if reason.is_empty() {
            errors.add("reason", "Enter why you adopt these rules");
        } else if reason.chars().count() > MOST {
            errors.add("reason", format!("Your reason must be {MOST} characters or less"));
        }
        errors.or(|| reason.to_owned())
    }
}
