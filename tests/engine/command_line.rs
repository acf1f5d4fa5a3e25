//! The engine's commands, from arguments to bytes and exit codes.

use super::vectors;
use clap::{Args, Command, FromArgMatches};
use practise::allocation::allocate;
use practise::cli::allocate::AllocateArgs;
use practise::cli::draw::DrawArgs;
use practise::cli::rank::RankArgs;
use practise::cli::verify::VerifyArgs;
use std::path::{Path, PathBuf};

fn vector(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/engine/vectors")
        .join(name)
        .display()
        .to_string()
}

type Run<A> = fn(&A, &mut dyn std::io::Write, &mut dyn std::io::Write) -> std::io::Result<u8>;

/// Exit code, output and complaints of a command given these arguments.
fn run<A: Args + FromArgMatches>(run: Run<A>, arguments: &[&str]) -> (u8, String, String) {
    let command = A::augment_args(Command::new("practise").no_binary_name(true));
    let args = A::from_arg_matches(&command.try_get_matches_from(arguments).unwrap()).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(&args, &mut out, &mut err).unwrap();
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn inputs() -> [String; 4] {
    [
        "--policy".to_owned(),
        vector("policy-default.toml"),
        "--round".to_owned(),
        vector("example-round.json"),
    ]
}

fn with<'a>(inputs: &'a [String; 4], more: &[&'a str]) -> Vec<&'a str> {
    inputs.iter().map(String::as_str).chain(more.iter().copied()).collect()
}

/// A file in a directory that goes when the test ends.
fn file(directory: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = directory.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn allocate_writes_the_result_and_verify_accepts_it() {
    let inputs = inputs();
    let (code, out, err) = run::<AllocateArgs>(practise::cli::allocate::run, &with(&inputs, &[]));
    let expected = allocate(&vectors::policy(), &vectors::round()).unwrap().to_json().unwrap();
    assert_eq!((code, out.trim_end(), err.as_str()), (0, expected.as_str(), ""));
    let directory = tempfile::tempdir().unwrap();
    let good = file(&directory, "good.json", &out).display().to_string();
    let (code, said, _) = run::<VerifyArgs>(practise::cli::verify::run, &with(&inputs, &["--result", &good]));
    assert_eq!((code, said.contains("nobody has cause for complaint")), (0, true));
    let forged = out.replacen("\"offer\":null", "\"offer\":\"ward\"", 1);
    let bad = file(&directory, "bad.json", &forged).display().to_string();
    let (code, said, err) = run::<VerifyArgs>(practise::cli::verify::run, &with(&inputs, &["--result", &bad]));
    assert_eq!((code, said.as_str()), (1, ""));
    assert!(err.contains("4 offers for 3 places at \"ward\""), "{err}");
    let other = file(
        &directory,
        "other.json",
        &out.replacen("\"list_sha256\":\"b", "\"list_sha256\":\"c", 1),
    )
    .display()
    .to_string();
    let (code, _, err) = run::<VerifyArgs>(practise::cli::verify::run, &with(&inputs, &["--result", &other]));
    assert!(code == 1 && err.contains("/list_sha256: D05"), "{err}");
}

#[test]
fn allocate_replays_events() {
    let directory = tempfile::tempdir().unwrap();
    let events = r#"{"schema":"practise-events/1","batches":[[{"id":"1","what":{"decline":{"applicant":"A05","opportunity":"ward"}}}]]}"#;
    let path = file(&directory, "events.json", events).display().to_string();
    let inputs = inputs();
    let (code, out, _) = run::<AllocateArgs>(practise::cli::allocate::run, &with(&inputs, &["--events", &path]));
    let result: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &result["applicants"][1]["offer"]), (0, &"ward".into()));
    let path = file(&directory, "wrong.json", &events.replace("A05", "A02")).display().to_string();
    let (code, out, err) = run::<AllocateArgs>(practise::cli::allocate::run, &with(&inputs, &["--events", &path]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with(&format!("{path}: /batches/0/0: E01: ")), "{err}");
}

#[test]
fn allocate_takes_other_peoples_markets() {
    let directory = tempfile::tempdir().unwrap();
    let market = r#"{"schema":"practise-market/1","opportunities":[{"ref":"é","places":1,"reserves":{},"priority":["b","a"]}],
        "applicants":[{"ref":"a","choices":["é"],"pathways":[]},{"ref":"b","choices":["é"],"pathways":[]}]}"#;
    let path = file(&directory, "market.json", market).display().to_string();
    let (code, out, _) = run::<AllocateArgs>(practise::cli::allocate::run, &["--market", &path]);
    assert_eq!((code, out.as_str()), (0, "{\"offers\":{\"a\":null,\"b\":\"é\"}}\n"));
}

#[test]
fn rank_writes_json_and_csv() {
    let inputs = inputs();
    let (code, out, _) = run::<RankArgs>(practise::cli::rank::run, &with(&inputs, &[]));
    let ranking: serde_json::Value = serde_json::from_str(&out).unwrap();
    let second = &ranking["opportunities"][1]["order"][1];
    assert_eq!(
        (code, &second["ref"], &second["position"], &second["local"]),
        (0, &"A01".into(), &3.into(), &true.into())
    );
    let (code, out, _) = run::<RankArgs>(practise::cli::rank::run, &with(&inputs, &["--format", "csv"]));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        (code, lines.len(), lines[0]),
        (0, 18, "opportunity,rank,ref,band,local,lottery,position")
    );
    assert!(
        lines[9].starts_with("ward,1,A03,priority,true,086fe3ae") && lines[9].ends_with(",1"),
        "{}",
        lines[9]
    );
}

