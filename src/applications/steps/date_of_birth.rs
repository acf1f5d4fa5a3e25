//! Step `date-of-birth`: the age on a placement's first day decides what else is asked.

use serde::Deserialize;
use time::Date;

use super::{Question, Row};
use crate::applications::draft::Draft;
use crate::applications::forms::date::{self, Parts};
use crate::dates;
use crate::web::components::{DateInput, Html};
use crate::web::form::Errors;

/// The field's id.
const ID: &str = "date-of-birth";

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BirthForm {
    #[serde(rename = "date-of-birth-day", deserialize_with = "date::part")]
    day: String,
    #[serde(rename = "date-of-birth-month", deserialize_with = "date::part")]
    month: String,
    #[serde(rename = "date-of-birth-year", deserialize_with = "date::part")]
    year: String,
}

impl BirthForm {
    fn parts(&self) -> Parts<'_> {
        Parts {
            day: &self.day,
            month: &self.month,
            year: &self.year,
        }
    }
}

/// What is your date of birth?
pub struct DateOfBirth;

impl Question for DateOfBirth {
    type Form = BirthForm;
    type Answer = Date;
    const TITLE: &'static str = "What is your date of birth?";

    fn filled(draft: &Draft) -> BirthForm {
        draft.answers.date_of_birth.map_or_else(BirthForm::default, |born| BirthForm {
            day: born.day().to_string(),
            month: u8::from(born.month()).to_string(),
            year: born.year().to_string(),
        })
    }

    fn read(form: &BirthForm, draft: &Draft) -> Result<Date, Errors> {
        let mut errors = Errors::default();
        date::birth(ID, form.parts(), draft.today, &mut errors).ok_or(errors)
    }

    fn body(form: &BirthForm, errors: &Errors, _: &Draft) -> Html {
        let (message, wrong) = date::error(ID, form.parts(), errors);
        Html::of(
            DateInput::new(ID, Self::TITLE)
                .legend_is_heading()
                .hint("For example, 27 3 2007")
                .values(&form.day, &form.month, &form.year)
                .error(message, wrong)
                .birthday(),
        )
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        vec![("Date of birth", draft.answers.date_of_birth.map(|born| dates::day(born).into()))]
    }
}
