//! Step `contact`.

use serde::Deserialize;
use validator::Validate;

use super::parts::{heading, paragraph};
use super::{Question, Row};
use crate::applications::answers::{Contact, Postcode};
use crate::applications::draft::Draft;
use crate::applications::forms::text;
use crate::web::components::{Html, Input};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ContactForm {
    #[serde(deserialize_with = "text::line")]
    #[validate(length(min = 1, message = "Enter your postcode"))]
    postcode: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(custom(function = "text::at_most::<40>", message = "Phone number must be 40 characters or less"))]
    phone: String,
}

/// Your contact details.
pub struct ContactQuestion;

impl Question for ContactQuestion {
    type Form = ContactForm;
    type Answer = Contact;
    const TITLE: &'static str = "Your contact details";

    fn filled(draft: &Draft) -> ContactForm {
        draft
            .answers
            .contact
            .as_ref()
            .map_or_else(ContactForm::default, |contact| ContactForm {
                postcode: contact.postcode.as_str().to_owned(),
                phone: contact.phone.clone().unwrap_or_default(),
            })
    }

    fn read(form: &ContactForm, _: &Draft) -> Result<Contact, Errors> {
        let mut errors = Errors::default();
        errors.check(form, &["postcode"]);
        let postcode = Postcode::parse(&form.postcode).map_err(|words| errors.add("postcode", words)).ok();
        errors.check(form, &["phone"]);
        match postcode {
            Some(postcode) if errors.is_empty() => Ok(Contact {
                phone: text::optional(&form.phone),
                postcode,
            }),
            _ => Err(errors),
        }
    }

    fn body(form: &ContactForm, errors: &Errors, draft: &Draft) -> Html {
        Html::join([
            heading(Self::TITLE),
            paragraph(format!("We write to you at {}.", draft.email)),
            Html::of(
                Input::new("postcode", "Your home postcode")
                    .hint("Some placements give people who live nearby a place first")
                    .value(&form.postcode)
                    .error(errors.get("postcode"))
                    .autocomplete("postal-code")
                    .no_spellcheck()
                    .width(10),
            ),
            Html::of(
                Input::new("phone", "Phone number (optional)")
                    .hint("Only used if a plan changes at the last minute")
                    .value(&form.phone)
                    .error(errors.get("phone"))
                    .telephone()
                    .width(20),
            ),
        ])
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let Some(contact) = &draft.answers.contact else {
            return vec![("Postcode", None)];
        };
        vec![
            ("Postcode", Some(contact.postcode.as_str().into())),
            ("Phone number", contact.phone.as_ref().map(Into::into)),
        ]
    }
}
