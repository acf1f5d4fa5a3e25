//! Other people's instances, `practise-market/1`: the bare algorithm on explicit priorities, without policy, draw or bands.

use super::choice_rule::Reserves;
use super::market::{Choice, Market, Seats, small};
use super::plan::{self, Got};
use crate::prioritisation::input::{Fields, MAX_PLACES, Node, pointer};
use crate::prioritisation::policy::{MAX_PATHWAYS, MAX_RESERVES};
use crate::prioritisation::problem::{Code, InputError, Problems};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Name of the layout.
pub const SCHEMA: &str = "practise-market/1";

/// Who gets what: an opportunity or nothing for every applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offers {
    /// By applicant, sorted by reference.
    pub offers: BTreeMap<String, Option<String>>,
}

struct Opportunity {
    reference: String,
    seats: Seats,
    /// Place in the priority order of everybody who is acceptable.
    priority: HashMap<String, u32>,
}

/// Reads a market and allocates it. References are any text but the empty one.
///
/// # Errors
/// Every problem found, with its code and JSON pointer.
pub fn allocate_market(name: &str, bytes: &[u8]) -> Result<Offers, Vec<InputError>> {
    let mut problems = Problems::new(name);
    let found = read(bytes, &mut problems);
    problems.or(())?;
    found.ok_or_else(Vec::new)
}

fn read(bytes: &[u8], problems: &mut Problems) -> Option<Offers> {
    let document = Node::parse(bytes, problems)?;
    let root = Fields::of(&document, String::new(), &["schema", "opportunities", "applicants"], problems)?;
    if root.text("schema", Code::I06, problems).is_some_and(|schema| schema != SCHEMA) {
        problems.add(Code::I06, root.place("schema"), format!("expected \"{SCHEMA}\""));
    }
    let mut pathways = Vec::new();
    let list = root.list("opportunities", problems).iter().enumerate();
    let opportunities: Vec<Opportunity> = list
        .filter_map(|(i, node)| opportunity(node, format!("/opportunities/{i}"), &mut pathways, problems))
        .collect();
    let mut index = HashMap::new();
    for (i, opportunity) in opportunities.iter().enumerate() {
        if index.insert(opportunity.reference.as_str(), i).is_some() {
            problems.add(Code::I02, format!("/opportunities/{i}/ref"), "this opportunity is given twice");
        }
    }
    let mut market = Market::new(opportunities.iter().map(|o| o.seats).collect(), 0);
    let mut names = Vec::new();
    for (i, node) in root.list("applicants", problems).iter().enumerate() {
        let at = format!("/applicants/{i}");
        let Some(fields) = Fields::of(node, at, &["ref", "choices", "pathways"], problems) else {
            continue;
        };
        let name = reference(&fields, problems);
        let choices = choices(&fields, &name, &opportunities, &index, problems);
        let has = fields.texts("pathways", Code::I06, problems);
        let bits = pathways
            .iter()
            .enumerate()
            .filter(|(_, p)| has.contains(p))
            .fold(0u8, |bits, (i, _)| bits | 1 << i);
        market.person(bits, choices);
        names.push(name);
    }
    known_names(&root, &names, &opportunities, problems);
    let outcome = plan::solve(&market);
    let offer = |(person, got): (usize, Got)| {
        let seats = market.seats_of(person, got)?;
        Some(opportunities[seats].reference.clone())
    };
    Some(Offers {
        offers: names.into_iter().zip(outcome.into_iter().enumerate().map(offer)).collect(),
    })
}

fn reference(fields: &Fields<'_>, problems: &mut Problems) -> String {
    let found = fields.text("ref", Code::I01, problems);
    if found == Some("") {
        problems.add(Code::I01, fields.place("ref"), "a reference must not be empty");
    }
    found.unwrap_or_default().to_owned()
}