#[test]
fn bad_input_is_refused_whole_with_every_problem() {
    let directory = tempfile::tempdir().unwrap();
    let round = serde_json::to_string(&vectors::round())
        .unwrap()
        .replace("\"places\":3", "\"places\":70000")
        .replace("\"A02\"", "\"A 2\"");
    let path = file(&directory, "round.json", &round).display().to_string();
    let arguments = [
        "--policy".to_owned(),
        vector("policy-default.toml"),
        "--round".to_owned(),
        path.clone(),
    ];
    let (code, out, err) = run::<RankArgs>(practise::cli::rank::run, &with(&arguments, &[]));
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!((code, out.as_str(), lines.len()), (2, "", 2));
    assert!(lines[0].starts_with(&format!("{path}: /opportunities/0/places: I07: ")), "{err}");
    assert!(lines[1].starts_with(&format!("{path}: /applicants/1/ref: I01: ")), "{err}");
    let missing = ["--policy".to_owned(), "no-such-file.toml".to_owned(), "--round".to_owned(), path];
    let (code, _, err) = run::<RankArgs>(practise::cli::rank::run, &with(&missing, &[]));
    assert!(
        code == 2 && err.starts_with("no-such-file.toml: (file): P01: cannot be read"),
        "{err}"
    );
}

#[test]
fn draw_makes_and_checks_every_value() {
    let draw = |arguments: &[&str]| run::<DrawArgs>(practise::cli::draw::run, arguments);
    let (one, two) = ("1".repeat(64), "2".repeat(64));
    let commitment = "73498db2bbc706031e8b126bd0574f52a183bd0b197903c223131826918fdbf0";
    let id = "2026-11-north";
    let (code, out, _) = draw(&["commit", "--round-id", id, "--value", &one]);
    assert_eq!((code, out.trim_end()), (0, commitment));
    assert_eq!(
        draw(&["reveal", "--round-id", id, "--value", &one, "--commitment", commitment]).0,
        0
    );
    let (code, out, err) = draw(&["reveal", "--round-id", id, "--value", &two, "--commitment", commitment]);
    assert!(code == 1 && out.is_empty() && err.contains("D02"), "{err}");
    let directory = tempfile::tempdir().unwrap();
    let list = file(&directory, "list", "A10\nA01\nA02\nA03\nA04\nA05\nA06\nA07\nA08\nA09\n")
        .display()
        .to_string();
    let policy = vector("policy-default.toml");
    let seed = "0aaee3b023949503b6d269030298b256d9d017e7da0ce2947047d921bf8f7b06";
    let (code, out, _) = draw(&[
        "seed",
        "--policy",
        &policy,
        "--round-id",
        id,
        "--list",
        &list,
        "--value",
        &one,
        "--value",
        &two,
    ]);
    assert_eq!((code, out.trim_end()), (0, seed));
    let (code, out, err) = draw(&["seed", "--policy", &policy, "--round-id", id, "--list", &list, "--value", "1"]);
    assert!(code == 2 && out.is_empty() && err.contains("D01") && err.contains("D02"), "{err}");
    let (code, out, _) = draw(&["number", "--seed", seed, "--ref", "A01"]);
    assert_eq!(
        (code, out.trim_end()),
        (0, "0e09376fee2bc4057684e676e0991a2ea9432566c0e7b4385020ba1e082b0c37")
    );
    assert_eq!(draw(&["number", "--seed", "00", "--ref", "A 1"]).2.lines().count(), 2);
}
