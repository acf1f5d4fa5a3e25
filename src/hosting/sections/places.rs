//! For how many people it is, from which age, and who comes first among equals.

use std::collections::BTreeMap;

use super::Context;
use crate::hosting::fields::Fields;
use crate::hosting::model::{Plan, too_many_kept};
use crate::opportunities::pathway_words;
use crate::places::{self, Typed};
use crate::prioritisation::policy::MAX_RESERVES;
use crate::web::components::{Html, Input, Textarea};
use crate::web::form::Errors;

/// More places than anybody offers at once.
const MOST: i32 = 500;
/// The oldest least age.
const OLDEST: i32 = 21;
/// The most outcodes that count as local.
const AREAS: usize = 40;

fn kept(pathway: &str) -> String {
    format!("kept-{}", pathway.replace('_', "-"))
}

pub(super) fn filled(plan: &Plan) -> Fields {
    let one = &plan.opportunity;
    let number = |number: i32| if one.places > 0 { number.to_string() } else { String::new() };
    let fields = Fields::default()
        .with("places", number(one.places))
        .with("minimum-age", number(one.minimum_age))
        .with("local-areas", one.local_areas.join(", "));
    one.reserves
        .iter()
        .fold(fields, |fields, (pathway, count)| fields.with(kept(pathway), count.to_string()))
}

pub(super) fn body(fields: &Fields, errors: &Errors, context: &Context) -> Html {
    let number = |name: &str, label: String, hint: Option<&str>| {
        let mut input = Input::new(name, label)
            .value(fields.get(name))
            .numeric()
            .width(4)
            .error(errors.get(name));
        if let Some(hint) = hint {
            input = input.hint(hint);
        }
        Html::of(input)
    };
    let mut parts = vec![
        number("places", "How many people can come?".to_owned(), None),
        number(
            "minimum-age",
            "How old must people be on the first day?".to_owned(),
            Some("The age in years, 14 or more"),
        ),
        Html::of(
            Textarea::new("local-areas", "Which areas are local? (optional)")
                .hint("First halves of postcodes with commas, such as LS7, LS8. Local people come first among equals")
                .value(fields.get("local-areas"))
                .rows(2)
                .error(errors.get("local-areas")),
        ),
    ];
    for pathway in &context.policy.pathways {
        let label = format!("How many places do you keep for {}? (optional)", pathway_words(&pathway.id));
        parts.push(number(&kept(&pathway.id), label, None));
    }
    Html::join(parts)
}

pub(super) fn read(fields: &Fields, context: &Context, plan: &mut Plan, errors: &mut Errors) {
    let one = &mut plan.opportunity;
    if let Some(places) = fields.number("places", "How many people can come", 1..=MOST, errors) {
        one.places = places;
    }
    if let Some(age) = fields.number("minimum-age", "How old people must be", 14..=OLDEST, errors) {
        one.minimum_age = age;
    }
    one.local_areas = areas(fields.get("local-areas"), errors);
    one.reserves = reserves(fields, context, errors);
    let first = context.policy.pathways.first().map(|pathway| kept(&pathway.id)).unwrap_or_default();
    if one.reserves.len() > MAX_RESERVES {
        errors.add(&first, format!("You can keep places for {MAX_RESERVES} groups at most"));
    } else if errors.is_empty()
        && let Some(words) = too_many_kept(one.places, &one.reserves, &context.policy)
    {
        errors.add(&first, words);
    }
}

fn reserves(fields: &Fields, context: &Context, errors: &mut Errors) -> BTreeMap<String, u32> {
    let mut reserves = BTreeMap::new();
    for pathway in &context.policy.pathways {
        let name = kept(&pathway.id);
        if fields.get(&name).is_empty() {
            continue;
        }
        let what = format!("Places kept for {}", pathway_words(&pathway.id));
        let count = fields.number(&name, &what, 0..=MOST, errors);
        if let Some(count) = count.and_then(|count| u32::try_from(count).ok()).filter(|count| *count > 0) {
            reserves.insert(pathway.id.clone(), count);
        }
    }
    reserves
}

fn areas(text: &str, errors: &mut Errors) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in text.split([',', '\n', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        match places::read(part) {
            Typed::Outcode(code) if places::outcode(&code).is_some() => found.push(code),
            _ => errors.add(
                "local-areas",
                "Areas must be first halves of postcodes in England, like LS9, with commas between them",
            ),
        }
    }
    found.sort_unstable();
    found.dedup();
    if found.len() > AREAS {
        errors.add("local-areas", format!("You can name {AREAS} areas at most"));
    }
    found
}
