//! JSON to a [`RoundInput`]: right fields, right kinds. Whether the values make sense is for `check`.

use super::json::{Fields, Node, pointer};
use super::{Applicant, Contribution, Kind, Level, Opportunity, RoundInput};
use crate::prioritisation::problem::{Code, Problems};
use std::collections::BTreeMap;

/// Reads what can be read; the rest is reported and left empty.
pub(super) fn read(bytes: &[u8], problems: &mut Problems) -> RoundInput {
    let mut round = RoundInput {
        round_id: String::new(),
        contributions: vec![],
        opportunities: vec![],
        applicants: vec![],
    };
    let Some(document) = Node::parse(bytes, problems) else {
        return round;
    };
    let known = ["round_id", "contributions", "opportunities", "applicants"];
    let Some(root) = Fields::of(&document, String::new(), &known, problems) else {
        return round;
    };
    root.text("round_id", Code::I01, problems)
        .unwrap_or_default()
        .clone_into(&mut round.round_id);
    round.contributions = items(&root, "contributions", problems, contribution);
    round.opportunities = items(&root, "opportunities", problems, opportunity);
    round.applicants = items(&root, "applicants", problems, applicant);
    round
}

fn items<T>(root: &Fields<'_>, key: &str, problems: &mut Problems, read: fn(&Node, String, &mut Problems) -> Option<T>) -> Vec<T> {
    let at = root.place(key);
    let list = root.list(key, problems);
    list.iter()
        .enumerate()
        .filter_map(|(i, node)| read(node, format!("{at}/{i}"), problems))
        .collect()
}

fn contribution(node: &Node, at: String, problems: &mut Problems) -> Option<Contribution> {
    let fields = Fields::of(node, at, &["name", "kind", "value"], problems)?;
    let kind = match fields.text("kind", Code::I06, problems) {
        Some("beacon") => Kind::Beacon,
        Some("commit") | None => Kind::Commit,
        Some(other) => {
            problems.add(
                Code::I06,
                fields.place("kind"),
                format!("expected commit or beacon, found \"{other}\""),
            );
            Kind::Commit
        }
    };
    Some(Contribution {
        name: fields.text("name", Code::I06, problems).unwrap_or_default().to_owned(),
        kind,
        value: fields.text("value", Code::D02, problems).unwrap_or_default().to_owned(),
    })
}

fn opportunity(node: &Node, at: String, problems: &mut Problems) -> Option<Opportunity> {
    let fields = Fields::of(node, at, &["ref", "places", "reserves", "areas"], problems)?;
    let reserves_at = fields.place("reserves");
    let mut reserves = BTreeMap::new();
    for (pathway, number) in fields.map("reserves", Code::I06, problems) {
        reserves.insert(pathway.clone(), places(number, &pointer(&reserves_at, pathway), problems));
    }
    let places = fields
        .get("places", problems)
        .map_or(0, |n| places(n, &fields.place("places"), problems));
    Some(Opportunity {
        reference: fields.text("ref", Code::I01, problems).unwrap_or_default().to_owned(),
        places,
        reserves,
        areas: fields.texts("areas", Code::I01, problems),
    })
}

/// A number of places. The largest a `u32` holds stands for anything larger, which `check` then refuses.
fn places(node: &Node, at: &str, problems: &mut Problems) -> u32 {
    match node {
        Node::Number(number) => u32::try_from(*number).unwrap_or(u32::MAX),
        other => {
            problems.add(
                Code::I07,
                at,
                format!("expected a whole number from 0 to 65535, found {}", other.kind()),
            );
            0
        }
    }
}

fn applicant(node: &Node, at: String, problems: &mut Problems) -> Option<Applicant> {
    let fields = Fields::of(node, at, &["ref", "choices", "area", "statements", "claims"], problems)?;
    let claims_at = fields.place("claims");
    let mut claims = BTreeMap::new();
    for (criterion, level) in fields.map("claims", Code::I05, problems) {
        let level = match level {
            Node::Text(text) if text == "declared" => Level::Declared,
            Node::Text(text) if text == "confirmed" => Level::Confirmed,
            Node::Text(text) if text == "rejected" => Level::Rejected,
            _ => {
                problems.add(
                    Code::I05,
                    pointer(&claims_at, criterion),
                    "expected declared, confirmed or rejected",
                );
                Level::Rejected
            }
        };
        claims.insert(criterion.clone(), level);
    }
    Some(Applicant {
        reference: fields.text("ref", Code::I01, problems).unwrap_or_default().to_owned(),
        choices: fields.texts("choices", Code::I03, problems),
        area: fields.text("area", Code::I01, problems).unwrap_or_default().to_owned(),
        statements: fields.texts("statements", Code::I05, problems),
        claims,
    })
}
