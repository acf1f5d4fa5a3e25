//! Step `emergency-contact`: asked once a placement is agreed, and shown to its coordinators only.

use serde::Deserialize;
use validator::Validate;

use super::parts::{heading, paragraph};
use super::{Question, Row};
use crate::applications::answers::EmergencyContact;
use crate::applications::draft::Draft;
use crate::applications::forms::text;
use crate::web::components::{Html, Input};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct EmergencyForm {
    #[serde(deserialize_with = "text::line")]
    #[validate(
        length(min = 1, message = "Enter the full name of your emergency contact"),
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
        length(min = 1, message = "Enter their phone number"),
        custom(function = "text::at_most::<40>", message = "Phone number must be 40 characters or less"),
        custom(function = "text::phone_form", message = "Enter a phone number, like 07700 900 982")
    )]
    phone: String,
}

/// Who should be called in an emergency?
pub struct EmergencyQuestion;

impl Question for EmergencyQuestion {
    type Form = EmergencyForm;
    type Answer = EmergencyContact;
    const TITLE: &'static str = "Who should be called in an emergency?";

    /// Whoever agreed as a parent or guardian stands there already, so that nothing is typed twice.
    fn filled(draft: &Draft) -> EmergencyForm {
        let answers = &draft.answers;
        match (&answers.emergency_contact, &answers.guardian) {
            (Some(known), _) => EmergencyForm {
                name: known.name.clone(),
                relationship: known.relationship.clone(),
                phone: known.phone.clone(),
            },
            (None, Some(guardian)) => EmergencyForm {
                name: guardian.name.clone(),
                relationship: guardian.relationship.clone(),
                phone: String::new(),
            },
            (None, None) => EmergencyForm::default(),
        }
    }

    fn read(form: &EmergencyForm, _: &Draft) -> Result<EmergencyContact, Errors> {
        let mut errors = Errors::default();
        errors.check(form, &["name", "relationship", "phone"]);
        errors.or(|| EmergencyContact {
            name: form.name.clone(),
            relationship: form.relationship.clone(),
            phone: form.phone.clone(),
        })
    }

    fn body(form: &EmergencyForm, errors: &Errors, _: &Draft) -> Html {
        let field = |id: &str, label: &str, value: &str| Input::new(id, label).value(value).error(errors.get(id));
        Html::join([
            heading(Self::TITLE),
            paragraph("Name an adult who can be reached while you are on your placement. Ask them first."),
            paragraph("Only the people who run your placement see this. We delete it when your placement is over."),
            Html::of(field("name", "Full name", &form.name).no_spellcheck()),
            Html::of(field("relationship", "Who they are to you", &form.relationship).hint("For example, mother, partner or friend")),
            Html::of(
                field("phone", "Their phone number", &form.phone)
                    .telephone()
                    .autocomplete("off")
                    .width(20),
            ),
        ])
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let Some(known) = &draft.answers.emergency_contact else {
            return vec![("Emergency contact", None)];
        };
        vec![
            ("Emergency contact", Some(format!("{}, {}", known.name, known.relationship).into())),
            ("Their phone number", Some((&known.phone).into())),
        ]
    }
}
