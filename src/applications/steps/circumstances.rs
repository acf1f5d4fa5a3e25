//! Step `circumstances`: each question says why it is asked and what it is worth; an answer is never forced.

use serde::Deserialize;
use validator::Validate;

use super::parts::{heading, paragraph};
use super::{Question, Row};
use crate::applications::circumstances::{Circumstances, YesNo};
use crate::applications::draft::Draft;
use crate::applications::forms::text;
use crate::applications::words;
use crate::web::components::{Html, Input, Legend, Radios, Size};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CircumstancesForm {
    free_school_meals: String,
    pupil_premium: String,
    first_generation: String,
    #[serde(deserialize_with = "text::line")]
    #[validate(custom(function = "text::at_most::<150>", message = "School name and town must be 150 characters or less"))]
    school: String,
}

/// Your circumstances.
pub struct CircumstancesQuestion;

impl Question for CircumstancesQuestion {
    type Form = CircumstancesForm;
    type Answer = Circumstances;
    const TITLE: &'static str = "Your circumstances";

    fn filled(draft: &Draft) -> CircumstancesForm {
        draft
            .answers
            .circumstances
            .as_ref()
            .map_or_else(CircumstancesForm::default, |known| CircumstancesForm {
                free_school_meals: known.free_school_meals.to_string(),
                pupil_premium: known.pupil_premium.to_string(),
                first_generation: known.first_generation.to_string(),
                school: known.school.clone().unwrap_or_default(),
            })
    }

    fn read(form: &CircumstancesForm, _: &Draft) -> Result<Circumstances, Errors> {
        let mut errors = Errors::default();
        let mut answer = |id: &str, value: &str, words: &str| -> Option<YesNo> { value.parse().map_err(|_| errors.add(id, words)).ok() };
        let meals = answer(
            "free-school-meals",
            &form.free_school_meals,
            "Select whether you could have free school meals",
        );
        let premium = answer(
            "pupil-premium",
            &form.pupil_premium,
            "Select whether your school got the pupil premium for you",
        );
        let first = answer(
            "first-generation",
            &form.first_generation,
            "Select whether you are the first in your family to go to university",
        );
        if first == Some(YesNo::Yes) && form.school.is_empty() {
            errors.add("school", "Enter the name and town of your school");
        }
        errors.check(form, &["school"]);
        match (meals, premium, first) {
            (Some(free_school_meals), Some(pupil_premium), Some(first_generation)) if errors.is_empty() => Ok(Circumstances {
                free_school_meals,
                pupil_premium,
                first_generation,
                school: text::optional(&form.school),
            }),
            _ => Err(errors),
        }
    }

    fn body(form: &CircumstancesForm, errors: &Errors, _: &Draft) -> Html {
        let school = Input::new("school", "If you said yes, the name and town of your school")
            .hint("The one you go to now, or went to last")
            .value(&form.school)
            .error(errors.get("school"));
        Html::join([
            heading(Self::TITLE),
            paragraph(
                "Some people find it harder to get work experience. The policy for giving places puts them first. One “yes” below puts you in \
                 that group. More than one does not count more.",
            ),
            paragraph(
                "You do not have to say. If you prefer not to, you still have the same chance as everybody else who is not in that group. \
                 If we ask your school to confirm, they see what you answered.",
            ),
            question(
                "free-school-meals",
                "Could you have free school meals at any time at school?",
                "We ask because family income should not decide who gets a place",
                &form.free_school_meals,
                errors,
            ),
            question(
                "pupil-premium",
                "Did your school ever get the pupil premium for you?",
                "This is money for pupils who need more support. If you are not sure, your school can tell us",
                &form.pupil_premium,
                errors,
            ),
            question(
                "first-generation",
                "Would you be the first in your family to go to university?",
                "Say yes if no parent or guardian went. It counts if many pupils at your school could have free school meals",
                &form.first_generation,
                errors,
            ),
            Html::of(school),
        ])
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let Some(known) = &draft.answers.circumstances else {
            return vec![("Your circumstances", None)];
        };
        let mut rows: Vec<Row> = vec![
            ("Free school meals", Some(words::yes_no(known.free_school_meals).into())),
            ("Pupil premium", Some(words::yes_no(known.pupil_premium).into())),
            (
                "First in family to go to university",
                Some(words::yes_no(known.first_generation).into()),
            ),
        ];
        if known.first_generation == YesNo::Yes {
            rows.push(("Your school", known.school.as_ref().map(Into::into)));
        }
        rows
    }
}

/// One circumstance.
fn question(id: &str, legend: &str, why: &str, value: &str, errors: &Errors) -> Html {
    let radios = Radios::new(id, Legend::new(legend).size(Size::M))
        .hint(why)
        .checked(value)
        .error(errors.get(id));
    let all = YesNo::ALL.iter();
    Html::of(all.fold(radios, |radios, answer| radios.item(answer.as_str(), words::yes_no(*answer))))
}
