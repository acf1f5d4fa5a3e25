//! Step `date-of-birth`: the age on a placement's first day decides what else is asked.

use serde::Deserialize;
use time::Date;

use super::{Question, Row};
use crate::applications::draft::Draft;
use crate::applications::forms::date::{self, Parts};
use crate::web::components::{DateInput, Html};
use crate::web::dates;
use crate::web::form::Errors;

/// The field's id.
const ID: &str = "date-of-birth";

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct BirthForm {
    #[serde(deserialize_with = "date::part")]
    date_of_birth_day: String,
    #[serde(deserialize_with = "date::part")]
    date_of_birth_month: String,
    #[serde(deserialize_with = "date::part")]
    date_of_birth_year: String,
}

/// What is your date of birth?
pub struct DateOfBirth;

impl Question for DateOfBirth {
    type Form = BirthForm;
    type Answer = Date;
    const TITLE: &'static str = "What is your date of birth?";

    fn filled(draft: &Draft) -> BirthForm {
        draft.answers.date_of_birth.map_or_else(BirthForm::default, |born| BirthForm {
            date_of_birth_day: born.day().to_string(),
            date_of_birth_month: u8::from(born.month()).to_string(),
            date_of_birth_year: born.year().to_string(),
        })
    }

    fn read(form: &BirthForm, draft: &Draft) -> Result<Date, Errors> {
        let mut errors = Errors::default();
        let parts = Parts {
            day: &form.date_of_birth_day,
            month: &form.date_of_birth_month,
            year: &form.date_of_birth_year,
        };
        date::birth(ID, parts, draft.today, &mut errors).ok_or(errors)
    }

    fn body(form: &BirthForm, errors: &Errors, _: &Draft) -> Html {
        let (message, wrong) = date::error(ID, errors);
        Html::of(
            DateInput::new(ID, Self::TITLE)
                .legend_is_heading()
                .hint("For example, 27 3 2007")
                .values(&form.date_of_birth_day, &form.date_of_birth_month, &form.date_of_birth_year)
                .error(message, wrong)
                .birthday(),
        )
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        vec![("Date of birth", draft.answers.date_of_birth.map(|born| dates::long(born).into()))]
    }
}
