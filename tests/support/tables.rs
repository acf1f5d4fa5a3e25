//! How much there is in each table.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::app::TestApp;
use super::source::root;

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

/// The number of rows of every table, without sessions: those come and go with each visitor.
pub fn counts(test: &TestApp) -> BTreeMap<String, i64> {
    let count = |table: String| {
        let rows = test.read(|db| {
            let row: Count = diesel::sql_query(format!("SELECT count(*) AS count FROM {table}")).get_result(db)?;
            Ok(row.count)
        });
        (table, rows)
    };
    tables().into_iter().filter(|table| table != "session").map(count).collect()
}
