//! Lists of numbers in a query.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, HasSqlType};

/// True of a column that is one of some numbers. What `eq_any` asks has as many values as there are numbers, and is planned anew each time; this has
/// 1, 2, 4, 8 and so on, the last of them repeated, so that the few queries there are of a kind are kept prepared.
pub fn among<C>(column: C, numbers: &[i64]) -> Among<C> {
    let room = numbers.len().checked_next_power_of_two().unwrap_or(numbers.len());
    let mut padded = numbers.to_vec();
    if let Some(last) = numbers.last() {
        padded.resize(room, *last);
    }
    Among { column, numbers: padded }
}

/// What [`among`] makes.
#[derive(Clone, Debug)]
pub struct Among<C> {
    column: C,
    numbers: Vec<i64>,
}

impl<C: Expression<SqlType = BigInt>> Expression for Among<C> {
    type SqlType = Bool;
}

impl<C, S> AppearsOnTable<S> for Among<C>
where
    C: AppearsOnTable<S>,
    Self: Expression,
{
}

impl<C> ValidGrouping<()> for Among<C> {
    type IsAggregate = is_aggregate::No;
}

/// The text of the query tells how many numbers there are; its type does not.
impl<C> QueryId for Among<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, B> QueryFragment<B> for Among<C>
where
    B: Backend + HasSqlType<BigInt>,
    C: QueryFragment<B>,
    i64: ToSql<BigInt, B>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, B>) -> QueryResult<()> {
        if self.numbers.is_empty() {
            out.push_sql("(1=0)");
            return Ok(());
        }
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        for (index, number) in self.numbers.iter().enumerate() {
            if index > 0 {
                out.push_sql(", ");
            }
            out.push_bind_param::<BigInt, _>(number)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use diesel::debug_query;
    use diesel::prelude::*;
    use diesel::sqlite::Sqlite;

    use super::among;
    use crate::db::schema::person;

    fn text(numbers: &[i64]) -> String {
        let query = person::table.filter(among(person::id, numbers)).select(person::id);
        debug_query::<Sqlite, _>(&query).to_string()
    }

    #[test]
    fn lists_of_like_length_have_one_text() {
        let after = |numbers: &[i64]| text(numbers).split_once("WHERE ").map(|(_, rest)| rest.to_owned()).unwrap();
        assert_eq!(after(&[]), "(1=0) -- binds: []");
        assert_eq!(after(&[7]), "`person`.`id` IN (?) -- binds: [7]");
        assert_eq!(after(&[7, 8]), "`person`.`id` IN (?, ?) -- binds: [7, 8]");
        assert_eq!(after(&[7, 8, 9]), "`person`.`id` IN (?, ?, ?, ?) -- binds: [7, 8, 9, 9]");
        assert_eq!(after(&[7, 8, 9, 6]), "`person`.`id` IN (?, ?, ?, ?) -- binds: [7, 8, 9, 6]");
    }
}
