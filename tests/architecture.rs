//! The rules of the tree (`docs/architecture.md`), read from its sources. A rule that is broken names the file, the line and the rule.

use std::collections::BTreeSet;

use crate::support::source::{Source, blank_comments_and_literals, files, folders, item_end, paths, root, sources};

/// Files that a rule does not hold for, as `(rule, path)`. Empty, and it stays so.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// Modules that features are built on; they never name a feature.
const PLATFORM: [&str; 18] = [
    "audit",
    "auth",
    "clock",
    "config",
    "dates",
    "db",
    "error",
    "jobs",
    "keys",
    "links",
    "logging",
    "mail",
    "meters",
    "random",
    "sheets",
    "tx",
    "web",
    "working_days",
];
/// Modules that put the parts together; they may name everything.
const ASSEMBLY: [&str; 7] = ["app", "app_jobs", "app_meters", "cli", "lib", "main", "server"];
/// The file names with a meaning, inside a feature.
const LAYERS: [&str; 7] = ["model", "state", "forms", "store", "routes", "views", "mails"];

/// Fails with every breach at once.
fn report(rule: &str, mut broken: Vec<String>) {
    broken.retain(|line| !EXCEPTIONS.iter().any(|(known, path)| *known == rule && line.starts_with(path)));
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

/// `src/applications/forms/step.rs` → `applications`; `src/clock.rs` → `clock`.
fn module(path: &str) -> &str {
    let inside = path.trim_start_matches("src/");
    inside.split('/').next().unwrap().trim_end_matches(".rs")
}

/// `src/applications/forms/step.rs` → `forms`; nothing for files whose name has no meaning of its own.
fn layer(path: &str) -> Option<&'static str> {
    let second = path.trim_start_matches("src/").split('/').nth(1)?.trim_end_matches(".rs");
    LAYERS.into_iter().find(|layer| *layer == second)
}

fn is_feature(module: &str) -> bool {
    !PLATFORM.contains(&module) && !ASSEMBLY.contains(&module)
}

fn features() -> BTreeSet<String> {
    sources("src")
        .iter()
        .map(|source| module(&source.path).to_owned())
        .filter(|module| is_feature(module))
        .collect()
}

/// `diesel::prelude` and `::diesel` begin with the crate `diesel`; a plain word `diesel` in a path of our own does too.
fn begins_with(path: &[String], name: &str) -> bool {
    path.first().is_some_and(|first| first == name)
}

/// True if the path goes into our module `db`, other than for the moment in time that it defines for the whole tree.
fn into_database(path: &[String]) -> bool {
    begins_with(path, "crate") && path.get(1).is_some_and(|second| second == "db") && path.get(2).is_none_or(|third| third != "Instant")
}

/// What a file of this layer must not name.
fn forbidden(layer: &str, path: &[String]) -> bool {
    let any = |names: &[&str]| names.iter().any(|name| begins_with(path, name));
    match layer {
        "model" | "state" => {
            any(&["actix_web", "actix_session", "askama", "lettre", "diesel"])
                || into_database(path)
                || (path.len() > 1 && path.iter().any(|part| part == "store"))
        }
        "forms" => any(&["diesel"]),
        "store" => any(&["actix_web", "actix_session", "askama"]),
        "routes" | "views" => any(&["diesel"]),
        "mails" => any(&["actix_web"]),
        _ => false,
    }
}

#[test]
fn a_file_names_only_what_its_layer_may() {
    let mut broken = Vec::new();
    for source in sources("src") {
        let Some(layer) = layer(&source.path) else { continue };
        for path in source.paths().iter().filter(|path| forbidden(layer, path)) {
            broken.push(format!("{} names {}", source.path, path.join("::")));
        }
    }
    report("a layer names what it must not", broken);
}

