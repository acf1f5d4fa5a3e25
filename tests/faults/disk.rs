//! Rows 9 and 10: the disk is full, or does not take what it was given. Nothing is said to be saved that is not; pages go on; when the disk is well
//! again, so is the portal, without a new start.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use diesel::prelude::*;
use practise::db::schema::{outbox, sign_in};

use super::program::address;
use crate::support::app::{SECRET, TestApp};
use crate::support::client::Client;
use crate::support::db::{Backend, TestDb};
use crate::support::process::Program;
use crate::support::run::run;
use crate::support::source::root;

/// The library that makes a disk fail, built for this run.
fn bad_disk(folder: &Path) -> PathBuf {
    let made = folder.join("bad_disk.so");
    let status = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&made)
        .arg(root().join("tests/support/bad_disk.c"))
        .arg("-ldl")
        .status()
        .unwrap();
    assert!(
        status.success(),
        "the C compiler that links Rust programs should build tests/support/bad_disk.c"
    );
    made
}

/// How many letters are in the outbox, and how often somebody asked to sign in.
fn kept(test: &TestApp) -> (i64, i64) {
    test.read(|db| Ok((outbox::table.count().get_result(db)?, sign_in::table.count().get_result(db)?)))
}

/// Somebody asks to sign in while the disk fails as `fault` says, and again when it is well.
async fn a_form_while(fault: &str) {
    let db = std::rc::Rc::new(TestDb::migrated(Backend::Sqlite));
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join(fault);
    let mut program = Program::new(&address(&db), SECRET, folder.path());
    program.set("LD_PRELOAD", bad_disk(folder.path()).to_str().unwrap());
    program.set("BAD_DISK", folder.path().to_str().unwrap());
    let serving = program.serve();
    let client = Client::new(&program.address(), &program.address());
    let form = client.get("/sign-in").await.form().set("email", "ada@example.org");
    std::fs::write(&told, "").unwrap();
    for _ in 0..3 {
        let refused = form.submit().await;
        refused.should_be(503);
        assert!(!refused.header("retry-after").is_empty());
        assert_eq!(refused.form().value("email"), Some("ada@example.org"), "what was typed is kept");
    }
    // Whoever only reads notices nothing.
    for path in ["/", "/work-experience", "/careers", "/organisations", "/healthz"] {
        client.get(path).await.should_be(200);
    }
    std::fs::remove_file(&told).unwrap();
    // The same press, without a new start.
    form.submit().await.should_be(200).should_say("ada@example.org");
    client.get("/readyz").await.should_be(200);
    std::thread::sleep(Duration::from_millis(100));
    drop(serving);
    assert_eq!(program.run(&["audit", "verify"]).code(), Some(0), "{}", program.log());
    let log = program.log();
    assert!(!log.contains("status=500") && !log.contains("panicked"), "{log}");
    let test = TestApp::on(db).real_time().start();
    assert_eq!(
        kept(&test),
        (1, 1),
        "one letter for one question: nothing that was refused is there, and what was confirmed is there once"
    );
    assert_eq!(super::kills::integrity(&test), "ok");
}

#[test]
fn row_09_a_full_disk_saves_nothing_says_so_and_is_got_over_without_a_new_start() {
    run(Backend::Sqlite, |_: Backend| a_form_while("full"));
}

#[test]
fn row_10_what_does_not_reach_the_disk_is_not_said_to_be_saved() {
    run(Backend::Sqlite, |_: Backend| a_form_while("broken"));
}
