//! Scheduled work: once per period whatever the number of instances, and nothing erased by a wrong clock.

use std::rc::Rc;

use diesel::prelude::*;
use practise::app_jobs;
use practise::audit;
use practise::clock::Clock;
use practise::config::Config;
use practise::db::schema::{audit as log, job, outbox, session, sign_in, submission};
use practise::error::Error;
use practise::jobs::{Guard, Job, Ran, Tally, one_by_one, run_due, schedule, statuses};
use practise::mail::State;
use practise::random::Random;
use practise::tx::{Actor, Ledger, Tx};
use serde_json::json;
use time::Duration;

use crate::support::app::first_moment;
use crate::support::db::{Backend, TestDb};
use crate::support::run::{Fixture, on_both};

/// A ledger whose clock stands still.
struct Shift {
    ledger: Ledger,
    _db: Rc<TestDb>,
}

impl Fixture for Shift {
    async fn start(backend: Backend) -> Self {
        let db = Rc::new(TestDb::migrated(backend));
        let config = Config::from_variables(&[].into()).unwrap();
        let ledger = Ledger::new(&config, db.pools(), Clock::fixed(first_moment()), Random::System);
        Self { ledger, _db: db }
    }
}

/// Leaves a trace that can be counted.
fn counted(ledger: &Ledger) -> Result<String, Error> {
    ledger.write_now(Actor::System, |tx| audit::record(tx, "test.ran", "job", 1, &json!({})))?;
    Ok("ran".to_owned())
}

fn failing(_: &Ledger) -> Result<String, Error> {
    Err(Error::internal("no luck"))
}

fn panicking(_: &Ledger) -> Result<String, Error> {
    panic!("a fault of the job")
}

impl Shift {
    fn run(&self, jobs: &[Job]) -> Vec<Ran> {
        run_due(&self.ledger, jobs, "one", Guard::Clock).unwrap()
    }

    fn pass(&self, by: Duration) {
        self.ledger.clock.advance(by);
    }

    fn count(&self) -> i64 {
        self.ledger
            .db
            .read_now(|db| Ok(log::table.filter(log::act.eq("test.ran")).count().get_result(db)?))
            .unwrap()
    }
}

fn hourly() -> [Job; 1] {
    [Job::new("test.hourly", Duration::hours(1), counted)]
}

