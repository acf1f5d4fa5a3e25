//! Step `circumstances`: each question says why it is asked and what it is worth; an answer is never forced.

use std::str::FromStr;

use serde::Deserialize;

use super::parts::{heading, paragraph};
use super::{Question, Row};
use crate::applications::circumstances::{Circumstances, MealsWhen, YesNo};
use crate::applications::draft::Draft;
use crate::applications::words;
use crate::web::components::{Html, Legend, Radios, Size};
use crate::web::form::Errors;

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CircumstancesForm {
    free_school_meals: String,
    meals_when: String,
    pupil_premium: String,
    first_generation: String,
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
                meals_when: known.meals_when.map(|when| when.to_string()).unwrap_or_default(),
                pupil_premium: known.pupil_premium.to_string(),
                first_generation: known.first_generation.to_string(),
            })
    }

    fn read(form: &CircumstancesForm, _: &Draft) -> Result<Circumstances, Errors> {
        let mut errors = Errors::default();
        let meals = answer(
            &mut errors,
            "free-school-meals",
            &form.free_school_meals,
            "Select whether you could have free school meals",
        );
        let meals_when = if meals == Some(YesNo::Yes) {
            answer(
                &mut errors,
                "meals-when",
                &form.meals_when,
                "Select when you could have free school meals",
            )
        } else {
            None
        };
        let premium = answer(
            &mut errors,
            "pupil-premium",
            &form.pupil_premium,
            "Select whether your school got the pupil premium for you",
        );
        let first = answer(
            &mut errors,
            "first-generation",
            &form.first_generation,
            "Select whether you are the first in your family to go to university",
        );
        match (meals, premium, first) {
            (Some(free_school_meals), Some(pupil_premium), Some(first_generation)) if errors.is_empty() => Ok(Circumstances {
                free_school_meals,
                meals_when,
                pupil_premium,
                first_generation,
            }),
            _ => Err(errors),
        }
    }

    fn body(form: &CircumstancesForm, errors: &Errors, _: &Draft) -> Html {
        let when = Radios::new(
            "meals-when",
            Legend::new("If you said yes, when could you have free school meals?").size(Size::M),
        )
        .hint("Many more families can have them from September 2026 on")
        .checked(&form.meals_when)
        .error(errors.get("meals-when"));
        let all = MealsWhen::ALL.iter();
        let when = all.fold(when, |when, answer| when.item(answer.as_str(), words::meals_when(*answer)));
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
            Html::of(when),
            question(
                "pupil-premium",
                "Did your school ever get the pupil premium for you?",
                "This is money for pupils who need more support. Free school meals that began in September 2026 or later do not bring it. \
                 If you are not sure, your school can tell us",
                &form.pupil_premium,
                errors,
            ),
            question(
                "first-generation",
                "Would you be the first in your family to go to university?",
                "Say yes if no parent or guardian went. It counts if many pupils at your school could have free school meals, so we then ask for \
                 your school",
                &form.first_generation,
                errors,
            ),
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
        if let Some(when) = known.meals_when {
            rows.insert(1, ("When you could have free school meals", Some(words::meals_when(when).into())));
        }
        rows
    }
}

/// What was chosen; otherwise the words are what is wrong with the field.
fn answer<T: FromStr>(errors: &mut Errors, id: &str, value: &str, words: &str) -> Option<T> {
    let chosen = value.parse().ok();
    if chosen.is_none() {
        errors.add(id, words);
    }
    chosen
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
