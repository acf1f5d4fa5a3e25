//! What the doctor says, in words that an operator can act on.

use diesel::prelude::*;
use practise::db::schema::outbox;
use time::Duration;

use super::program;
use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn the_doctor_names_what_is_wrong_and_nothing_else(test: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let portal = program(&test, folder.path());
        assert_eq!(portal.run(&["doctor"]).code(), Some(1), "no job has run yet");
        let said = portal.log();
        assert!(said.contains("PROBLEM  scheduled work: no job has ever run"), "{said}");
        for well in ["ok       database: every migration has run", "ok       mail: goes into the folder", "ok       letters given up: none"] {
            assert!(said.contains(well), "{well}: {said}");
        }
        assert_eq!(portal.run(&["jobs", "run-once"]).code(), Some(0), "{}", portal.log());
        assert_eq!(portal.run(&["doctor"]).code(), Some(0), "{}", portal.log());
        test.write(|tx| Ok(diesel::insert_into(outbox::table).values((
            outbox::message_id.eq("a@b"), outbox::kind.eq("test"), outbox::version.eq(1), outbox::recipient.eq("x@example.org"),
            outbox::subject.eq("s"), outbox::body_text.eq("t"), outbox::body_html.eq("h"), outbox::state.eq("queued"), outbox::attempts.eq(0),
            outbox::due_at.eq(practise::db::Instant::from(time::OffsetDateTime::now_utc()).plus(-Duration::hours(1))), outbox::created_at.eq(tx.now),
            outbox::forget.eq(false),
        )).execute(tx.db)?));
        let mut stuck = program(&test, folder.path());
        stuck.set("PRACTISE_MAIL_URL", "smtp://127.0.0.1:1");
        assert_eq!(stuck.run(&["doctor"]).code(), Some(1));
        let said = stuck.log();
        assert!(said.contains("PROBLEM  outgoing mail: a letter has waited since"), "{said}");
        assert!(said.contains("PROBLEM  mail: "), "{said}");
        assert!(!said.contains("x@example.org"), "nobody is named");
    }
}
