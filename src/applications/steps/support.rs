//! Step `support`: three answers, all optional.

use serde::Deserialize;
use validator::Validate;

use super::parts::{heading, paragraph};
use super::{Question, Row};
use crate::applications::answers::Needs;
use crate::applications::draft::Draft;
use crate::applications::forms::text;
use crate::web::components::{Checkboxes, Html, Input, Legend, Size, Textarea};
use crate::web::form::Errors;

/// The only box of the question about travel.
const HELP: &str = "help";

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SupportForm {
    travel: Vec<String>,
    #[serde(deserialize_with = "text::lines")]
    #[validate(custom(function = "text::at_most::<500>", message = "Adjustments must be 500 characters or less"))]
    adjustments: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(custom(
        function = "text::at_most::<150>",
        message = "Interpreter or other language must be 150 characters or less"
    ))]
    interpreter: String,
}

/// Do you need support?
pub struct SupportQuestion;

impl Question for SupportQuestion {
    type Form = SupportForm;
    type Answer = Needs;
    const TITLE: &'static str = "Do you need support to take part?";

    fn filled(draft: &Draft) -> SupportForm {
        draft.answers.needs.as_ref().map_or_else(SupportForm::default, |needs| SupportForm {
            travel: needs.travel.then(|| HELP.to_owned()).into_iter().collect(),
            adjustments: needs.adjustments.clone().unwrap_or_default(),
            interpreter: needs.interpreter.clone().unwrap_or_default(),
        })
    }

    fn read(form: &SupportForm, _: &Draft) -> Result<Needs, Errors> {
        let mut errors = Errors::default();
        if form.travel.iter().any(|value| value != HELP) {
            errors.add("travel", "Select whether you need help with travel");
        }
        errors.check(form, &["adjustments", "interpreter"]);
        errors.or(|| Needs {
            travel: !form.travel.is_empty(),
            adjustments: text::optional(&form.adjustments),
            interpreter: text::optional(&form.interpreter),
        })
    }

    fn body(form: &SupportForm, errors: &Errors, _: &Draft) -> Html {
        Html::join([
            heading(Self::TITLE),
            paragraph("You do not have to answer. What you write here does not change who gets a place."),
            paragraph("The organisation sees it only after it has offered you a place and you have said yes."),
            Html::of(
                Checkboxes::new("travel", Legend::new("Travel (optional)").size(Size::M))
                    .checked(form.travel.iter().cloned())
                    .error(errors.get("travel"))
                    .item(HELP, "I need help with the cost of travel"),
            ),
            Html::of(
                Textarea::new(
                    "adjustments",
                    "Adjustments if you are disabled or have a health condition (optional)",
                )
                .hint("For example, step-free rooms or longer breaks")
                .value(&form.adjustments)
                .error(errors.get("adjustments"))
                .max_length(500),
            ),
            Html::of(
                Input::new("interpreter", "Interpreter or other language (optional)")
                    .hint("For example, British Sign Language")
                    .value(&form.interpreter)
                    .error(errors.get("interpreter")),
            ),
        ])
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let needs = draft.answers.needs.as_ref();
        vec![
            ("Help with travel", needs.filter(|needs| needs.travel).map(|_| "Yes".into())),
            ("Adjustments", needs.and_then(|needs| needs.adjustments.as_ref()).map(Into::into)),
            (
                "Interpreter or other language",
                needs.and_then(|needs| needs.interpreter.as_ref()).map(Into::into),
            ),
        ]
    }
}