#[test]
fn the_platform_never_names_a_feature() {
    let features = features();
    let mut broken = Vec::new();
    for source in sources("src").iter().filter(|source| PLATFORM.contains(&module(&source.path))) {
        for path in source.paths() {
            if begins_with(&path, "crate") && path.get(1).is_some_and(|second| features.contains(second)) {
                broken.push(format!("{} names {}", source.path, path.join("::")));
            }
        }
    }
    report("the platform names a feature", broken);
}

#[test]
fn features_meet_only_through_what_another_exports() {
    let mut broken = Vec::new();
    for source in sources("src") {
        let own = module(&source.path).to_owned();
        for path in source.paths() {
            let [first, other, inner, ..] = path.as_slice() else { continue };
            // `crate::feature::routes` is also the function that registers a feature.
            let registers = own == "app" && inner == "routes" && path.len() == 3;
            if first == "crate" && *other != own && is_feature(other) && LAYERS.contains(&inner.as_str()) && !registers {
                broken.push(format!("{} names {}", source.path, path.join("::")));
            }
        }
        if is_feature(&own) && source.path.ends_with("/mod.rs") && source.path.matches('/').count() == 2 {
            let public = LAYERS.iter().filter(|layer| source.code.contains(&format!("pub mod {layer};")));
            broken.extend(public.map(|layer| format!("{} makes {layer} public", source.path)));
        }
    }
    report("a feature reaches into another", broken);
}

/// Engines: the same input gives the same output, always and everywhere.
fn is_pure(path: &str) -> bool {
    path.starts_with("src/prioritisation/") || path.starts_with("src/allocation/plan") || path.starts_with("src/monitoring/figures")
}

#[test]
fn engines_are_pure() {
    const CRATES: [&str; 11] = [
        "actix_web",
        "actix_session",
        "askama",
        "diesel",
        "getrandom",
        "lettre",
        "moka",
        "r2d2",
        "reqwest",
        "tokio",
        "tracing",
    ];
    const STANDARD: [&str; 7] = ["env", "fs", "io", "net", "process", "thread", "time"];
    const OURS: [&str; 15] = [
        "app", "audit", "auth", "cli", "clock", "config", "jobs", "keys", "links", "logging", "mail", "random", "server", "tx", "web",
    ];
    let mut broken = Vec::new();
    for source in sources("src").iter().filter(|source| is_pure(&source.path)) {
        for path in source.paths() {
            let second = path.get(1).map_or("", String::as_str);
            // Work that is split over threads and put together in its own order gives the same.
            let scoped = path[1..] == ["thread", "scope"];
            let impure = match path[0].as_str() {
                "std" => !scoped && STANDARD.contains(&second),
                "crate" => OURS.contains(&second) || into_database(&path),
                other => CRATES.contains(&other),
            };
            if impure {
                broken.push(format!("{} names {}", source.path, path.join("::")));
            }
        }
        for word in ["println!", "eprintln!", "dbg!", "now_utc"] {
            broken.extend(found(source, word));
        }
    }
    report("an engine is not pure", broken);
}

/// Where `word` stands in the code of a file.
fn found(source: &Source, word: &str) -> Vec<String> {
    source
        .code
        .match_indices(word)
        .map(|(at, _)| format!("{}:{} has {word}", source.path, source.line(at)))
        .collect()
}

/// Files that measure how long something takes, by a clock that says nothing about the time of day.
const STOPWATCHES: [&str; 2] = ["src/web/request_log.rs", "src/mail/smtp.rs"];

#[test]
fn only_the_clock_asks_for_the_time() {
    let mut broken = Vec::new();
    for source in sources("src").iter().filter(|source| source.path != "src/clock.rs") {
        for word in [
            "now_utc",
            "now_local",
            "SystemTime::now",
            "UtcDateTime::now",
            "CURRENT_TIMESTAMP",
            "diesel::dsl::now",
        ] {
            broken.extend(found(source, word));
        }
        // How long something took, or may take, is not a time of day.
        if !STOPWATCHES.contains(&source.path.as_str()) {
            broken.extend(found(source, "Instant::now"));
        }
    }
    for path in files("migrations").iter().filter(|path| path.ends_with(".sql")) {
        let text = std::fs::read_to_string(root().join(path)).unwrap().to_lowercase();
        for word in ["current_timestamp", "now()", "current_date"] {
            if text.contains(word) {
                broken.push(format!("{path} has {word}"));
            }
        }
    }
    report("the time is asked for outside the clock", broken);
}

