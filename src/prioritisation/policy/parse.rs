//! TOML bytes to a [`Policy`], listing every problem with its line and key.

use super::protected;
use super::toml_doc::{Doc, Source};
use super::{Band, Criterion, Evidence, MAX_BANDS, MAX_PATHWAYS, Pathway, Policy, digest};
use crate::prioritisation::problem::{Code, InputError, Problems, is_reference};
use toml::de::DeTable;

const SCHEMA: &str = "practise-policy/1";
const MAX_CHOICES: u32 = 255;

pub(super) fn parse(name: &str, bytes: &[u8]) -> Result<Policy, Vec<InputError>> {
    let mut problems = Problems::new(name);
    let Ok(text) = std::str::from_utf8(bytes) else {
        problems.add(Code::P01, "line 1, (file)", "expected UTF-8 text");
        return Err(problems.into_found());
    };
    let (root, syntax) = DeTable::parse_recoverable(text);
    let source = Source(text);
    for error in &syntax {
        let line = source.line(error.span().map_or(0, |s| s.start));
        problems.add(Code::P01, format!("line {line}, (syntax)"), error.message());
    }
    let root = Doc::new(source, "", 0, root.get_ref());
    let policy = read(&root, bytes, &mut problems);
    problems.or(())?;
    policy.ok_or_else(Vec::new)
}

fn read(root: &Doc<'_>, bytes: &[u8], problems: &mut Problems) -> Option<Policy> {
    root.only(
        &[
            "schema",
            "id",
            "version",
            "max_choices",
            "pathway",
            "criterion",
            "band",
            "local",
            "reserve",
            "open_places",
        ],
        problems,
    );
    if let Some(schema) = root.text("schema", problems)
        && schema != SCHEMA
    {
        problems.add(
            Code::P01,
            root.place("schema"),
            format!("expected \"{SCHEMA}\", found \"{schema}\""),
        );
    }
    let id = root.text("id", problems);
    let version = root.text("version", problems);
    let max_choices = root.number("max_choices", MAX_CHOICES, problems);
    let pathways = pathways(root, problems);
    let criteria = criteria(root, &pathways, problems);
    let bands = bands(root, problems);
    let local = local(root, problems);
    let reserve = percent(root, "reserve", "max_total_percent", true, problems);
    let open = percent(root, "open_places", "percent", false, problems);
    Some(Policy {
        id: id?,
        version: version?,
        max_choices: usize::try_from(max_choices?).ok()?,
        pathways,
        criteria,
        bands,
        local_after_band: local?,
        max_reserve_percent: reserve?,
        open_percent: open?,
        sha256: digest(bytes),
    })
}

/// Checks a name the policy gives to something: its letters, and that it names no protected characteristic.
fn check_name(name: &str, place: &str, problems: &mut Problems) {
    if !is_reference(name) {
        problems.add(Code::P01, place, format!("\"{name}\" must be 1 to 36 of A-Z a-z 0-9 _ -"));
    }
    if let Some(word) = protected::named_in(name) {
        problems.add(
            Code::P07,
            place,
            format!("\"{name}\" names a protected characteristic (\"{word}\"); a policy must not use one"),
        );
    }
}

fn pathways(root: &Doc<'_>, problems: &mut Problems) -> Vec<Pathway> {
    let Some(table) = root.table("pathway", true, problems) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (id, doc) in table.tables(problems) {
        check_name(&id, &table.place(&id), problems);
        doc.only(&["needs"], problems);
        let needs = doc.texts("needs", problems).unwrap_or_default();
        for need in &needs {
            check_name(need, &doc.place("needs"), problems);
        }
        found.push(Pathway { id, needs });
    }
    if found.len() > MAX_PATHWAYS {
        problems.add(
            Code::P08,
            root.place("pathway"),
            format!("{} pathways; at most {MAX_PATHWAYS} are supported", found.len()),
        );
    }
    found
}

