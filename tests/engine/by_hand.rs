//! What `docs/engine.md` tells an outsider to type, typed: the draw of a published folder checked without this program.

use super::bundles::example;
use practise::allocation::bundle::Bundle;
use std::process::Command;

/// The lines that the page shows for this folder.
fn lines() -> String {
    let page = include_str!("../../docs/engine.md");
    let (_, after) = page.split_once("```sh\nROUND=").expect("the page has the lines");
    let (lines, _) = after.split_once("```").unwrap();
    format!("set -e\nROUND={lines}")
}

/// What the lines print in a folder with the public files of a round, one word of each line.
fn typed(bundle: &Bundle) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in bundle.to_files().unwrap() {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let lines = lines().replace("REF=7K2M-9QXD-4TVB", "REF=A01");
    assert!(lines.contains("REF=A01"), "the page names a reference");
    let output = Command::new("sh").args(["-c", &lines]).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let digest = |line: &str| line.split_whitespace().find(|word| word.len() == 64).unwrap().to_owned();
    said.lines().map(digest).collect()
}

#[test]
fn the_lines_of_the_page_check_a_draw() {
    let public = Bundle {
        supervised: None,
        ..example()
    };
    let record = &public.record;
    let promised = record.contributions.iter().map(|promise| promise.commitment.clone());
    let number = public.lottery.iter().find(|ticket| ticket.reference == "A01").unwrap();
    let expected: Vec<String> = promised.chain([record.draws[0].seed.clone(), number.lottery.clone()]).collect();
    assert_eq!(typed(&public), expected);

    // One reference more, and the seed is another.
    let mut other = public.clone();
    other.references.push("A99".to_owned());
    assert_ne!(typed(&other)[2], expected[2]);
    assert_eq!(typed(&other)[..2], expected[..2]);
}
