//! The licences of everything that comes with the portal, or only helps to build and test it, against the lists of what is allowed.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::support::source::root;

/// Licences of what is linked into the program: they ask for no more than to be named.
const SHIPPED: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "PostgreSQL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];
/// Of a font: it may be part of a program and of documents, and is only not to be sold by itself.
const FONTS: [&str; 1] = ["OFL-1.1"];
/// Also allowed for what only builds or tests: nothing of it reaches whoever runs the portal.
const TOOLS_ONLY: [&str; 1] = ["MPL-2.0"];

/// True if the SPDX expression can be met with licences that `allowed` takes.
fn is_met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let expression = expression.replace('/', " OR ");
    let (words, mut at) = (expression.replace('(', " ( ").replace(')', " ) "), 0);
    let words: Vec<&str> = words.split_whitespace().collect();
    let met = either(&words, &mut at, allowed);
    assert_eq!(at, words.len(), "{expression} is not an expression that this test reads");
    met
}

fn either(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= both(words, at, allowed);
    }
    met
}

fn both(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    if words.get(*at) == Some(&"(") {
        *at += 1;
        let met = either(words, at, allowed);
        *at += 1;
        return met;
    }
    let Some(word) = words.get(*at) else { return false };
    let mut licence = (*word).to_owned();
    *at += 1;
    if words.get(*at) == Some(&"WITH") {
        licence = format!("{licence} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    allowed(&licence)
}

fn metadata() -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let arguments = [
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--offline",
        "--filter-platform",
        host,
    ];
    let answer = Command::new(cargo).args(arguments).current_dir(root()).output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).unwrap()
}

/// The packages that are linked into the program: reached from it by ordinary dependencies.
fn shipped(metadata: &Value) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let nodes: BTreeMap<&str, &Value> = nodes.iter().map(|node| (node["id"].as_str().unwrap(), node)).collect();
    let mut reached = BTreeSet::new();
    let mut waiting = vec![metadata["resolve"]["root"].as_str().unwrap()];
    while let Some(id) = waiting.pop() {
        if reached.insert(id.to_owned()) {
            for dependency in nodes[id]["deps"].as_array().unwrap() {
                // An ordinary dependency has no kind.
                if dependency["dep_kinds"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|kind| kind["kind"].is_null())
                {
                    waiting.push(dependency["pkg"].as_str().unwrap());
                }
            }
        }
    }
    reached
}

#[test]
fn every_crate_has_a_licence_that_we_can_keep() {
    let metadata = metadata();
    let shipped = shipped(&metadata);
    let used: BTreeSet<&str> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].as_str().unwrap())
        .collect();
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let id = package["id"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or_default();
        let allowed = |one: &str| SHIPPED.contains(&one) || (!shipped.contains(id) && TOOLS_ONLY.contains(&one));
        if used.contains(id) && !is_met(licence, &allowed) {
            wrong.push(format!("{} {} ({licence})", package["name"], package["version"]));
        }
    }
    assert!(
        shipped.len() > 50 && used.len() > shipped.len(),
        "the packages are written in another way than this test reads"
    );
    assert!(wrong.is_empty(), "licences that are not allowed:\n  {}", wrong.join("\n  "));
}

#[test]
fn every_npm_package_has_a_licence_that_we_can_keep() {
    let lock: Value = serde_json::from_str(&std::fs::read_to_string(root().join("package-lock.json")).unwrap()).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
        let licence = package["license"].as_str().unwrap_or_default();
        let font = path.contains("-fonts/");
        let allowed =
            |one: &str| SHIPPED.contains(&one) || (font && FONTS.contains(&one)) || (package["dev"] == true && TOOLS_ONLY.contains(&one));
        assert!(is_met(licence, &allowed), "{path} ({licence})");
    }
    assert!(packages.len() > 2);
}

#[test]
fn expressions_of_licences_are_read_as_spdx_says() {
    let allowed = |one: &str| ["MIT", "Apache-2.0 WITH LLVM-exception"].contains(&one);
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0-or-later", false),
        ("", false),
        ("GPL-3.0-or-later OR MIT", true),
        ("GPL-3.0-or-later/MIT", true),
        ("GPL-3.0-or-later AND MIT", false),
        ("MIT AND (GPL-2.0 OR Apache-2.0 WITH LLVM-exception)", true),
        ("Apache-2.0", false),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}