on_both! {
    async fn a_job_runs_once_per_period(shift: Shift) {
        for _ in 0..3 {
            shift.run(&hourly());
        }
        assert_eq!(shift.count(), 1);
        shift.pass(Duration::hours(1) - Duration::seconds(1));
        assert_eq!(shift.run(&hourly()), []);
        shift.pass(Duration::seconds(1));
        assert_eq!(shift.run(&hourly()), [Ran { name: "test.hourly", outcome: Ok("ran".to_owned()) }]);
        assert_eq!(shift.count(), 2);
    }

    async fn of_many_instances_one_runs_a_job(shift: Shift) {
        for round in 1..=3 {
            let threads: Vec<_> = (0..6)
                .map(|n| {
                    let ledger = shift.ledger.clone();
                    std::thread::spawn(move || run_due(&ledger, &hourly(), &format!("instance {n}"), Guard::Clock).unwrap().len())
                })
                .collect();
            let ran: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
            assert_eq!((ran, shift.count()), (1, round));
            shift.pass(Duration::hours(1));
        }
    }

    async fn a_job_that_fails_or_panics_leaves_the_others_alone_and_is_tried_again_soon(shift: Shift) {
        let jobs = [
            Job::new("test.failing", Duration::hours(1), failing),
            Job::new("test.panicking", Duration::hours(1), panicking),
            Job::new("test.hourly", Duration::hours(1), counted),
        ];
        let ran = shift.run(&jobs);
        assert_eq!(ran[0].outcome, Err("internal: no luck".to_owned()));
        assert_eq!(ran[1].outcome, Err("panicked".to_owned()));
        assert_eq!(shift.count(), 1);
        let kept = shift.ledger.db.read_now(statuses).unwrap();
        assert_eq!(kept.iter().find(|status| status.name == "test.failing").unwrap().outcome.as_deref(), Some("failed: internal: no luck"));
        assert_eq!(shift.run(&jobs), []);
        shift.pass(Duration::minutes(5));
        assert_eq!(shift.run(&jobs).len(), 2);
        assert_eq!(shift.count(), 1);
    }

    async fn a_row_that_fails_leaves_the_others_alone(shift: Shift) {
        let act = |tx: &mut Tx<'_>, row: &i64| match row {
            1 => Err(Error::internal("no luck")),
            2 => Ok(false),
            _ => audit::record(tx, "test.ran", "job", *row, &json!({})).map(|()| true),
        };
        let tally = one_by_one(&shift.ledger, &[1, 2, 3, 4], |row| *row, act).unwrap();
        assert_eq!((tally, shift.count()), (Tally { done: 2, failed: 1 }, 2));
        // The job is seen to have failed, so that it comes back soon.
        assert!(matches!(tally.outcome("done"), Err(Error::Internal(words)) if words == "2 done, 1 failed"));
        // When nothing can be written, trying the rest would be in vain.
        let away = one_by_one(&shift.ledger, &[1, 2], |row| *row, |_, _| Err(Error::Unavailable("away".to_owned())));
        assert!(matches!(away, Err(Error::Unavailable(_))));
    }

    async fn a_job_of_an_instance_that_was_killed_is_run_when_its_lease_is_over(shift: Shift) {
        shift.ledger.write_now(Actor::System, |tx| {
            let row = (
                job::name.eq("test.hourly"),
                job::owner.eq("killed"),
                job::leased_until.eq(tx.now.plus(Duration::minutes(15))),
                job::started_at.eq(tx.now),
            );
            diesel::insert_into(job::table).values(row).execute(tx.db)?;
            Ok(())
        }).unwrap();
        shift.pass(Duration::minutes(14));
        assert_eq!(shift.run(&hourly()), []);
        shift.pass(Duration::minutes(1));
        assert_eq!(shift.run(&hourly()).len(), 1);
    }

    async fn a_clock_that_was_put_back_runs_nothing_until_somebody_looked(shift: Shift) {
        shift.run(&hourly());
        shift.pass(-Duration::days(3));
        assert_eq!(shift.run(&hourly()), []);
        assert_eq!(run_due(&shift.ledger, &hourly(), "operator", Guard::Waived).unwrap().len(), 1);
        shift.pass(Duration::hours(1));
        assert_eq!(shift.run(&hourly()).len(), 1);
    }

    async fn a_clock_that_jumps_ahead_erases_nothing(shift: Shift) {
        let jobs = [Job::new("test.erasing", Duration::hours(1), counted).erasing(), Job::new("test.asking", Duration::hours(1), counted)];
        shift.run(&jobs);
        shift.pass(Duration::days(41));
        let names: Vec<&str> = shift.run(&jobs).iter().map(|ran| ran.name).collect();
        assert_eq!(names, ["test.asking"]);
        assert_eq!(run_due(&shift.ledger, &jobs[..1], "operator", Guard::Waived).unwrap().len(), 1);
    }

    async fn what_is_over_is_thrown_away_and_the_rest_stays(shift: Shift) {
        let now = shift.ledger.clock.now();
        shift.ledger.write_now(Actor::System, |tx| {
            for (n, expires, ends) in [(1_u8, 1, 1), (2, -1, 1), (3, 1, -1)] {
                let row = (
                    session::digest.eq(vec![n; 32]),
                    session::data.eq("{}"),
                    session::idle_seconds.eq(60),
                    session::created_at.eq(now),
                    session::expires_at.eq(now.plus(Duration::hours(expires))),
                    session::ends_at.eq(now.plus(Duration::hours(ends))),
                );
                diesel::insert_into(session::table).values(row).execute(tx.db)?;
            }
            for (n, days) in [(1_u8, 29), (2, 31)] {
                let row = (submission::key.eq(vec![n; 32]), submission::location.eq("/"), submission::created_at.eq(now.plus(-Duration::days(days))));
                diesel::insert_into(submission::table).values(row).execute(tx.db)?;
            }
            for (hours, state) in [(1, State::Sent), (25, State::Sent), (25, State::Queued)] {
                let row = (
                    sign_in::email.eq("ada@school.example"),
                    sign_in::nonce.eq(vec![1; 32]),
                    sign_in::session_key.eq("key"),
                    sign_in::next_path.eq("/"),
                    sign_in::shared_computer.eq(false),
                    sign_in::created_at.eq(now.plus(-Duration::hours(hours))),
                    sign_in::expires_at.eq(now.plus(-Duration::hours(hours))),
                );
                let id: i64 = diesel::insert_into(sign_in::table).values(row).returning(sign_in::id).get_result(tx.db)?;
                let mail = (
                    outbox::message_id.eq(format!("<{id}@portal.example>")),
                    outbox::kind.eq("sign_in"),
                    outbox::version.eq(1),
                    outbox::recipient.eq("ada@school.example"),
                    outbox::subject.eq("Sign in"),
                    outbox::body_text.eq("words"),
                    outbox::body_html.eq("words"),
                    outbox::sign_in_id.eq(id),
                    outbox::state.eq(state),
                    outbox::due_at.eq(now),
                    outbox::created_at.eq(now),
                    outbox::finished_at.eq(now.plus(-Duration::days(hours + 6))),
                );
                diesel::insert_into(outbox::table).values(mail).execute(tx.db)?;
            }
            Ok(())
        }).unwrap();
        let ran = shift.run(&app_jobs::jobs());
        assert!(ran.iter().all(|ran| ran.outcome.is_ok()), "{ran:?}");
        shift.ledger.db.read_now(|db| {
            assert_eq!(session::table.select(session::digest).load::<Vec<u8>>(db)?, [vec![1; 32]]);
            assert_eq!(submission::table.select(submission::key).load::<Vec<u8>>(db)?, [vec![1; 32]]);
            assert_eq!(sign_in::table.count().get_result::<i64>(db)?, 2);
            let words: Vec<(State, String)> = outbox::table.order(outbox::id).select((outbox::state, outbox::body_text)).load(db)?;
            assert_eq!(words, [(State::Sent, "words".to_owned()), (State::Sent, String::new()), (State::Queued, "words".to_owned())]);
            Ok(())
        }).unwrap();
    }

    async fn the_scheduler_runs_due_jobs_and_ends_when_told(shift: Shift) {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let scheduler = tokio::spawn(schedule(shift.ledger.clone(), hourly().to_vec(), stopped));
        for _ in 0..200 {
            if shift.count() == 1 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(shift.count(), 1);
        stop.send(true).unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(5), scheduler).await.unwrap().unwrap().unwrap();
    }
}