fn criteria(root: &Doc<'_>, pathways: &[Pathway], problems: &mut Problems) -> Vec<Criterion> {
    let mut found: Vec<Criterion> = Vec::new();
    for doc in root.list("criterion", problems) {
        doc.only(&["id", "pathway", "group", "evidence"], problems);
        let id = doc.text("id", problems);
        let group = doc.text("group", problems);
        for (key, name) in [("id", &id), ("group", &group)] {
            if let Some(name) = name {
                check_name(name, &doc.place(key), problems);
            }
        }
        if id.as_ref().is_some_and(|id| found.iter().any(|c| c.id == *id)) {
            problems.add(Code::P03, doc.place("id"), "this criterion is defined twice");
        }
        let pathway = doc.text("pathway", problems).and_then(|wanted| {
            let index = pathways.iter().position(|p| p.id == wanted);
            if index.is_none() {
                problems.add(Code::P04, doc.place("pathway"), format!("no [pathway.{wanted}] is defined"));
            }
            index
        });
        let evidence = doc.text("evidence", problems).and_then(|wanted| match wanted.as_str() {
            "confirm_before_start" => Some(Evidence::ConfirmBeforeStart),
            "confirm_to_count" => Some(Evidence::ConfirmToCount),
            other => {
                problems.add(
                    Code::P01,
                    doc.place("evidence"),
                    format!("expected confirm_before_start or confirm_to_count, found \"{other}\""),
                );
                None
            }
        });
        if let (Some(id), Some(pathway), Some(group), Some(evidence)) = (id, pathway, group, evidence) {
            found.push(Criterion {
                id,
                pathway,
                group,
                evidence,
            });
        }
    }
    found
}

fn bands(root: &Doc<'_>, problems: &mut Problems) -> Vec<Band> {
    let mut found: Vec<Band> = Vec::new();
    let mut complete = true;
    for doc in root.list("band", problems) {
        doc.only(&["id", "min_groups"], problems);
        let id = doc.text("id", problems);
        if let Some(id) = &id {
            check_name(id, &doc.place("id"), problems);
            if found.iter().any(|b| b.id == *id) {
                problems.add(Code::P03, doc.place("id"), "this band is defined twice");
            }
        }
        let min_groups = doc.number("min_groups", 255, problems);
        if let (Some(min), Some(above)) = (min_groups, found.last())
            && min >= above.min_groups
        {
            let expected = format!("expected less than {}, the number of the band above", above.min_groups);
            problems.add(Code::P05, doc.place("min_groups"), expected);
        }
        match (id, min_groups) {
            (Some(id), Some(min_groups)) => found.push(Band { id, min_groups }),
            _ => complete = false,
        }
    }
    if complete && found.last().is_some_and(|b| b.min_groups != 0) {
        problems.add(
            Code::P05,
            root.place("band"),
            "the last band must have min_groups = 0, so that everybody has a band",
        );
    }
    if found.len() > MAX_BANDS {
        problems.add(
            Code::P08,
            root.place("band"),
            format!("{} bands; at most {MAX_BANDS} are supported", found.len()),
        );
    }
    found
}

fn local(root: &Doc<'_>, problems: &mut Problems) -> Option<bool> {
    let doc = root.table("local", true, problems)?;
    doc.only(&["rule"], problems);
    match doc.text("rule", problems)?.as_str() {
        "off" => Some(false),
        "after_band" => Some(true),
        other => {
            problems.add(
                Code::P01,
                doc.place("rule"),
                format!("expected off or after_band, found \"{other}\""),
            );
            None
        }
    }
}

/// A share in percent; 0 when the table may be left out and is.
fn percent(root: &Doc<'_>, table: &str, key: &str, needed: bool, problems: &mut Problems) -> Option<u32> {
    let Some(doc) = root.table(table, needed, problems) else {
        return (!needed).then_some(0);
    };
    doc.only(&[key], problems);
    doc.number(key, 100, problems)
}
