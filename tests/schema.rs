//! The schema: alike on both databases, as `src/db/schema.rs` says, there and back again, and never run by an older program.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use practise::db::{AnyConnection, migrate};

use crate::support::db::{Backend, TestDb};
use crate::support::run::on_both;
use crate::support::source::{files, folders, root};

/// One thing that is so in a database, in words.
type Facts = BTreeSet<String>;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    fact: String,
}

/// Every column as `table column Type null|not null default`, without diesel's own table.
const COLUMNS: (&str, &str) = (
    // SQLite: INTEGER as the whole primary key is 64 bits wide.
    "SELECT m.name || ' ' || c.name || ' ' || CASE
         WHEN c.type = 'INTEGER' AND c.pk = 1 AND (SELECT count(*) FROM pragma_table_info(m.name) WHERE pk > 0) = 1 THEN 'BigInt'
         WHEN c.type = 'INTEGER' THEN 'Integer' WHEN c.type = 'BIGINT' THEN 'BigInt' WHEN c.type = 'TEXT' THEN 'Text'
         WHEN c.type = 'TIMESTAMP' THEN 'Timestamp' WHEN c.type = 'DATE' THEN 'Date' WHEN c.type = 'BOOLEAN' THEN 'Bool'
         WHEN c.type = 'BLOB' THEN 'Binary' ELSE c.type END
         || CASE WHEN c.\"notnull\" OR c.pk > 0 THEN ' not null' ELSE ' null' END || coalesce(' default ' || c.dflt_value, '') AS fact
     FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'",
    "SELECT table_name || ' ' || column_name || ' ' || CASE data_type
         WHEN 'integer' THEN 'Integer' WHEN 'bigint' THEN 'BigInt' WHEN 'text' THEN 'Text' WHEN 'date' THEN 'Date'
         WHEN 'timestamp without time zone' THEN 'Timestamp' WHEN 'boolean' THEN 'Bool' WHEN 'bytea' THEN 'Binary' ELSE data_type END
         || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE ' null' END || coalesce(' default ' || column_default, '') AS fact
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'",
);

/// Every index as `table (columns) unique|plain predicate`; primary keys are a fact of their own.
const INDEXES: (&str, &str) = (
    "SELECT m.name || ' (' || (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ') '
         || CASE WHEN i.origin = 'pk' THEN 'primary' WHEN i.\"unique\" THEN 'unique' ELSE 'plain' END
         || CASE WHEN i.partial THEN substr(x.sql, instr(x.sql, ' WHERE ')) ELSE '' END AS fact
     FROM sqlite_master m JOIN pragma_index_list(m.name) i LEFT JOIN sqlite_master x ON x.name = i.name
     WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'
     UNION SELECT m.name || ' (' || c.name || ') primary' FROM sqlite_master m JOIN pragma_table_info(m.name) c
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND c.pk = 1 AND c.type = 'INTEGER'
         AND (SELECT count(*) FROM pragma_table_info(m.name) WHERE pk > 0) = 1",
    "SELECT t.relname || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) || ') '
         || CASE WHEN i.indisprimary THEN 'primary' WHEN i.indisunique THEN 'unique' ELSE 'plain' END
         || coalesce(' WHERE ' || pg_get_expr(i.indpred, t.oid), '') AS fact
     FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
     WHERE n.nspname = 'public' AND t.relname NOT LIKE '\\_\\_%'",
);

/// The name of every index that has one of ours, as `table name`.
const INDEX_NAMES: (&str, &str) = (
    "SELECT tbl_name || ' ' || name AS fact FROM sqlite_master
     WHERE type = 'index' AND name NOT LIKE 'sqlite_%' AND tbl_name NOT LIKE '\\_\\_%' ESCAPE '\\'",
    "SELECT t.relname || ' ' || x.relname AS fact
     FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace n ON n.oid = t.relnamespace
     WHERE n.nspname = 'public' AND t.relname NOT LIKE '\\_\\_%' AND NOT i.indisprimary
         AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype = 'u')",
);

/// Every foreign key of one column as `table (column) -> table (column) on delete`; there are none of several columns.
const FOREIGN_KEYS: (&str, &str) = (
    "SELECT m.name || ' (' || f.\"from\" || ') -> ' || f.\"table\" || ' (' || coalesce(f.\"to\", 'id') || ') ' || lower(f.on_delete) || CASE f.seq WHEN 0 THEN '' ELSE ' of several' END AS fact
     FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
    "SELECT t.relname || ' (' || a.attname || ') -> ' || r.relname || ' (' || b.attname || ') '
         || CASE c.confdeltype WHEN 'a' THEN 'no action' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'r' THEN 'restrict' ELSE 'set default' END
         || CASE WHEN array_length(c.conkey, 1) > 1 THEN ' of several' ELSE '' END AS fact
     FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1] JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = c.confkey[1]
     WHERE c.contype = 'f'",
);

