//! The pages of a guardian's link to the risk notice.

use askama::Template;

use crate::dates::days;
use crate::opportunities::Opportunity;
use crate::preparation::forms::GuardianForm;
use crate::web::components::{FieldError, Input, Legend, Radios, Size, SummaryList};
use crate::web::form::Errors;

/// Asks a guardian.
#[derive(Template)]
#[template(path = "preparation/risk_notice.html")]
pub struct RiskNoticePage {
    first_name: String,
    facts: SummaryList,
    activities: String,
    limits: String,
    risks: Vec<String>,
    agree: Radios,
    full_name: Input,
    relationship: Input,
    errors: Vec<FieldError>,
}

impl RiskNoticePage {
    /// The page, with what was typed and what is wrong with it.
    pub fn new(first_name: String, about: &Opportunity, risks: &str, form: GuardianForm, errors: Errors) -> Self {
        let question = format!("Do you agree that {first_name} comes?");
        Self {
            facts: SummaryList::new()
                .row("Placement", about.title.as_str())
                .row("With", format!("{}, {}", about.organisation, about.town))
                .row("Dates", days(about.first_day, about.last_day)),
            activities: about.activities.clone(),
            limits: about.limits.clone(),
            risks: paragraphs(risks),
            agree: Radios::new("agree", Legend::new(question).size(Size::M))
                .item("yes", "Yes, I have read about the risks and agree")
                .item("no", "No, the place should go to somebody else")
                .checked(form.agree)
                .error(errors.get("agree").map(str::to_owned)),
            full_name: Input::new("full-name", "Your full name")
                .autocomplete("name")
                .no_spellcheck()
                .value(form.full_name)
                .error(errors.get("full-name").map(str::to_owned)),
            relationship: Input::new("relationship", format!("Your relationship to {first_name}"))
                .hint("For example, mother, father, foster carer or guardian")
                .width(20)
                .value(form.relationship)
                .error(errors.get("relationship").map(str::to_owned)),
            first_name,
            errors: errors.0,
        }
    }
}

/// What came of a guardian's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskNoticeSaid {
    /// They agreed.
    Yes,
    /// They did not.
    No,
    /// Nothing is asked any more.
    NotNeeded,
}

/// What came of a guardian's link, without personal data.
#[derive(Template)]
#[template(path = "preparation/risk_notice_said.html")]
pub struct RiskNoticeOutcome {
    /// What they said.
    pub said: RiskNoticeSaid,
}

/// Text in paragraphs parted by empty lines.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