fn opportunity(node: &Node, at: String, pathways: &mut Vec<String>, problems: &mut Problems) -> Option<Opportunity> {
    let fields = Fields::of(node, at, &["ref", "places", "reserves", "priority"], problems)?;
    let reference = reference(&fields, problems);
    let places = fields
        .get("places", problems)
        .and_then(|node| count(node, fields.place("places"), problems))
        .unwrap_or(0);
    let mut reserves = Vec::new();
    for (pathway, node) in fields.map("reserves", Code::I06, problems) {
        let seats = count(node, pointer(&fields.place("reserves"), pathway), problems).unwrap_or(0);
        if seats > 0 {
            let known = pathways.iter().position(|p| p == pathway).unwrap_or_else(|| {
                pathways.push(pathway.clone());
                pathways.len() - 1
            });
            reserves.push((known, seats));
        }
    }
    if reserves.iter().map(|(_, seats)| u64::from(*seats)).sum::<u64>() > u64::from(places) {
        problems.add(
            Code::P06,
            fields.place("reserves"),
            format!("more places are kept than there are: {places}"),
        );
    }
    if reserves.len() > MAX_RESERVES || pathways.len() > MAX_PATHWAYS {
        let most = format!("at most {MAX_RESERVES} reserves here and {MAX_PATHWAYS} reserved pathways in all");
        problems.add(Code::P08, fields.place("reserves"), most);
        reserves.clear();
    }
    let mut priority = HashMap::new();
    for (i, name) in fields.texts("priority", Code::I01, problems).into_iter().enumerate() {
        if priority.insert(name, small(i)).is_some() {
            problems.add(
                Code::I02,
                format!("{}/{i}", fields.place("priority")),
                "this applicant is given twice",
            );
        }
    }
    let seats = Seats {
        places: u16::try_from(places).unwrap_or(u16::MAX),
        reserves: Reserves::new(reserves),
    };
    Some(Opportunity {
        reference,
        seats,
        priority,
    })
}

fn count(node: &Node, at: String, problems: &mut Problems) -> Option<u32> {
    let number = match node {
        Node::Number(number) => u32::try_from(*number).ok().filter(|n| *n <= MAX_PLACES),
        _ => None,
    };
    if number.is_none() {
        problems.add(Code::I07, at, format!("expected a whole number from 0 to {MAX_PLACES}"));
    }
    number
}

/// The choices at opportunities that accept the applicant.
fn choices(
    fields: &Fields<'_>,
    name: &str,
    opportunities: &[Opportunity],
    index: &HashMap<&str, usize>,
    problems: &mut Problems,
) -> Vec<Choice> {
    let mut chosen = HashSet::new();
    let mut found = Vec::new();
    for (i, choice) in fields.texts("choices", Code::I03, problems).into_iter().enumerate() {
        let at = format!("{}/{i}", fields.place("choices"));
        let Some(&o) = index.get(choice.as_str()) else {
            problems.add(Code::I03, at, format!("no opportunity \"{choice}\""));
            continue;
        };
        if !chosen.insert(o) {
            problems.add(Code::I03, at, format!("\"{choice}\" is chosen twice"));
        } else if let Some(&key) = opportunities[o].priority.get(name) {
            found.push(Choice { seats: small(o), key });
        }
    }
    found
}

/// Reports applicants given twice and priorities of nobody.
fn known_names(root: &Fields<'_>, names: &[String], opportunities: &[Opportunity], problems: &mut Problems) {
    let mut known = HashSet::new();
    for (i, name) in names.iter().enumerate() {
        if !known.insert(name) {
            problems.add(
                Code::I02,
                format!("{}/{i}/ref", root.place("applicants")),
                "this applicant is given twice",
            );
        }
    }
    for (o, opportunity) in opportunities.iter().enumerate() {
        let mut unknown: Vec<_> = opportunity.priority.iter().filter(|(name, _)| !known.contains(name)).collect();
        unknown.sort_by_key(|(_, at)| **at);
        for (name, at) in unknown {
            let place = format!("{}/{o}/priority/{at}", root.place("opportunities"));
            problems.add(Code::I03, place, format!("no applicant \"{name}\""));
        }
    }
}
