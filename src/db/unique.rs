//! Which uniqueness rule a statement broke, told alike on both databases.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// True if `error` says that `table` already has a row with these `columns`. Postgres names the constraint or the index (which here
/// is called `<table>_<columns joined by _>_key`), `SQLite` lists the columns.
pub fn violated(error: &Diesel, table: &str, columns: &[&str]) -> bool {
    let Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, info) = error else {
        return false;
    };
    let name = format!("{table}_{}_key", columns.join("_"));
    let listed = columns
        .iter()
        .map(|column| format!("{table}.{column}"))
        .collect::<Vec<_>>()
        .join(", ");
    info.constraint_name() == Some(name.as_str())
        || info.message() == format!("UNIQUE constraint failed: {listed}")
        || info.message().contains(&name)
}