#[test]
fn nothing_gives_up() {
    let mut broken = Vec::new();
    for source in &sources("src") {
        for word in [
            ".unwrap()",
            ".expect(",
            "panic!(",
            "todo!(",
            "unimplemented!(",
            "unreachable!(",
            "dbg!(",
            "unsafe ",
        ] {
            broken.extend(found(source, word));
        }
        for (number, line) in source.text.lines().enumerate() {
            if line.contains("TODO") || line.contains("FIXME") {
                broken.push(format!("{}:{} has work left over", source.path, number + 1));
            }
        }
    }
    report("code gives up", broken);
}

#[test]
fn statements_are_never_put_together_from_words() {
    // Values are bound. The few statements without values (pragmas, locks) are written out in `db`, `audit` and `jobs`.
    let mut broken = Vec::new();
    for source in &sources("src") {
        for (at, _) in source.code.match_indices("sql_query(") {
            if source.code[at..]
                .trim_start_matches("sql_query(")
                .trim_start()
                .starts_with("format!")
                || source.code[at..].starts_with("sql_query(&")
            {
                broken.push(format!("{}:{} formats a statement", source.path, source.line(at)));
            }
        }
        if !source.path.starts_with("src/db/") {
            broken.extend(found(source, "batch_execute("));
        }
    }
    report("a statement is put together from words", broken);
}

#[test]
fn templates_hold_no_script_no_style_and_escape_everything() {
    let mut broken = Vec::new();
    for path in files("templates") {
        let text = std::fs::read_to_string(root().join(&path)).unwrap();
        let mail = path.starts_with("templates/mail/");
        for (number, line) in text.lines().enumerate() {
            let words = line.to_lowercase();
            let here = format!("{path}:{}", number + 1);
            if words.replace(' ', "").contains("|safe") || words.contains("escape=\"none\"") {
                broken.push(format!("{here} does not escape"));
            }
            if words.contains("<script") && !words.contains("src=") {
                broken.push(format!("{here} has a script of its own"));
            }
            if !mail && (words.contains("<style") || words.contains(" style=") || words.contains("javascript:")) {
                broken.push(format!("{here} has a style or script of its own"));
            }
            if words
                .split_whitespace()
                .any(|word| word.starts_with("on") && word.contains("=\"") && !word.contains("{{"))
            {
                broken.push(format!("{here} has an event handler"));
            }
        }
    }
    report("a template breaks the content security policy", broken);
}

#[test]
fn templates_lie_where_their_feature_does() {
    const SHARED: [&str; 4] = ["components", "errors", "mail", "shells"];
    let modules: BTreeSet<String> = folders("src").into_iter().collect();
    let mut broken = Vec::new();
    for folder in folders("templates") {
        if !SHARED.contains(&folder.as_str()) && !modules.contains(&folder) {
            broken.push(format!("templates/{folder} has no src/{folder}"));
        }
    }
    for folder in folders("templates/mail") {
        if !modules.contains(&folder) {
            broken.push(format!("templates/mail/{folder} has no src/{folder}"));
        }
    }
    for source in sources("src").iter().filter(|source| is_feature(module(&source.path))) {
        for (at, _) in source.text.match_indices("#[template(path = \"") {
            let path = source.text[at + "#[template(path = \"".len()..].split('"').next().unwrap();
            let inside = path.strip_prefix("mail/").unwrap_or(path);
            if inside.split('/').next() != Some(module(&source.path)) {
                broken.push(format!("{} uses {path}", source.path));
            }
        }
    }
    report("a template lies in another feature's folder", broken);
}

