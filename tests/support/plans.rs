//! The queries that connections run, and how a database goes about them.

use std::sync::mpsc::{Receiver, Sender, channel};

use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use diesel::sql_types::Text;
use practise::db::{AnyConnection, Db};
use practise::error::Error;

/// Tells of every query.
struct Log(Sender<String>);

impl Instrumentation for Log {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            // Nobody may listen any more.
            let _ = self.0.send(query.to_string());
        }
    }
}

/// Everything that this connection asks from now on.
pub fn listen(db: &mut AnyConnection) -> Receiver<String> {
    let (sender, queries) = channel();
    db.set_instrumentation(Log(sender));
    queries
}

/// Everything that is asked from now on over any of the `count` reading connections of a pool.
pub fn listen_to_all(db: &Db, count: usize) -> Receiver<String> {
    fn each(db: &Db, left: usize, sender: &Sender<String>) -> Result<(), Error> {
        if left == 0 {
            return Ok(());
        }
        // Held until the others have theirs, so that no connection is taken twice.
        db.read_now(|connection| {
            connection.set_instrumentation(Log(sender.clone()));
            each(db, left - 1, sender)
        })
    }
    let (sender, queries) = channel();
    each(db, count, &sender).unwrap();
    queries
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// The steps of a query's plan that read a whole table, or a whole index.
pub fn scans(db: &mut AnyConnection, query: &str) -> Vec<String> {
    let (sql, _) = query.split_once(" -- binds").unwrap();
    match db {
        AnyConnection::Sqlite(sqlite) => {
            let steps: Vec<Step> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(sqlite).unwrap();
            let scans = steps
                .into_iter()
                .map(|step| step.detail)
                .filter(|detail| detail.starts_with("SCAN"));
            scans.collect()
        }
        AnyConnection::Postgres(postgres) => {
            // A plan for no values in particular, and one that would rather use an index than read a small table whole.
            postgres
                .batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
                .unwrap();
            let count = (1..60).take_while(|number| sql.contains(&format!("${number}"))).count();
            postgres.batch_execute(&format!("PREPARE asked AS {sql}")).unwrap();
            let values = if count == 0 {
                String::new()
            } else {
                format!("({})", vec!["NULL"; count].join(", "))
            };
            let lines: Vec<Line> = diesel::sql_query(format!("EXPLAIN EXECUTE asked{values}")).load(postgres).unwrap();
            postgres.batch_execute("DEALLOCATE asked").unwrap();
            let lines: Vec<String> = lines.into_iter().map(|line| line.line).collect();
            let whole = lines.iter().enumerate().filter(|(number, line)| {
                // Whoever has an index and no condition for it reads all of it.
                let next = lines.get(number + 1).map_or("", String::as_str);
                line.contains("Seq Scan")
                    || (line.contains("Index") && line.contains(" on ") && line.contains("Scan using") && !next.contains("Index Cond"))
            });
            whole.map(|(_, line)| line.trim().to_owned()).collect()
        }
    }
}
