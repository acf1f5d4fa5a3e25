//! Step `reasons`: two short answers.

use serde::Deserialize;
use validator::Validate;

use super::parts::{heading, paragraph, row_of_lines};
use super::{Question, Row};
use crate::applications::answers::Reasons;
use crate::applications::draft::Draft;
use crate::applications::forms::text;
use crate::web::components::{Html, Textarea};
use crate::web::form::Errors;

/// The most characters in each answer.
const MOST: u32 = 500;

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReasonsForm {
    #[serde(deserialize_with = "text::lines")]
    #[validate(
        length(min = 1, message = "Enter what interests you about this work"),
        custom(function = "text::at_most::<500>", message = "What interests you must be 500 characters or less")
    )]
    interest: String,
    #[serde(deserialize_with = "text::lines")]
    #[validate(
        length(min = 1, message = "Enter what you hope to learn"),
        custom(
            function = "text::at_most::<500>",
            message = "What you hope to learn must be 500 characters or less"
        )
    )]
    learn: String,
}

/// Why do you want to come?
pub struct ReasonsQuestion;

impl Question for ReasonsQuestion {
    type Form = ReasonsForm;
    type Answer = Reasons;
    const TITLE: &'static str = "Why do you want to come?";

    fn filled(draft: &Draft) -> ReasonsForm {
        draft
            .answers
            .reasons
            .as_ref()
            .map_or_else(ReasonsForm::default, |reasons| ReasonsForm {
                interest: reasons.interest.clone(),
                learn: reasons.learn.clone(),
            })
    }

    fn read(form: &ReasonsForm, _: &Draft) -> Result<Reasons, Errors> {
        let mut errors = Errors::default();
        errors.check(form, &["interest", "learn"]);
        errors.or(|| Reasons {
            interest: form.interest.clone(),
            learn: form.learn.clone(),
        })
    }

    fn body(form: &ReasonsForm, errors: &Errors, _: &Draft) -> Html {
        let field =
            |id: &str, label: &str, value: &str| Html::of(Textarea::new(id, label).value(value).error(errors.get(id)).max_length(MOST));
        Html::join([
            heading(Self::TITLE),
            paragraph("A few sentences are enough. Nobody scores your writing: it does not change who gets a place."),
            paragraph("Do not write about your health here. There is a question about support later."),
            paragraph("We do not read this at once. If you or somebody else is in danger now, call 999."),
            field("interest", "What interests you about this work?", &form.interest),
            field("learn", "What do you hope to learn?", &form.learn),
        ])
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let lines = |text: &String| row_of_lines(text.lines().map(str::to_owned));
        let reasons = draft.answers.reasons.as_ref();
        vec![
            ("What interests you", reasons.map(|reasons| lines(&reasons.interest))),
            ("What you hope to learn", reasons.map(|reasons| lines(&reasons.learn))),
        ]
    }
}
