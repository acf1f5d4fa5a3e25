//! What people do, what they do not see, the support, and what to wear.

use super::Context;
use crate::hosting::fields::Fields;
use crate::hosting::model::Plan;
use crate::hosting::state::Extent;
use crate::opportunities::Support;
use crate::web::components::{Checkboxes, Html, Input, Textarea};
use crate::web::form::Errors;

const WORDS: usize = 1_500;
const DRESS: usize = 300;

pub(super) fn filled(plan: &Plan) -> Fields {
    let one = &plan.opportunity;
    let fields = Fields::default()
        .with("activities", one.activities.as_str())
        .with("limits", one.limits.as_str())
        .with("dress", one.dress.as_str());
    one.support
        .iter()
        .fold(fields, |fields, support| fields.with("support", support.as_str()))
}

pub(super) fn body(fields: &Fields, errors: &Errors, context: &Context) -> Html {
    let dress = Html::of(
        Input::new("dress", "What should people wear? (optional)")
            .value(fields.get("dress"))
            .error(errors.get("dress")),
    );
    if context.extent() == Extent::Practical {
        return dress;
    }
    let words = |name: &str, label: &str, hint: &str| {
        Html::of(
            Textarea::new(name, label)
                .hint(hint)
                .value(fields.get(name))
                .rows(5)
                .error(errors.get(name)),
        )
    };
    let mut parts = vec![
        words(
            "activities",
            "What will people do?",
            "Write short sentences that begin with You will",
        ),
        words("limits", "What will people not see or do?", "So that nobody expects it"),
    ];
    if context.is_free() {
        let support = Support::ALL
            .iter()
            .fold(Checkboxes::new("support", "What support do you offer?"), |boxes, support| {
                boxes.item(support.as_str(), support.words())
            });
        parts.push(Html::of(
            support
                .hint("Select all that apply")
                .checked(fields.all("support"))
                .error(errors.get("support")),
        ));
    }
    parts.push(dress);
    Html::join(parts)
}

pub(super) fn read(fields: &Fields, context: &Context, plan: &mut Plan, errors: &mut Errors) {
    let one = &mut plan.opportunity;
    one.dress = fields.line("dress", "What people should wear", DRESS, errors);
    if context.extent() == Extent::Practical {
        return;
    }
    one.activities = fields.text("activities", "What people will do", WORDS, errors);
    if one.activities.is_empty() {
        errors.add("activities", "Enter what people will do");
    }
    one.limits = fields.text("limits", "What people will not see or do", WORDS, errors);
    if one.limits.is_empty() {
        errors.add("limits", "Enter what people will not see or do");
    }
    if context.is_free() {
        let ticked = fields.all("support");
        one.support = Support::ALL
            .iter()
            .copied()
            .filter(|support| ticked.contains(&support.as_str()))
            .collect();
    }
}
