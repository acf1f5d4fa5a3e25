//! Step `school`: who at a school, college or service can confirm; asked under 18 of those in education.

use serde::Deserialize;
use validator::Validate;

use super::parts::{heading, paragraph};
use super::{Question, Row};
use crate::applications::answers::SchoolContact;
use crate::applications::draft::Draft;
use crate::applications::forms::text;
use crate::auth::normalise_email;
use crate::web::components::{Html, Input};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SchoolForm {
    #[serde(deserialize_with = "text::line")]
    #[validate(
        length(min = 1, message = "Enter the name of your school, college or service"),
        custom(
            function = "text::at_most::<150>",
            message = "Name of your school, college or service must be 150 characters or less"
        )
    )]
    organisation: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(
        length(min = 1, message = "Enter the full name of the person"),
        custom(function = "text::at_most::<100>", message = "Full name must be 100 characters or less")
    )]
    name: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(
        length(min = 1, message = "Enter what they do there"),
        custom(function = "text::at_most::<100>", message = "What they do there must be 100 characters or less")
    )]
    role: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(
        length(min = 1, message = "Enter their work email address"),
        custom(
            function = "text::email_form",
            message = "Enter an email address in the correct format, like name@example.com"
        )
    )]
    email: String,
}

/// Who at your school can confirm?
pub struct SchoolQuestion;

impl Question for SchoolQuestion {
    type Form = SchoolForm;
    type Answer = SchoolContact;
    const TITLE: &'static str = "Who at your school or college can confirm?";

    fn filled(draft: &Draft) -> SchoolForm {
        let known = || SchoolForm {
            // Nobody types the same school twice.
            organisation: draft
                .answers
                .attended
                .as_ref()
                .map_or_else(String::new, |attended| attended.name.clone()),
            ..SchoolForm::default()
        };
        draft.answers.school.as_ref().map_or_else(known, |school| SchoolForm {
            organisation: school.organisation.clone(),
            name: school.name.clone(),
            role: school.role.clone(),
            email: school.email.clone(),
        })
    }

    fn read(form: &SchoolForm, draft: &Draft) -> Result<SchoolContact, Errors> {
        let mut errors = Errors::default();
        errors.check(form, &["organisation", "name", "role", "email"]);
        if normalise_email(&form.email) == draft.email {
            errors.add("email", "Work email address must be different from your own");
        }
        errors.or(|| SchoolContact {
            name: form.name.clone(),
            role: form.role.clone(),
            organisation: form.organisation.clone(),
            email: form.email.clone(),
        })
    }

    fn body(form: &SchoolForm, errors: &Errors, _: &Draft) -> Html {
        let field = |id: &str, label: &str, value: &str| Input::new(id, label).value(value).error(errors.get(id));
        Html::join([
            heading(Self::TITLE),
            paragraph("You will be under 18, so somebody at your school, college or service has to confirm your application."),
            paragraph("We email them after you send it. Tell them first, so that they know what it is about."),
            Html::of(field("organisation", "School, college or service", &form.organisation)),
            Html::of(field("name", "Full name of the person", &form.name).no_spellcheck()),
            Html::of(field("role", "What they do there", &form.role).hint("For example, careers leader")),
            Html::of(field("email", "Their work email address", &form.email).email().autocomplete("off")),
        ])
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let Some(school) = &draft.answers.school else {
            return vec![("School, college or service", None)];
        };
        vec![
            ("School, college or service", Some((&school.organisation).into())),
            ("Who can confirm", Some(format!("{}, {}", school.name, school.role).into())),
            ("Their email address", Some((&school.email).into())),
        ]
    }
}
