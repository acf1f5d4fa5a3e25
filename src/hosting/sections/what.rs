//! What an opportunity is, where, and in which round.

use super::{Context, Extent};
use crate::hosting::fields::Fields;
use crate::hosting::model::Plan;
use crate::opportunities::{FAMILIES, family_name};
use crate::places::{self, Typed};
use crate::web::components::{Html, Input, Select, Textarea};
use crate::web::form::Errors;

const TITLE: usize = 90;
const SUMMARY: usize = 300;
const TOWN: usize = 60;

pub(super) fn filled(plan: &Plan) -> Fields {
    let one = &plan.opportunity;
    Fields::default()
        .with("round", plan.round.reference.as_str())
        .with("title", one.title.as_str())
        .with("family", one.family.as_str())
        .with("summary", one.summary.as_str())
        .with("town", one.town.as_str())
        .with("outcode", one.outcode.as_str())
}

/// The field for the organisation, if there is a choice.
pub fn organisation(own: &[(i64, String)], fields: &Fields, errors: &Errors) -> Option<Select> {
    let first = Select::new("organisation", "Organisation").item("", "Select an organisation");
    let items = own.iter().fold(first, |select, (id, name)| select.item(id.to_string(), name));
    (own.len() > 1).then(|| items.selected(fields.get("organisation")).error(errors.get("organisation")))
}

/// The field for the round.
pub fn round(rounds: &[(String, String)], fields: &Fields, errors: &Errors) -> Select {
    let first = Select::new("round", "Round").item("", "Select a round");
    rounds
        .iter()
        .fold(first, |select, (reference, name)| select.item(reference, name))
        .selected(fields.get("round"))
        .error(errors.get("round"))
}

pub(super) fn body(fields: &Fields, errors: &Errors, context: &Context) -> Html {
    let title = Input::new("title", "Title")
        .hint("Name the work, not a person, such as A week in the pharmacy")
        .value(fields.get("title"))
        .error(errors.get("title"));
    let summary = Textarea::new("summary", "What is it, in one or two sentences?")
        .value(fields.get("summary"))
        .rows(3)
        .error(errors.get("summary"));
    if !context.is_free() {
        return Html::join([Html::of(title), Html::of(summary)]);
    }
    let first = Select::new("family", "Kind of work").item("", "Select a kind of work");
    let family = FAMILIES.iter().fold(first, |select, (key, name)| select.item(*key, *name));
    Html::join([
        Html::of(round(&context.rounds, fields, errors)),
        Html::of(title),
        Html::of(family.selected(fields.get("family")).error(errors.get("family"))),
        Html::of(summary),
        Html::of(
            Input::new("town", "Town or city")
                .value(fields.get("town"))
                .error(errors.get("town")),
        ),
        Html::of(
            Input::new("outcode", "First half of the postcode")
                .hint("Such as LS9")
                .value(fields.get("outcode"))
                .width(5)
                .no_spellcheck()
                .error(errors.get("outcode")),
        ),
    ])
}

pub(super) fn read(fields: &Fields, context: &Context, plan: &mut Plan, errors: &mut Errors) {
    let one = &mut plan.opportunity;
    one.title = fields.needed("title", "Enter a title", "Title", TITLE, errors);
    one.summary = fields.text("summary", "What it is", SUMMARY, errors);
    if one.summary.is_empty() {
        errors.add("summary", "Enter what it is");
    }
    if context.extent() != Extent::Everything {
        return;
    }
    if !context.rounds.iter().any(|(reference, _)| reference == fields.get("round")) {
        errors.add("round", "Select a round");
    }
    fields.get("family").clone_into(&mut one.family);
    if family_name(&one.family).is_none() {
        errors.add("family", "Select a kind of work");
    }
    one.town = fields.needed("town", "Enter a town or city", "Town or city", TOWN, errors);
    match places::read(fields.get("outcode")) {
        Typed::Outcode(code) | Typed::Postcode(code) if places::outcode(&code).is_some() => one.outcode = code,
        _ => errors.add("outcode", "Enter the first half of a postcode in England, like LS9"),
    }
}
