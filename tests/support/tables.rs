//! How much there is in each table.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use practise::db::schema::audit;

use super::app::TestApp;
use super::source::root;

const REFUSED: &str = "access.refused";
/// A list was taken along: written down like a look, because it is one.
const EXPORTED: &str = "list.exported";

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The name of every table, from `src/db/schema.rs`.
pub fn tables() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("src/db/schema.rs")).unwrap();
    let names = text
        .split("diesel::table!")
        .skip(1)
        .map(|table| table.trim_start_matches([' ', '{']).split(' ').next().unwrap().to_owned());
    names.collect()
}

/// The names of a table's columns, from `src/db/schema.rs`.
pub fn columns(table: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("src/db/schema.rs")).unwrap();
    let (_, from) = text.split_once(&format!("diesel::table! {{ {table} (")).unwrap();
    let (_, from) = from.split_once(") { ").unwrap();
    let (columns, _) = from.split_once(", }").unwrap();
    let names = columns.split(", ").map(|column| column.split(' ').next().unwrap().to_owned());
    names.collect()
}

/// The same, but of the audit log without refusals, looks and exports: who asks for what is not theirs is written down, who looks at somebody's
/// data, and who takes a list along.
pub fn counts_but_refusals(test: &TestApp) -> BTreeMap<String, i64> {
    let mut kept = counts(test);
    let other = audit::table.filter(audit::act.ne_all([REFUSED, EXPORTED, practise::audit::SEEN]));
    kept.insert("audit".to_owned(), test.read(|db| Ok(other.count().get_result(db)?)));
    kept
}

/// Who was refused what, as the audit log has it, once there are `least` of them: they are written beside the answers.
pub async fn refusals(test: &TestApp, least: usize) -> Vec<(Option<i64>, String, i64)> {
    for _ in 0..100 {
        let rows = audit::table.filter(audit::act.eq(REFUSED)).order(audit::seq);
        let rows = rows.select((audit::actor_id, audit::subject_kind, audit::subject_id));
        let found: Vec<_> = test.read(|db| Ok(rows.load(db)?));
        if found.len() >= least {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{least} refusals should be in the audit log");
}

/// The number of rows of every table, without sessions and looks: those come and go with each visitor.
pub fn counts(test: &TestApp) -> BTreeMap<String, i64> {
    let count = |table: String| {
        let rows = test.read(|db| {
            let row: Count = diesel::sql_query(format!("SELECT count(*) AS count FROM {table}")).get_result(db)?;
            Ok(row.count)
        });
        (table, rows)
    };
    tables()
        .into_iter()
        .filter(|table| !["session", "sensitive_read"].contains(&table.as_str()))
        .map(count)
        .collect()
}
