//! What everybody can check: the page, the certificate and the badge.

use std::io::Write;
use std::process::{Command, Stdio};

use diesel::prelude::*;
use practise::db::schema::pledge;
use practise::pledges::{CommitmentKind, newest};

use super::world::{BOTH, World};
use crate::support::app::TestApp;
use crate::support::run::on_both;

/// The references of all pledges, the oldest first.
pub fn references(test: &TestApp) -> Vec<String> {
    test.read(|db| Ok(pledge::table.order(pledge::id).select(pledge::public_ref).load(db)?))
}

/// The words of a PDF.
fn words(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext should be there: tests/support/install.sh brings it");
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap()
}

on_both! {
    async fn what_is_signed_can_be_checked_by_everybody(test: TestApp) {
        let world = World::new(&test);
        world.published(&test, BOTH).await;
        let client = test.client();
        for (reference, kind) in references(&test).iter().zip(BOTH) {
            let page = client.get(&format!("/pledges/{reference}/verify")).await;
            assert!(page.h1().ends_with(&format!("{} of Hill Hospital", kind.name())), "{}", page.h1());
            page.should_say("In force since 11 January 2027. The next review is on 11 January 2028.");
            page.should_say(&newest(*kind).unwrap().sha256());
            assert!(!page.text().contains("Sam Hill") && !page.text().contains("Noor Shah"), "nobody is named");
            let file = client.get(&format!("/pledges/{reference}/certificate.pdf")).await;
            assert_eq!(file.header("content-type"), "application/pdf");
            assert!(file.header("content-disposition").starts_with("attachment"));
            let said = words(&file.bytes);
            for wanted in [kind.name(), "Hill Hospital", "In force since 11 January 2027", &format!("/pledges/{reference}/verify")] {
                assert!(said.contains(wanted), "{wanted} is not in {said}");
            }
            let badge = client.get(&format!("/pledges/{reference}/badge.svg")).await;
            assert_eq!(badge.header("content-type"), "image/svg+xml; charset=utf-8");
            let badge = badge.body();
            for wanted in ["Hill Hospital", "Since 11 January 2027", &format!("{}/pledges/{reference}/verify", test.config().public_url)] {
                assert!(badge.contains(wanted), "{wanted} is not in {badge}");
            }
        }
    }

    async fn what_is_not_published_is_not_there(test: TestApp) {
        World::new(&test).sent(&test, &[CommitmentKind::Practise]);
        let client = test.client();
        let reference = references(&test).remove(0);
        for file in ["verify", "certificate.pdf", "badge.svg"] {
            client.get(&format!("/pledges/{reference}/{file}")).await.should_be(404);
            client.get(&format!("/pledges/NO-SUCH-ONE/{file}")).await.should_be(404);
        }
    }
}
