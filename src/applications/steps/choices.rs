//! Step `choices`: one to five placements of the round, best first.

use super::parts::{heading, paragraph, points, row_of_lines};
use super::{Question, Row};
use crate::applications::answers::Choices;
use crate::applications::draft::Draft;
use crate::applications::forms::choices::{ChoicesForm, FIELDS, ORDINALS};
use crate::applications::possible::bar;
use crate::applications::words;
use crate::web::components::{Details, Html, Select};
use crate::web::form::Errors;

/// Which placements do you want?
pub struct ChoicesQuestion;

impl Question for ChoicesQuestion {
    type Form = ChoicesForm;
    type Answer = Choices;
    const TITLE: &'static str = "Which placements do you want?";

    fn filled(draft: &Draft) -> ChoicesForm {
        draft
            .answers
            .choices
            .as_ref()
            .map_or_else(ChoicesForm::default, |choices| ChoicesForm::of(&choices.0))
    }

    fn read(form: &ChoicesForm, draft: &Draft) -> Result<Choices, Errors> {
        form.read(&draft.placements, draft.answers.date_of_birth)
    }

    fn body(form: &ChoicesForm, errors: &Errors, draft: &Draft) -> Html {
        let mut parts = vec![
            heading(Self::TITLE),
            paragraph("You can choose up to 5, in the order that you want them. More choices give you more chances."),
            paragraph("The order is safe: choosing something else first never makes your chance of a later choice smaller."),
        ];
        for ((field, name), value) in FIELDS.iter().zip(ORDINALS).zip(form.values()) {
            parts.push(Html::of(select(field, name, value, errors, draft)));
        }
        parts.extend(not_possible(draft));
        Html::join(parts)
    }

    fn rows(draft: &Draft) -> Vec<Row> {
        let chosen = draft.chosen();
        let lines = chosen
            .iter()
            .zip(1..)
            .map(|(placement, number)| format!("{number}. {}", words::placement(placement)));
        vec![("Placements, best first", (!chosen.is_empty()).then(|| row_of_lines(lines)))]
    }
}

/// One choice. What somebody chose before stays in its list even if it cannot be had any more, so that they see what has to change.
fn select(field: &str, name: &str, value: &str, errors: &Errors, draft: &Draft) -> Select {
    let first = field == FIELDS[0];
    let label = if first { name.to_owned() } else { format!("{name} (optional)") };
    let select = Select::new(field, label)
        .item("", if first { "Choose a placement" } else { "None" })
        .selected(value)
        .error(errors.get(field));
    let shown = draft
        .placements
        .iter()
        .filter(|placement| placement.reference == value || bar(placement, draft.answers.date_of_birth).is_none());
    shown.fold(select, |select, placement| {
        select.item(&placement.reference, words::placement(placement))
    })
}

/// The placements of the round that cannot be chosen, with why.
fn not_possible(draft: &Draft) -> Option<Html> {
    let barred: Vec<String> = draft
        .placements
        .iter()
        .filter_map(|placement| {
            bar(placement, draft.answers.date_of_birth).map(|bar| format!("{}: {}", words::placement(placement), bar.words()))
        })
        .collect();
    (!barred.is_empty()).then(|| Html::of(Details::new("Placements that you cannot choose, and why", points(barred))))
}
