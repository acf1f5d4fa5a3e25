//! What is built in, against the advisories that are known: `Cargo.lock` names no version that one of them says is affected.
//!
//! The list is a file of the tree, so that no network is needed. `make advisories` asks the database itself.

use semver::{Version, VersionReq};

use crate::support::source::root;

/// Advisories that nothing mends yet: the identifier, and why it does no harm here.
const IGNORED: &[(&str, &str)] = &[];

/// One row of the list.
struct Advisory {
    id: String,
    package: String,
    /// Which versions are patched or never had the fault. Every other is affected.
    safe: Vec<VersionReq>,
}

fn advisories(list: &str) -> Vec<Advisory> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(list.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let (id, package) = (row[0].to_owned(), row[1].to_owned());
        let safe = row.iter().skip(2).flat_map(|field| field.split(" | "));
        let safe = safe
            .filter(|versions| !versions.is_empty())
            .map(|versions| VersionReq::parse(versions).unwrap_or_else(|error| panic!("{id}: {versions}: {error}")))
            .collect();
        Advisory { id, package, safe }
    });
    rows.collect()
}

/// The name and the version of every package that the lock file names.
fn locked(lock: &str) -> Vec<(String, Version)> {
    let lock: toml::Table = toml::from_str(lock).unwrap();
    let packages = lock["package"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let version = Version::parse(package["version"].as_str().unwrap()).unwrap();
            (package["name"].as_str().unwrap().to_owned(), version)
        })
        .collect()
}

/// Crate, version and advisory of every affected package. A pre-release is safe only if the advisory names one of that very version.
fn affected(lock: &str, advisories: &[Advisory]) -> Vec<String> {
    let mut affected = Vec::new();
    for (name, version) in locked(lock) {
        for advisory in advisories.iter().filter(|advisory| advisory.package == name) {
            if !advisory.safe.iter().any(|versions| versions.matches(&version)) {
                affected.push(format!("{name} {version}: {}", advisory.id));
            }
        }
    }
    affected
}

#[test]
fn row_45_nothing_that_is_built_in_is_affected_by_a_known_advisory() {
    let list = std::fs::read_to_string(root().join("tests/fixtures/advisories.csv")).unwrap();
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let advisories = advisories(&list);
    let packages = locked(&lock);
    let used = |advisory: &&Advisory| packages.iter().any(|(name, _)| *name == advisory.package);
    assert!(
        packages.len() > 50 && advisories.iter().filter(used).count() > 50,
        "the list or the lock file is written in another way than this test reads"
    );
    let affected = affected(&lock, &advisories);
    let is_ignored = |one: &&String| IGNORED.iter().any(|(id, _)| one.ends_with(*id));
    let (ignored, wrong): (Vec<&String>, Vec<&String>) = affected.iter().partition(is_ignored);
    assert!(wrong.is_empty(), "versions with a known fault: {wrong:#?}");
    for (id, _) in IGNORED {
        assert!(
            ignored.iter().any(|one| one.ends_with(*id)),
            "{id} is mended: it need not be ignored"
        );
    }
}

#[test]
fn row_45_a_version_that_is_affected_is_named_with_its_advisory() {
    let list = "# made up\n\
        id,package,patched,unaffected\n\
        RUSTSEC-1999-0001,leaky,\"^1.2.3 | >= 2.0.1\",\"< 1.1.0, >= 0.9.0\"\n\
        RUSTSEC-1999-0002,leaky,>= 1.0.0,\n\
        RUSTSEC-1999-0003,early,>= 0.5.0-alpha.2,\n\
        RUSTSEC-1999-0004,hopeless,,\n";
    let advisories = advisories(list);
    for (name, version, expected) in [
        ("leaky", "1.2.2", &["0001"][..]),
        ("leaky", "1.2.3", &[]),
        ("leaky", "1.9.0+built", &[]),
        ("leaky", "2.0.0", &["0001"]),
        ("leaky", "2.0.1", &[]),
        ("leaky", "1.0.9", &[]),
        ("leaky", "0.9.5", &["0002"]),
        ("leaky", "0.8.0", &["0001", "0002"]),
        ("leaky", "2.0.1-rc.1", &["0001", "0002"]),
        ("early", "0.5.0-alpha.1", &["0003"]),
        ("early", "0.5.0-alpha.2", &[]),
        ("early", "0.5.0", &[]),
        ("hopeless", "9.9.9", &["0004"]),
        ("other", "1.2.2", &[]),
    ] {
        let lock = format!(
            "version = 4\n\n\
             [[package]]\nname = \"harmless\"\nversion = \"1.2.2\"\n\n\
             [[package]]\nname = \"{name}\"\nversion = \"{version}\"\ndependencies = [\n \"harmless\",\n]\n"
        );
        let expected: Vec<String> = expected.iter().map(|id| format!("{name} {version}: RUSTSEC-1999-{id}")).collect();
        assert_eq!(affected(&lock, &advisories), expected, "{name} {version}");
    }
}
