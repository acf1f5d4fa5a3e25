//! Step `choices`: placements of the round, best first.

use askama::Template;
use askama::filters::HtmlSafe;

use super::parts::{heading, paragraph, points, row_of_lines};
use super::{Question, Row};
use crate::applications::answers::Choices;
use crate::applications::draft::Draft;
use crate::applications::forms::choices::{ChoicesForm, FIELDS, ORDINALS};
use crate::applications::possible::bar;
use crate::applications::words;
use crate::opportunities::Opportunity;
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
        form.read(&draft.placements, draft.answers.date_of_birth, draft.most_choices)
    }

    fn body(form: &ChoicesForm, errors: &Errors, draft: &Draft) -> Html {
        let mut parts = vec![
            heading(Self::TITLE),
            paragraph(format!(
                "You can choose up to {}, in the order that you want them. More choices give you more chances.",
                draft.most_choices
            )),
            paragraph("The order is safe: choosing something else first never makes your chance of a later choice smaller."),
        ];
        if errors.is_empty() {
            parts.extend(Order::of(draft).map(Html::of));
        }
        for ((field, name), value) in FIELDS.iter().zip(ORDINALS).zip(form.values()).take(draft.most_choices) {
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

/// The choices as they stand, each with links that move it by one; without a form, so that it works wherever links do.
#[derive(Template)]
#[template(path = "applications/order.html")]
struct Order {
    lines: Vec<OrderLine>,
    /// Whether this order is only looked at.
    is_new: bool,
}

impl HtmlSafe for Order {}

struct OrderLine {
    title: String,
    /// The order with this choice one place further up.
    up: Option<String>,
    /// The order with it one place further down.
    down: Option<String>,
}

impl Order {
    /// Nothing if there is no order: fewer than two choices, or some that are not in the round any more.
    fn of(draft: &Draft) -> Option<Self> {
        let chosen = draft.chosen();
        let count = chosen.len();
        let complete = draft.answers.choices.as_ref().is_some_and(|choices| choices.0.len() == count);
        if count < 2 || !complete {
            return None;
        }
        let swapped = |from: usize| {
            let mut order = draft.order.clone().unwrap_or_else(|| (1..=count).collect());
            order.swap(from, from + 1);
            order.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
        };
        let line = |(at, placement): (usize, &&Opportunity)| OrderLine {
            title: placement.title.clone(),
            up: (at > 0).then(|| swapped(at - 1)),
            down: (at + 1 < count).then(|| swapped(at)),
        };
        Some(Self {
            lines: chosen.iter().enumerate().map(line).collect(),
            is_new: draft.order.is_some(),
        })
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
