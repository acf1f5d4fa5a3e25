//! Our components against the fixtures that nhsuk-frontend's authors wrote for theirs.
//!
//! A fixture is a set of options and the HTML that they give. Ours must give the same tree of elements. Fixtures of
//! options that we leave out are named in `components_unsupported.txt`; that list may only shrink.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use askama::Template;
use practise::web::components as c;
use scraper::{ElementRef, Html};
use serde::de::DeserializeOwned;
use serde_json::Value;

type Render = fn(Value) -> Result<String, String>;

fn render<T: Template + DeserializeOwned>(context: Value) -> Result<String, String> {
    let component: T = serde_json::from_value(context).map_err(|error| error.to_string())?;
    component.render().map_err(|error| error.to_string())
}

/// Each component: its folder, how to render it, and the option that takes what a template's call block holds.
const COMPONENTS: &[(&str, Render, &str)] = &[
    ("action-link", render::<c::ActionLink>, "html"),
    ("back-link", render::<c::BackLink>, "html"),
    ("breadcrumb", render::<c::Breadcrumb>, ""),
    ("button", render::<c::Button>, "html"),
    ("card", render::<c::Card>, "description/html"),
    ("character-count", render::<c::CharacterCount>, ""),
    ("checkboxes", render::<c::Checkboxes>, ""),
    ("contents-list", render::<c::ContentsList>, ""),
    ("date-input", render::<c::DateInput>, ""),
    ("details", render::<c::Details>, "html"),
    ("do-dont-list", render::<c::DoDontList>, ""),
    ("error-message", render::<c::ErrorMessage>, "html"),
    ("error-summary", render::<c::ErrorSummary>, "description/html"),
    ("fieldset", render::<c::Fieldset>, "html"),
    ("footer", render::<c::Footer>, "meta/html"),
    ("header", render::<c::Header>, ""),
    ("heading", render::<c::Heading>, "html"),
    ("hint", render::<c::Hint>, "html"),
    ("images", render::<c::Image>, "html"),
    ("input", render::<c::Input>, ""),
    ("inset-text", render::<c::InsetText>, "html"),
    ("label", render::<c::Label>, "html"),
    ("legend", render::<c::Legend>, "html"),
    ("notification-banner", render::<c::NotificationBanner>, "html"),
    ("pagination", render::<c::Pagination>, ""),
    ("panel", render::<c::Panel>, "html"),
    ("radios", render::<c::Radios>, ""),
    ("select", render::<c::Select>, ""),
    ("skip-link", render::<c::SkipLink>, ""),
    ("summary-list", render::<c::SummaryList>, ""),
    ("tables", render::<c::Table>, ""),
    ("tag", render::<c::Tag>, "html"),
    ("task-list", render::<c::TaskList>, ""),
    ("textarea", render::<c::Textarea>, ""),
    ("warning-callout", render::<c::WarningCallout>, "html"),
];

/// A tree of elements as text: sorted attributes, collapsed white space, one node a line.
fn tree(html: &str) -> String {
    fn walk(element: ElementRef<'_>, depth: usize, out: &mut String) {
        for child in element.children() {
            if let Some(text) = child.value().as_text() {
                let text = collapsed(text);
                if !text.is_empty() {
                    let _ = writeln!(out, "{:depth$}{text}", "");
                }
            } else if let Some(element) = ElementRef::wrap(child) {
                let attributes: BTreeMap<_, _> = element.value().attrs().collect();
                let _ = write!(out, "{:depth$}<{}", "", element.value().name());
                for (name, value) in attributes {
                    let _ = write!(out, " {name}={:?}", collapsed(value));
                }
                out.push_str(">\n");
                walk(element, depth + 1, out);
            }
        }
    }
    let mut out = String::new();
    walk(Html::parse_fragment(html).root_element(), 0, &mut out);
    out
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn with_call_block(mut context: Value, block: &Value, option: &str) -> Value {
    if let (Value::Object(options), Value::String(_)) = (&mut context, block) {
        match option.split_once('/') {
            Some((part, option)) => {
                options.insert(part.into(), serde_json::json!({ option: block }));
            }
            None => {
                options.insert(option.into(), block.clone());
            }
        }
    }
    context
}

#[test]
fn every_fixture_of_nhsuk_frontend_renders_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = std::fs::read_to_string(root.join("tests/components_unsupported.txt")).unwrap();
    let mut unsupported: BTreeSet<&str> = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut problems = Vec::new();
    for (component, render, call_block) in COMPONENTS {
        let file = root.join(format!(
            "node_modules/nhsuk-frontend/dist/nhsuk/components/{component}/fixtures.json"
        ));
        let fixtures: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let mut names = BTreeMap::new();
        let (mut passed, mut skipped) = (0, 0);
        for fixture in fixtures["fixtures"].as_array().unwrap() {
            let mut name = format!("{component}: {}", fixture["name"].as_str().unwrap());
            if let Some(description) = fixture["description"].as_str() {
                name = format!("{name} - {description}");
            }
            let times: &mut u32 = names.entry(name.clone()).or_default();
            *times += 1;
            if *times > 1 {
                name = format!("{name} ({times})");
            }
            let context = if fixture["context"].is_object() {
                fixture["context"].clone()
            } else {
                serde_json::json!({})
            };
            let context = with_call_block(context, &fixture["callBlock"], call_block);
            let wanted = tree(fixture["html"].as_str().unwrap());
            let outcome = render(context).and_then(|html| match tree(&html) {
                same if same == wanted => Ok(()),
                other => Err(format!("wanted\n{wanted}got\n{other}")),
            });
            match (outcome, unsupported.remove(name.as_str())) {
                (Ok(()), false) => passed += 1,
                (Err(_), true) => skipped += 1,
                (Ok(()), true) => problems.push(format!("{name} passes now: take it off the list")),
                (Err(why), false) => problems.push(format!("{name}: {why}")),
            }
        }
        println!("{component}: {passed} pass, {skipped} skipped");
    }
    problems.extend(
        unsupported
            .iter()
            .map(|name| format!("{name} is listed but there is no such fixture")),
    );
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}
