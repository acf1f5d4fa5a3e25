//! Step `situation`: one answer, which decides the pathway.

use serde::Deserialize;

use super::{Question, Row};
use crate::applications::answers::Situation;
use crate::applications::draft::Draft;
use crate::applications::words;
use crate::web::components::{Html, Radios};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SituationForm {
    situation: String,
}

/// What do you do now?
pub struct SituationQuestion;

impl Question for SituationQuestion {
    type Form = SituationForm;
    type Answer = Situation;
    const TITLE: &'static str = "What do you do now?";

    fn filled(draft: &Draft) -> SituationForm {
        SituationForm {
            situation: draft.answers.situation.map_or_else(String::new, |known| known.to_string()),
        }
    }

    fn read(form: &SituationForm, _: &Draft) -> Result<Situation, Errors> {
        form.situation.parse().map_err(|_| {
            let mut errors = Errors::default();
            errors.add("situation", "Select what you do now");
            errors
        })
    }

    fn body(form: &SituationForm, errors: &Errors, _: &Draft) -> Html {
        let radios = Radios::new("situation", Self::TITLE)
            .legend_is_heading()
            .hint("This decides what we ask next, and which group you apply in")
            .checked(&form.situation)
            .error(errors.get("situation"));
        Html::of(Situation::ALL.iter().fold(radios, |radios, situation| {
            radios.item(situation.as_str(), words::situation(*situation))
        }))
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        vec![(
            "What you do now",
            draft.answers.situation.map(|situation| words::situation(situation).into()),
        )]
    }
}