/// The name and columns of every rule of uniqueness on Postgres, as `name table column column`.
const UNIQUE_NAMES: &str = "SELECT x.relname || ' ' || t.relname || ' ' || (SELECT string_agg(a.attname, ' ' ORDER BY k.place)
         FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) AS fact
     FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace n ON n.oid = t.relnamespace
     WHERE n.nspname = 'public' AND i.indisunique AND NOT i.indisprimary";

fn facts(db: &mut AnyConnection, (sqlite, postgres): (&str, &str)) -> Facts {
    let query = if matches!(db, AnyConnection::Sqlite(_)) { sqlite } else { postgres };
    let rows: Vec<Row> = diesel::sql_query(query).load(db).unwrap();
    assert!(!rows.is_empty(), "the query found nothing: {query}");
    rows.into_iter().map(|row| plain(&row.fact)).collect()
}

/// Without what only one of the two databases writes: brackets, casts, letters' size, runs of spaces.
fn plain(fact: &str) -> String {
    let (head, predicate) = fact.split_once(" WHERE ").unwrap_or((fact, ""));
    // Postgres writes a list of values as an array.
    let predicate = predicate
        .replace("= ANY", "IN")
        .replace("ARRAY[", "")
        .replace(['(', ')', ']'], "")
        .replace("::text", "");
    [head, &predicate].join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn all_facts(db: &mut AnyConnection) -> Facts {
    [COLUMNS, INDEXES, INDEX_NAMES, FOREIGN_KEYS]
        .into_iter()
        .flat_map(|query| facts(db, query))
        .collect()
}

fn assert_same(left: &Facts, right: &Facts, words: &str) {
    let differ: Vec<_> = left
        .symmetric_difference(right)
        .map(|fact| format!("{} {fact}", if left.contains(fact) { "left: " } else { "right:" }))
        .collect();
    assert!(differ.is_empty(), "{words}:\n  {}", differ.join("\n  "));
}

#[test]
fn both_databases_have_the_same_schema() {
    let (sqlite, postgres) = (TestDb::migrated(Backend::Sqlite), TestDb::migrated(Backend::Postgres));
    let (mut sqlite, mut postgres) = (sqlite.connect(), postgres.connect());
    for (query, what) in [
        (COLUMNS, "columns"),
        (INDEXES, "indexes"),
        (INDEX_NAMES, "names of indexes"),
        (FOREIGN_KEYS, "foreign keys"),
    ] {
        assert_same(
            &facts(&mut sqlite, query),
            &facts(&mut postgres, query),
            &format!("{what} of SQLite (left) and Postgres (right) differ"),
        );
    }
    assert!(
        !facts(&mut sqlite, FOREIGN_KEYS).iter().any(|fact| fact.contains("of several")),
        "the query sees only one column of a foreign key"
    );
}

on_both! {
    async fn the_query_layer_knows_the_same_columns(test: TestDb) {
        let columns = facts(&mut test.connect(), COLUMNS);
        let without_default = columns.iter().map(|fact| fact.split(" default ").next().unwrap().to_owned()).collect();
        assert_same(&declared(), &without_default, "src/db/schema.rs (left) and the database (right) differ");
    }

    async fn every_migration_goes_back_and_comes_again(test: TestDb) {
        let before = all_facts(&mut test.connect());
        migrate::redo_all(test.url()).unwrap();
        assert_same(&before, &all_facts(&mut test.connect()), "before (left) and after (right) differ");
    }

    async fn a_database_of_a_newer_program_is_left_alone(test: TestDb) {
        assert_eq!(migrate::run(test.url()).unwrap(), 0, "a migrated database needs nothing");
        test.connect().batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')").unwrap();
        let refused = migrate::run(test.url()).unwrap_err().to_string();
        assert!(refused.contains("newer version of this program"), "{refused}");
        assert!(!migrate::is_current(&mut test.connect()).unwrap(), "who has begun before does not go on either");
    }

    async fn a_database_to_which_a_newer_program_has_only_added_is_served(test: TestDb) {
        test.connect().batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('0999')").unwrap();
        assert_eq!(migrate::run(test.url()).unwrap(), 0);
        assert!(migrate::is_current(&mut test.connect()).unwrap());
    }
}

/// Since the first release in which instances are replaced one by one, an older program works on what a newer one has migrated.
const ADDS_ONLY: &str = "0017";

#[test]
fn within_a_generation_migrations_only_add() {
    let taken_away = [
        "drop table",
        "drop column",
        "rename",
        "alter column",
        "set not null",
        "drop constraint",
        "add constraint",
        "delete from",
        "update ",
        "truncate",
    ];
    let mut broken = Vec::new();
    for path in files("migrations").into_iter().filter(|path| path.ends_with("up.sql")) {
        let number = path.split('/').nth(2).and_then(|folder| folder.split('_').next()).unwrap();
        assert!(
            number.len() == 4 && number.bytes().all(|digit| digit.is_ascii_digit()),
            "{path}: four digits"
        );
        let (first, _) = number.split_at(1);
        // The first migration of a generation may take something away: no program of before touches such a database.
        if number < ADDS_ONLY || number[1..] == *"000" {
            continue;
        }
        let text = std::fs::read_to_string(root().join(&path)).unwrap().to_lowercase();
        for statement in text.split(';').map(|one| one.split_whitespace().collect::<Vec<_>>().join(" ")) {
            broken.extend(
                taken_away
                    .iter()
                    .filter(|words| statement.contains(**words))
                    .map(|words| format!("{path} (generation {first}): {words}")),
            );
            if statement.contains("add column") && statement.contains("not null") && !statement.contains("default") {
                broken.push(format!(
                    "{path}: a new column that an older program leaves out must be null or have a default"
                ));
            }
            if statement.contains("create unique index") && !text.contains(&format!("create table {}", indexed_table(&statement))) {
                broken.push(format!("{path}: an older program does not know that this must be unique"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The table of `create … index name on table (…)`.
fn indexed_table(statement: &str) -> &str {
    statement
        .split(" on ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .unwrap_or_default()
}

#[test]
fn several_starters_at_once_migrate_once() {
    let db = TestDb::empty(Backend::Postgres);
    let ran: usize = std::thread::scope(|scope| {
        let starters: Vec<_> = (0..4).map(|_| scope.spawn(|| migrate::run(db.url()).unwrap())).collect();
        starters.into_iter().map(|starter| starter.join().unwrap()).sum()
    });
    assert_eq!(ran, folders("migrations/postgres").len());
    let migrated = TestDb::migrated(Backend::Postgres);
    assert_same(
        &all_facts(&mut migrated.connect()),
        &all_facts(&mut db.connect()),
        "one starter (left) and four (right) differ",
    );
}

/// The columns as `src/db/schema.rs` declares them.
fn declared() -> Facts {
    let text = std::fs::read_to_string(root().join("src/db/schema.rs")).unwrap();
    let mut facts = Facts::new();
    for table in text.split("diesel::table!").skip(1) {
        let (table, rest) = table.trim_start_matches([' ', '{']).split_once(" (").unwrap();
        let columns = rest.split_once('{').unwrap().1.split_once('}').unwrap().0;
        for column in columns.split(',').map(str::trim).filter(|column| !column.is_empty()) {
            let (column, kind) = column.split_once(" -> ").unwrap();
            let (kind, null) = kind
                .strip_prefix("Nullable<")
                .map_or((kind, "not null"), |kind| (kind.trim_end_matches('>'), "null"));
            facts.insert(format!("{table} {column} {kind} {null}"));
        }
    }
    assert!(
        facts.len() > 100,
        "the declarations are written in another way than this test reads"
    );
    facts
}

#[test]
fn uniqueness_is_named_so_that_its_breach_can_be_told() {
    // `db::violated` finds a rule by this name on Postgres and by the columns on SQLite.
    let db = TestDb::migrated(Backend::Postgres);
    let names = facts(&mut db.connect(), ("", UNIQUE_NAMES));
    let wrong: Vec<_> = names
        .iter()
        .filter(|fact| {
            let (name, columns) = fact.split_once(' ').unwrap();
            name != format!("{}_key", columns.replace(' ', "_"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "unique rules that are not called <table>_<columns>_key: {wrong:?}"
    );
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(folders("migrations/sqlite"), folders("migrations/postgres"));
    for path in files("migrations/sqlite") {
        let other = path.replacen("sqlite", "postgres", 1);
        let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap_or_else(|_| panic!("{path} is missing"));
        assert_eq!(checks(&read(&path)), checks(&read(&other)), "CHECK rules of {path}");
    }
}

/// Every `CHECK (…)` of a migration, without line breaks.
fn checks(sql: &str) -> Vec<String> {
    let words = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    words
        .match_indices("CHECK (")
        .map(|(at, _)| {
            let mut depth = 0;
            let end = words[at..].find(|c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                c == ')' && depth == 0
            });
            words[at..=at + end.unwrap()].to_owned()
        })
        .collect()
}
