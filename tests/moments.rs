//! A moment comes back from either database as it was stored, whichever way it is read.

use diesel::prelude::*;
use diesel::sql_types::Timestamp;
use practise::db::Instant;
use practise::on_db;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use time::{Date, Duration};

use crate::support::db::TestDb;
use crate::support::run::on_both;

on_both! {
    async fn every_moment_is_read_as_it_was_written(db: TestDb) {
        let mut connection = db.connect();
        let first = Instant::midnight(Date::from_calendar_date(1900, time::Month::January, 1).unwrap());
        let days = 300 * 365;
        let moments = (0..days * 86_400_i64, prop_oneof![Just(0), Just(1), Just(999_999), Just(500_000), 0..1_000_000_i64]);
        let mut runner = TestRunner::default();
        let read = std::cell::RefCell::new(&mut connection);
        runner
            .run(&moments, |(seconds, micros)| {
                let at = first.plus(Duration::seconds(seconds) + Duration::microseconds(micros));
                let query = || diesel::select(at.into_sql::<Timestamp>());
                let mut connection = read.borrow_mut();
                let either: Instant = query().get_result(&mut **connection).unwrap();
                let own: Instant = on_db!(&mut **connection, |db| query().get_result(db)).unwrap();
                prop_assert_eq!((either, own), (at, at));
                Ok(())
            })
            .unwrap();
    }
}

/// What another program could have put into a file of `SQLite` is an error, and not another moment.
#[test]
fn what_is_no_moment_is_an_error() {
    use diesel::sql_types::{Nullable, Text};
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    let mut read = |text: &str| {
        diesel::sql_query("SELECT ? AS at")
            .bind::<Nullable<Text>, _>(Some(text))
            .get_result::<Row>(&mut connection)
            .map(|row| row.at.to_string())
    };
    assert_eq!(read("2027-01-11 09:00:00").unwrap(), "2027-01-11T09:00:00.000000Z");
    assert_eq!(read("2027-01-11 09:00:00.5").unwrap(), "2027-01-11T09:00:00.500000Z");
    for text in [
        "",
        "2027-01-11",
        "2027-02-30 09:00:00",
        "2027-01-11 24:00:00",
        "2027-01-11T09:00:00",
        "2027-01-11 09:00:00.",
        "2027-01-11 09:00:00.x",
        "2027-01-11 09:00:00 and",
        "+027-01-11 09:00:00",
        "2027-01-11 09:00:00.0000000001",
        "ééééééééééé",
    ] {
        assert!(read(text).is_err(), "{text:?}");
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Timestamp)]
    at: Instant,
}
