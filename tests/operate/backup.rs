//! Fault row 41: a backup that is taken while people write has everything that was confirmed before it began; who is erased stays erased.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use practise::config::DatabaseUrl;
use practise::db::schema::person;
use practise::db::{AnyConnection, Manager, Purpose};
use practise::my_data::{Cause, erase_person};
use practise::tx::Actor;

use super::{address, beside, program};
use crate::support::app::TestApp;
use crate::support::run::on_both;

const CANARY: &str = "zebra.canary@example.org";

/// The address of an empty database beside that of a test.
fn empty(test: &TestApp, folder: &std::path::Path) -> String {
    match test.db().url() {
        DatabaseUrl::Sqlite(_) => format!("sqlite:{}", folder.join("restored.db").display()),
        DatabaseUrl::Postgres(url) => {
            let mut beside = url::Url::parse(url).unwrap();
            let name = format!("{}_restored", beside.path().trim_start_matches('/'));
            let mut db = Manager::new(test.db().url().clone(), Purpose::Write).open().unwrap();
            db.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
            beside.set_path(&name);
            beside.into()
        }
    }
}

fn drop_beside(test: &TestApp, restored: &str) {
    if let (DatabaseUrl::Postgres(_), Ok(url)) = (test.db().url(), url::Url::parse(restored)) {
        let mut db = Manager::new(test.db().url().clone(), Purpose::Write).open().unwrap();
        let name = url.path().trim_start_matches('/').to_owned();
        db.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
    }
}

fn open(database: &str) -> AnyConnection {
    Manager::new(DatabaseUrl::parse(database).unwrap(), Purpose::Read).open().unwrap()
}

/// How many of the numbered people are in a database.
fn numbered(db: &mut AnyConnection) -> usize {
    let found: Vec<String> = person::table
        .filter(person::email.like("person%"))
        .select(person::email)
        .load(db)
        .unwrap();
    found.len()
}

on_both! {
    async fn row_41_a_backup_under_load_is_whole_and_an_erasure_is_done_again(test: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup");
        let (stop, confirmed) = (AtomicBool::new(false), AtomicUsize::new(0));
        let gone = test.person(CANARY);
        let portal = program(&test, folder.path());
        let before = std::thread::scope(|scope| {
            let ledger = test.ledger().clone();
            let (stop, confirmed) = (&stop, &confirmed);
            scope.spawn(move || {
                for number in 0..100_000 {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let email = format!("person{number:06}@example.org");
                    ledger.write_now(Actor::System, |tx| practise::auth::person_for_email(tx, &email).map(|_| ())).unwrap();
                    confirmed.store(number + 1, Ordering::Relaxed);
                }
            });
            while confirmed.load(Ordering::Relaxed) < 20 {
                std::thread::yield_now();
            }
            let before = confirmed.load(Ordering::Relaxed);
            let status = portal.run(&["backup", file.to_str().unwrap()]);
            stop.store(true, Ordering::Relaxed);
            assert_eq!(status.code(), Some(0), "{}", portal.log());
            before
        });
        let again = portal.run(&["backup", file.to_str().unwrap()]);
        assert_eq!(again.code(), Some(1), "a backup is never written over");
        assert_eq!(portal.run(&["restore", file.to_str().unwrap(), "--check"]).code(), Some(0), "{}", portal.log());
        assert!(portal.log().contains("audit rows: "));
        // Somebody is erased after the backup; the ledger of erasures is kept apart.
        test.write(|tx| erase_person(tx, gone, Cause::Operator));
        let ledger: Vec<String> = test.read(practise::my_data::erased).into_iter().map(|(subject, id, done)| {
            serde_json::json!({"subject": subject, "id": id, "done_at": done.to_string()}).to_string()
        }).collect();
        let erasures = folder.path().join("erasures");
        std::fs::write(&erasures, ledger.join("\n")).unwrap();
        let restored = empty(&test, folder.path());
        let elsewhere = beside(&restored, folder.path());
        assert_eq!(elsewhere.run(&["restore", file.to_str().unwrap()]).code(), Some(2), "erasures are not forgotten by accident");
        let done = elsewhere.run(&["restore", file.to_str().unwrap(), "--erasures", erasures.to_str().unwrap()]);
        assert_eq!(done.code(), Some(0), "{}", elsewhere.log());
        let mut db = open(&restored);
        let in_backup = numbered(&mut db);
        assert!(in_backup >= before, "{in_backup} of {before} that were confirmed before it began");
        assert!(in_backup <= numbered(&mut open(&address(&test))));
        let known: i64 = person::table.filter(person::email.eq(CANARY)).count().get_result(&mut db).unwrap();
        assert_eq!(known, 0, "erased after the backup, and again after restoring it");
        drop(db);
        assert_eq!(elsewhere.run(&["audit", "verify"]).code(), Some(0));
        let twice = elsewhere.run(&["restore", file.to_str().unwrap(), "--nothing-erased"]);
        assert_eq!(twice.code(), Some(1), "nothing is restored over what is there");
        drop_beside(&test, &restored);
    }

    async fn a_damaged_backup_is_not_taken_for_a_good_one(test: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup");
        test.person("somebody@example.org");
        let portal = program(&test, folder.path());
        assert_eq!(portal.run(&["backup", file.to_str().unwrap()]).code(), Some(0), "{}", portal.log());
        let mut bytes = std::fs::read(&file).unwrap();
        let whole = bytes.len();
        bytes.truncate(whole / 2);
        std::fs::write(&file, bytes).unwrap();
        assert_eq!(portal.run(&["restore", file.to_str().unwrap(), "--check"]).code(), Some(1));
        assert_eq!(portal.run(&["restore", folder.path().join("none").to_str().unwrap(), "--check"]).code(), Some(1));
    }
}