#[test]
fn files_are_short() {
    let all = sources("src");
    let lengths: Vec<(&str, usize)> = all
        .iter()
        .map(|source| (source.path.as_str(), source.lines()))
        .filter(|(path, _)| *path != "src/db/schema.rs")
        .collect();
    let over = |limit: usize| lengths.iter().filter(move |(_, lines)| *lines > limit);
    report(
        "a file is over 400 lines",
        over(400).map(|(path, lines)| format!("{path} has {lines}")).collect(),
    );
    let long: Vec<String> = over(249).map(|(path, lines)| format!("{path} ({lines})")).collect();
    assert!(
        long.len() * 10 <= lengths.len(),
        "more than one file in ten has 250 lines or more: {}",
        long.join(", ")
    );
    // A file's documentation does not count against it here.
    let mut code: Vec<usize> = all
        .iter()
        .map(|source| source.code.lines().filter(|line| !line.trim().is_empty()).count())
        .collect();
    code.sort_unstable();
    let median = code[code.len() / 2];
    assert!(median <= 90, "half of the files have over {median} lines of code; 90 is the limit");
}

#[test]
fn handlers_are_short() {
    let mut broken = Vec::new();
    for source in sources("src").iter().filter(|source| layer(&source.path) == Some("routes")) {
        for (at, _) in source.code.match_indices("async fn ") {
            let open = at + source.code[at..].find('{').unwrap_or(0);
            let body = &source.code[open..item_end(&source.code, at)];
            let lines = body.lines().count().saturating_sub(2);
            if lines >= 25 {
                broken.push(format!("{}:{} has {lines} lines", source.path, source.line(at)));
            }
        }
    }
    report("a handler has 25 lines or more", broken);
}

#[test]
fn every_route_is_in_the_table() {
    let mut broken = Vec::new();
    // Assets are files, not pages: they are found by their hashed names.
    const REGISTRARS: [&str; 2] = ["src/web/routes.rs", "src/web/assets.rs"];
    for source in sources("src").iter().filter(|source| !REGISTRARS.contains(&source.path.as_str())) {
        for word in [
            "web::resource(",
            "web::scope(",
            "web::get(",
            "web::post(",
            ".route(",
            "#[get(",
            "#[post(",
            "#[put(",
            "#[delete(",
        ] {
            broken.extend(found(source, word));
        }
    }
    report("a route is registered without `routes!`", broken);
}

#[test]
fn code_for_one_database_is_rare() {
    let uses: Vec<String> = sources("src").iter().flat_map(|source| found(source, "on_db!(")).collect();
    assert!(
        uses.len() <= 10,
        "on_db! is used {} times, 10 at most:\n  {}",
        uses.len(),
        uses.join("\n  ")
    );
}

#[test]
fn modules_and_their_scopes_are_told() {
    // The first line of every file says what it is for.
    let broken = sources("src")
        .iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path.clone())
        .collect();
    report("a file does not begin with its scope", broken);
}

#[test]
fn the_reader_of_sources_sees_through_groups_comments_and_literals() {
    let code = blank_comments_and_literals(
        "use crate::{a::b, c::{self, d as e}}; // use x::y;\nlet s = \"crate::f\"; g::h('\"', 'i'); /* j::k */ r#\"l::m\"#",
    );
    let found: Vec<String> = paths(&code).iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["crate::a::b", "crate::c::self", "crate::c::d", "g::h"]);
    assert!(forbidden("model", &["crate".into(), "db".into(), "AnyConnection".into()]));
    assert!(!forbidden("model", &["crate".into(), "db".into(), "Instant".into()]));
    assert!(forbidden("model", &["super".into(), "store".into(), "load".into()]));
    assert!(forbidden("views", &["diesel".into(), "prelude".into()]));
    assert!(!forbidden("store", &["diesel".into(), "prelude".into()]));
}
