//! What to read before coming: a text, and on a page of its own one file.

use super::Context;
use crate::hosting::fields::Fields;
use crate::hosting::model::Plan;
use crate::web::components::{Html, Textarea};
use crate::web::form::Errors;

const PACK: usize = 8_000;

pub(super) fn filled(plan: &Plan) -> Fields {
    Fields::default().with("pack", plan.detail.pack.as_str())
}

pub(super) fn body(fields: &Fields, errors: &Errors, _: &Context) -> Html {
    Html::of(
        Textarea::new("pack", "What should people read before they come? (optional)")
            .hint("Only people with an agreed placement see this. Leave an empty line between paragraphs")
            .value(fields.get("pack"))
            .rows(12)
            .error(errors.get("pack")),
    )
}

pub(super) fn read(fields: &Fields, plan: &mut Plan, errors: &mut Errors) {
    plan.detail.pack = fields.text("pack", "What people should read", PACK, errors);
}
