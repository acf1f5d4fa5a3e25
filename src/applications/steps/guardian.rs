//! Step `guardian`: a parent or guardian; asked under 18.

use serde::Deserialize;
use validator::Validate;

use super::parts::{heading, paragraph};
use super::{Question, Row};
use crate::applications::answers::Guardian;
use crate::applications::draft::Draft;
use crate::applications::forms::text;
use crate::auth::normalise_email;
use crate::web::components::{Html, Input};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct GuardianForm {
    #[serde(deserialize_with = "text::line")]
    #[validate(
        length(min = 1, message = "Enter the full name of your parent or guardian"),
        custom(function = "text::at_most::<100>", message = "Full name must be 100 characters or less")
    )]
    name: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(
        length(min = 1, message = "Enter who they are to you"),
        custom(function = "text::at_most::<60>", message = "Who they are to you must be 60 characters or less")
    )]
    relationship: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(
        length(min = 1, message = "Enter their email address"),
        custom(
            function = "text::email_form",
            message = "Enter an email address in the correct format, like name@example.com"
        )
    )]
    email: String,
}

/// Who is your parent or guardian?
pub struct GuardianQuestion;

impl Question for GuardianQuestion {
    type Form = GuardianForm;
    type Answer = Guardian;
    const TITLE: &'static str = "Who is your parent or guardian?";

    fn filled(draft: &Draft) -> GuardianForm {
        draft
            .answers
            .guardian
            .as_ref()
            .map_or_else(GuardianForm::default, |guardian| GuardianForm {
                name: guardian.name.clone(),
                relationship: guardian.relationship.clone(),
                email: guardian.email.clone(),
            })
    }

    fn read(form: &GuardianForm, draft: &Draft) -> Result<Guardian, Errors> {
        let mut errors = Errors::default();
        errors.check(form, &["name", "relationship", "email"]);
        if normalise_email(&form.email) == draft.email {
            errors.add("email", "Their email address must be different from your own");
        }
        errors.or(|| Guardian {
            name: form.name.clone(),
            relationship: form.relationship.clone(),
            email: form.email.clone(),
        })
    }

    fn body(form: &GuardianForm, errors: &Errors, _: &Draft) -> Html {
        let field = |id: &str, label: &str, value: &str| Input::new(id, label).value(value).error(errors.get(id));
        Html::join([
            heading(Self::TITLE),
            paragraph("You will be under 18 on the first day, so a parent or guardian has to agree."),
            paragraph("We email them after you send your application. They see your first name and the placements that you chose."),
            Html::of(field("name", "Full name", &form.name).no_spellcheck()),
            Html::of(field("relationship", "Who they are to you", &form.relationship).hint("For example, mother or foster carer")),
            Html::of(field("email", "Their email address", &form.email).email().autocomplete("off")),
        ])
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let Some(guardian) = &draft.answers.guardian else {
            return vec![("Parent or guardian", None)];
        };
        vec![
            (
                "Parent or guardian",
                Some(format!("{}, {}", guardian.name, guardian.relationship).into()),
            ),
            ("Their email address", Some((&guardian.email).into())),
        ]
    }
}
