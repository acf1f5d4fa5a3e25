//! The files of `docs/operations/`: right by the programs that read them, where these are installed, and true to this program in any case.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use practise::config::{Config, KNOWN};
use practise::meters::METERS;

use crate::support::source::root;

fn example(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap()
}

fn folder() -> PathBuf {
    root().join("docs/operations")
}

/// Runs a program that reads an example; says what it says if it says no. A program that is not installed says nothing.
fn accepts(program: &str, arguments: &[&str]) {
    match Command::new(program).args(arguments).current_dir(folder()).output() {
        Ok(output) => assert!(
            output.status.success(),
            "{program} {arguments:?}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(_) => eprintln!("{program} is not installed: its example was not tried"),
    }
}

/// The words of a text that begin with `start` and go on in letters, digits and underscores.
fn words_with<'t>(text: &'t str, start: &str) -> BTreeSet<&'t str> {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    parts.filter(|word| word.starts_with(start)).collect()
}

#[test]
fn prometheus_reads_the_alerts_and_they_fire_when_they_should() {
    accepts("promtool", &["check", "config", "prometheus.yml"]);
    accepts("promtool", &["test", "rules", "alerts.test.yml"]);
    let ends = ["_bucket", "_sum", "_count"];
    for file in ["alerts.yml", "alerts.test.yml"] {
        for name in words_with(&example(file), "practise_") {
            let meter = ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
            assert!(
                METERS.iter().any(|known| known.name == meter),
                "{file} asks for {name}, which nobody counts"
            );
        }
    }
}

#[test]
fn the_handbook_says_of_each_alert_what_to_do() {
    let handbook = std::fs::read_to_string(root().join("docs/handbook.md")).unwrap();
    let told: BTreeSet<&str> = handbook.lines().filter_map(|line| line.strip_prefix("### Practise")).collect();
    let rules = example("alerts.yml");
    let alerts: BTreeSet<&str> = rules
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- alert: Practise"))
        .collect();
    assert!(alerts.len() > 10);
    assert_eq!(told, alerts);
    // Each is tried: that it fires, and that it does not when all is well.
    let tried = example("alerts.test.yml");
    for alert in alerts {
        assert!(tried.contains(&format!("\"Practise{alert}\"")), "{alert} is not tried");
    }
    for name in words_with(&handbook, "practise_") {
        assert!(METERS.iter().any(|known| known.name == name), "the handbook names {name}");
    }
}

#[test]
fn the_examples_set_only_what_there_is_to_set() {
    // Names of the examples' own, for addresses.
    let own = ["PRACTISE_BIND", "PRACTISE_ONE", "PRACTISE_TWO"];
    for file in [
        "practise@.service",
        "settings.example",
        "haproxy.cfg",
        "nginx.conf",
        "Containerfile",
    ] {
        for name in words_with(&example(file), "PRACTISE_") {
            assert!(KNOWN.contains(&name) || own.contains(&name), "{file} sets {name}");
        }
    }
    let settings = example("settings.example");
    let set = settings
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='));
    let mut variables: std::collections::BTreeMap<String, String> = set.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let problems = Config::from_variables(&variables).unwrap_err();
    assert_eq!(problems, ["PRACTISE_SECRET is needed in production: at least 32 random characters"]);
    variables.insert("PRACTISE_SECRET".to_owned(), "0123456789abcdef0123456789abcdef".to_owned());
    assert!(Config::from_variables(&variables).is_ok());
}

#[test]
fn systemd_reads_the_unit_and_finds_little_exposed() {
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join("practise@8081.service");
    // The program need not be installed here.
    let text = example("practise@.service");
    assert!(text.contains("ExecStart=/usr/local/bin/practise serve"));
    std::fs::write(&unit, text.replace("/usr/local/bin/practise", env!("CARGO_BIN_EXE_practise"))).unwrap();
    let unit = unit.to_str().unwrap();
    accepts("systemd-analyze", &["verify", "--man=no", unit]);
    accepts(
        "systemd-analyze",
        &["security", "--offline=yes", "--threshold=20", "--no-pager", unit],
    );
}

#[test]
fn the_proxies_read_their_examples() {
    accepts("haproxy", &["-c", "-q", "-f", "haproxy.cfg"]);
    let folder = tempfile::tempdir().unwrap();
    let Some(here) = certificate(folder.path()) else { return };
    let text = example("nginx.conf")
        .replace("/etc/practise/tls", here)
        .replace("/var/lib/nginx", here)
        .replace("/run/", &format!("{here}/"));
    let conf = folder.path().join("nginx.conf");
    std::fs::write(&conf, text).unwrap();
    accepts("nginx", &["-t", "-q", "-c", conf.to_str().unwrap()]);
}

/// A certificate that nobody trusts, for a minute.
fn certificate(folder: &Path) -> Option<&str> {
    let (key, certificate) = (folder.join("key.pem"), folder.join("certificate.pem"));
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "1",
            "-subj",
            "/CN=practise.example.org",
        ])
        .arg("-keyout")
        .arg(key)
        .arg("-out")
        .arg(certificate)
        .output();
    made.is_ok_and(|output| output.status.success()).then(|| folder.to_str().unwrap())
}

#[test]
fn the_image_is_made_of_what_the_build_needs() {
    // What a build reads is copied, and what it makes is started.
    let text = example("Containerfile");
    let copied: BTreeSet<&str> = text
        .lines()
        .filter(|line| line.starts_with("COPY ") && !line.contains("--from"))
        .flat_map(|line| line.split_whitespace().skip(1))
        .collect();
    for needed in [
        "Cargo.toml",
        "Cargo.lock",
        "build.rs",
        "src",
        "templates",
        "static",
        "migrations",
        "data",
        "package.json",
        "package-lock.json",
    ] {
        assert!(copied.contains(needed), "{needed} is not copied");
        assert!(root().join(needed).exists(), "{needed} is not there");
    }
    let version = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let rust = version
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = \""))
        .unwrap()
        .trim_end_matches('"');
    assert!(text.contains(&format!("rust:{rust}-")), "the image is built with Rust {rust}");
}
