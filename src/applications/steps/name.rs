//! Step `name`.

use serde::Deserialize;
use validator::Validate;

use super::parts::heading;
use super::{Question, Row};
use crate::applications::answers::Name;
use crate::applications::draft::Draft;
use crate::applications::forms::text;
use crate::web::components::{Html, Input};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NameForm {
    #[serde(deserialize_with = "text::line")]
    #[validate(
        length(min = 1, message = "Enter your first name"),
        custom(function = "text::at_most::<70>", message = "First name must be 70 characters or less")
    )]
    first_name: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(
        length(min = 1, message = "Enter your last name"),
        custom(function = "text::at_most::<70>", message = "Last name must be 70 characters or less")
    )]
    last_name: String,
}

/// What is your name?
pub struct NameQuestion;

impl Question for NameQuestion {
    type Form = NameForm;
    type Answer = Name;
    const TITLE: &'static str = "What is your name?";

    fn filled(draft: &Draft) -> NameForm {
        draft.answers.name.as_ref().map_or_else(NameForm::default, |name| NameForm {
            first_name: name.first.clone(),
            last_name: name.last.clone(),
        })
    }

    fn read(form: &NameForm, _: &Draft) -> Result<Name, Errors> {
        let mut errors = Errors::default();
        errors.check(form, &["first_name", "last_name"]);
        errors.or(|| Name {
            first: form.first_name.clone(),
            last: form.last_name.clone(),
        })
    }

    fn body(form: &NameForm, errors: &Errors, _: &Draft) -> Html {
        let field = |id: &str, label: &str, value: &str, purpose: &str| {
            Html::of(
                Input::new(id, label)
                    .value(value)
                    .error(errors.get(id))
                    .autocomplete(purpose)
                    .no_spellcheck(),
            )
        };
        Html::join([
            heading(Self::TITLE),
            field("first-name", "First name", &form.first_name, "given-name"),
            field("last-name", "Last name", &form.last_name, "family-name"),
        ])
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        vec![("Name", draft.answers.name.as_ref().map(|name| name.to_string().into()))]
    }
}
