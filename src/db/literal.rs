//! Words that stand in a query itself.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Text;

/// The name of a state as the query's own word, not as a value that comes with it: for what an index over rows of that state alone has the answer to.
/// A query is planned once, for no values in particular, and such a plan can use the index only if the query itself names the state.
pub const fn literal(name: &'static str) -> Literal {
    Literal(name)
}

/// What [`literal`] makes.
#[derive(Clone, Copy, Debug)]
pub struct Literal(&'static str);

impl Expression for Literal {
    type SqlType = Text;
}

impl<S> AppearsOnTable<S> for Literal {}

impl<G> ValidGrouping<G> for Literal {
    type IsAggregate = is_aggregate::Never;
}

/// The word is no part of the type.
impl QueryId for Literal {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<B: Backend> QueryFragment<B> for Literal {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, B>) -> QueryResult<()> {
        out.push_sql("'");
        out.push_sql(&self.0.replace('\'', "''"));
        out.push_sql("'");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use diesel::debug_query;
    use diesel::prelude::*;
    use diesel::sqlite::Sqlite;

    use super::literal;
    use crate::db::schema::outbox;

    #[test]
    fn a_literal_is_part_of_the_query_and_ends_where_it_should() {
        let text = |name| debug_query::<Sqlite, _>(&outbox::table.filter(outbox::state.eq(literal(name))).count()).to_string();
        assert!(
            text("queued").ends_with("WHERE (`outbox`.`state` = 'queued') -- binds: []"),
            "{}",
            text("queued")
        );
        assert!(text("o'clock").ends_with("= 'o''clock') -- binds: []"), "{}", text("o'clock"));
    }
}
