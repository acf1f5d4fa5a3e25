//! Small pages of those who host: to begin, to copy, to withdraw, and to add a file.

use askama::Template;

use super::opportunity::title;
use crate::hosting::fields::Fields;
use crate::hosting::model::{Plan, WithdrawReason};
use crate::hosting::rounds::Own;
use crate::hosting::sections::{Context, organisation, round};
use crate::web::components::{FieldError, Input, Radios, Select};
use crate::web::form::Errors;

/// Asks in which round a new placement is, and of which organisation.
#[derive(Template)]
#[template(path = "hosting/begin.html")]
pub struct BeginPage {
    organisation: Option<Select>,
    round: Option<Select>,
    back: String,
    errors: Vec<FieldError>,
}

impl BeginPage {
    pub fn new(own: &[(i64, String)], rounds: &[(String, String)], fields: &Fields, errors: Errors) -> Self {
        Self {
            organisation: organisation(own, fields, &errors),
            round: (!rounds.is_empty()).then(|| round(rounds, fields, &errors)),
            back: "/coordinate".to_owned(),
            errors: errors.0,
        }
    }
}

fn number(name: &str, label: &str, hint: &str, fields: &Fields, errors: &Errors) -> Input {
    Input::new(name, label)
        .hint(hint)
        .value(fields.get(name))
        .numeric()
        .width(3)
        .error(errors.get(name))
}

/// Asks how often a placement is copied, and into which round.
#[derive(Template)]
#[template(path = "hosting/copy.html")]
pub struct CopyPage {
    caption: String,
    round: Select,
    weeks: Input,
    copies: Input,
    back: String,
    errors: Vec<FieldError>,
}

impl CopyPage {
    pub fn new(context: &Context, fields: &Fields, errors: Errors) -> Self {
        Self {
            caption: title(&context.plan),
            round: round(&context.rounds, fields, &errors),
            weeks: number(
                "weeks",
                "How many weeks later is the first copy?",
                "1 for the week after, 0 for the same days",
                fields,
                &errors,
            ),
            copies: number(
                "copies",
                "How many copies do you need?",
                "Each is a week later than the one before",
                fields,
                &errors,
            ),
            back: context.plan.path(),
            errors: errors.0,
        }
    }
}

/// Asks how much later a round is run again, and what it is called.
#[derive(Template)]
#[template(path = "hosting/copy_round.html")]
pub struct CopyRoundPage {
    caption: String,
    name: Input,
    weeks: Input,
    back: String,
    errors: Vec<FieldError>,
}

impl CopyRoundPage {
    pub fn new(own: &Own, fields: &Fields, errors: Errors) -> Self {
        Self {
            caption: own.round.name.clone(),
            name: Input::new("name", "Name of the new round")
                .value(fields.get("name"))
                .error(errors.get("name")),
            weeks: number(
                "weeks",
                "How many weeks later is it?",
                "All days and times move by so many weeks",
                fields,
                &errors,
            ),
            back: format!("/coordinate/rounds/{}", own.round.reference),
            errors: errors.0,
        }
    }
}

/// Asks why a placement is taken back.
#[derive(Template)]
#[template(path = "hosting/withdraw.html")]
pub struct WithdrawPage {
    caption: String,
    agreed: i32,
    reason: Radios,
    back: String,
    errors: Vec<FieldError>,
}

impl WithdrawPage {
    pub fn new(plan: &Plan, fields: &Fields, errors: Errors) -> Self {
        let reasons = WithdrawReason::ALL.iter().fold(
            Radios::new("reason", "Why do you take it back?").hint("People are told this reason"),
            |radios, reason| radios.item(reason.as_str(), reason.words()),
        );
        Self {
            caption: title(plan),
            agreed: plan.opportunity.places_taken,
            reason: reasons.checked(fields.get("reason")).error(errors.get("reason").map(str::to_owned)),
            back: plan.path(),
            errors: errors.0,
        }
    }
}

/// Asks for the file of a preparation pack.
#[derive(Template)]
#[template(path = "hosting/pack.html")]
pub struct PackPage {
    caption: String,
    base: String,
    file: Option<String>,
    message: Option<String>,
    back: String,
    errors: Vec<FieldError>,
}

impl PackPage {
    pub fn new(context: &Context, errors: Errors) -> Self {
        Self {
            caption: title(&context.plan),
            base: format!("/coordinate/opportunities/{}", context.plan.opportunity.reference),
            file: context.plan.file.clone(),
            message: errors.get("file").map(str::to_owned),
            back: format!("{}/pack", context.plan.path()),
            errors: errors.0,
        }
    }
}
