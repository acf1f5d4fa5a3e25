//! Fills a database with copies of the two rounds, table by table, many copies in one statement. Every rule of the database holds for the copies as
//! for the rest, the audit log is one chain, and each copy has people, references and addresses of its own.

use std::fmt::Write;
use std::fs::File;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use practise::db::schema::application;
use practise::db::{AnyConnection, Db, Manager, Purpose, write_transaction};
use practise::prioritisation::lottery;

use super::chain::Chain;
use super::rows::{self, Kind, TABLES, Table};
use super::template::{EACH, NUMBER, OFFERED, OPEN, Template};

/// Numbers of a copy are those of its original and so many times the copy's own.
pub const SHIFT: usize = 100_000;
/// Rounds that a group of organisations has had, the present ones with them.
const ROUNDS: usize = 5;
/// Of so many groups of organisations one has rounds at the moment; those of the others are over.
pub const ONE_OF: usize = 10;
/// Rounds without applications, so that lists of rounds are as long with few applications as with many.
const BARE: usize = 15;
/// Copies in one transaction.
const AT_ONCE: usize = 25;
const ALPHABET: &[u8; 24] = b"23456789BCDFGHJKMNPQRTWX";

/// A round that is copied.
struct Copy {
    number: usize,
    /// Whose organisations offer its placements.
    group: usize,
    kind: Kind,
}

/// What is read of a list of names.
#[derive(QueryableByName)]
pub struct Named {
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub kind: String,
}

/// Adds copies until there are so many applications.
pub fn fill(db: &Db, template: &Template, applications: usize) {
    let groups = applications.div_ceil(EACH * ROUNDS).max(1);
    let mut connection = Manager::new(db.url().clone(), Purpose::Write).open().unwrap();
    let db = &mut connection;
    let settings = match db {
        // Whether every reference leads somewhere is checked once, at the end.
        AnyConnection::Sqlite(_) => "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF",
        AnyConnection::Postgres(_) => "SET statement_timeout = 0; SET work_mem = '64MB'",
    };
    db.batch_execute(settings).unwrap();
    let copies = copies(groups);
    let own = own_number(db, template.open);
    plan(db, groups, &copies, &own);
    organisations(db, groups);
    for kind in [Kind::Open, Kind::Proposed, Kind::Settled] {
        let round = if kind == Kind::Open { template.open } else { template.proposed };
        for statement in rows::originals(kind, round) {
            db.batch_execute(&statement).unwrap_or_else(|error| panic!("{error}: {statement}"));
        }
    }
    let statements = statements(db);
    let mut chain = Chain::end(db, template);
    for part in copies.chunks(AT_ONCE) {
        let (first, last) = (part[0].number, part[part.len() - 1].number);
        write_transaction(db, |db| {
            for statement in &statements {
                let statement = format!("{statement} AND c.number BETWEEN {first} AND {last} ORDER BY c.number");
                db.batch_execute(&statement).unwrap_or_else(|error| panic!("{error}: {statement}"));
            }
            for copy in part {
                chain.add(db, copy.kind, copy.number * SHIFT, days(copy));
            }
            Ok(())
        })
        .unwrap();
    }
    finish(db);
}

/// The rounds of all groups but the two that are there already, and those without applications.
fn copies(groups: usize) -> Vec<Copy> {
    let mut copies = Vec::new();
    let mut add = |group, kind| {
        let number = copies.len() + 1;
        copies.push(Copy { number, group, kind });
    };
    for group in (0..groups).rev() {
        let present = group % ONE_OF == 0;
        for place in 0..ROUNDS {
            match (present, place) {
                // The originals.
                (true, 0 | 3) if group == 0 => {}
                (true, 0..3) => add(group, Kind::Open),
                (true, 3) => add(group, Kind::Proposed),
                _ => add(group, Kind::Settled),
            }
        }
    }
    for _ in 0..BARE {
        add(0, Kind::Bare);
    }
    copies
}

/// By how many days everything in a copy is earlier.
fn days(copy: &Copy) -> i64 {
    match copy.kind {
        Kind::Open | Kind::Proposed => 0,
        Kind::Settled | Kind::Bare => 200 + (copy.number * 7 % 500) as i64,
    }
}

/// The portal's own number for the draw of the open round.
fn own_number(db: &mut AnyConnection, round: i64) -> String {
    use practise::db::schema::round_contribution as given;
    let own: Option<String> = given::table
        .filter(given::round_id.eq(round))
        .filter(given::position.eq(1))
        .select(given::value)
        .get_result(db)
        .unwrap();
    own.unwrap()
}

/// Two tables for as long as the connection lasts: what is copied how often, and with what in place of the original's own.
fn plan(db: &mut AnyConnection, groups: usize, copies: &[Copy], own: &str) {
    let mut text = "CREATE TEMP TABLE copy (number INTEGER PRIMARY KEY, shift BIGINT, owner BIGINT, suffix TEXT, kind TEXT, days INTEGER,
         ahead INTEGER, people TEXT, staff TEXT, own TEXT, promise TEXT);
         CREATE TEMP TABLE member (number INTEGER PRIMARY KEY, shift BIGINT, suffix TEXT, staff TEXT);\n"
        .to_owned();
    let staff = |group: usize| if group == 0 { String::new() } else { format!("g{group}.") };
    for part in copies.chunks(500) {
        text += "INSERT INTO copy VALUES ";
        for (index, copy) in part.iter().enumerate() {
            let Copy { number, group, kind } = copy;
            let ahead = match kind {
                Kind::Open | Kind::Proposed => (number % 40) as i64,
                Kind::Settled | Kind::Bare => -days(copy),
            };
            let promise = |value: &str| hex::encode(lottery::commitment(&format!("{OPEN}-{number}"), value));
            let (portal, supervisor) = if *kind == Kind::Open {
                (promise(own), promise(NUMBER))
            } else {
                (String::new(), String::new())
            };
            write!(
                text,
                "{}({number}, {}, {}, '{}', '{}', {}, {ahead}, 'c{number}.', '{}', '{portal}', '{supervisor}')",
                if index == 0 { "" } else { ", " },
                number * SHIFT,
                group * SHIFT,
                suffix('A', *number),
                kind.name(),
                days(copy),
                staff(*group),
            )
            .unwrap();
        }
        text += ";\n";
    }
    for group in 1..groups {
        let (shift, suffix, staff) = (group * SHIFT, suffix('E', group), staff(group));
        writeln!(text, "INSERT INTO member VALUES ({group}, {shift}, '{suffix}', '{staff}');").unwrap();
    }
    write_transaction(db, |db| Ok(db.batch_execute(&text)?)).unwrap();
}

/// The end of a copy's references: `first` is none of the letters that references are drawn from, so no copy has one that was drawn.
fn suffix(first: char, number: usize) -> String {
    assert!(number < ALPHABET.len().pow(3), "too many copies for their references");
    let letter = |rest: usize| char::from(ALPHABET[rest % ALPHABET.len()]);
    [first, letter(number), letter(number / 24), letter(number / 576)].iter().collect()
}

/// The columns of a table, with their types.
fn columns(db: &mut AnyConnection, table: &str) -> Vec<Named> {
    diesel::sql_query(match db {
        AnyConnection::Sqlite(_) => format!("SELECT name, lower(type) AS kind FROM pragma_table_info('{table}')"),
        AnyConnection::Postgres(_) => format!(
            "SELECT column_name::text AS name, split_part(data_type::text, ' ', 1) AS kind FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
        ),
    })
    .load(db)
    .unwrap()
}

/// A statement for every table of every kind of round; which copies, is still to be said.
fn statements(db: &mut AnyConnection) -> Vec<String> {
    let mut all = Vec::new();
    for table in &TABLES {
        let columns = columns(db, table.name);
        for kind in [Kind::Open, Kind::Proposed, Kind::Settled] {
            if table.of.contains(&kind) {
                all.push(copied(db, table, kind, kind, &columns));
            }
        }
        if table.of.contains(&Kind::Bare) {
            all.push(copied(db, table, Kind::Bare, Kind::Settled, &columns));
        }
    }
    all
}

/// The statement that copies the rows of `from`, with everything earlier by the copy's days.
fn copied(db: &AnyConnection, table: &Table, kind: Kind, from: Kind, columns: &[Named]) -> String {
    let sqlite = matches!(db, AnyConnection::Sqlite(_));
    let random = if sqlite {
        "randomblob(32)"
    } else {
        "decode(md5(random()::text) || md5(random()::text), 'hex')"
    };
    let name = |column: &Named| column.name.clone();
    let value = |column: &Named| {
        let own = &column.name;
        if let Some((_, changed)) = table.changed.iter().find(|(known, _)| *known == own.as_str()) {
            return (*changed).replace("{random}", random);
        }
        let is_past = matches!(kind, Kind::Settled | Kind::Bare);
        match (column.kind.as_str(), sqlite) {
            ("timestamp", true) if is_past => format!("datetime(t.{own}, (-c.days) || ' days')"),
            ("timestamp", false) if is_past => format!("t.{own} - c.days * INTERVAL '1 day'"),
            ("date", true) => format!("date(t.{own}, c.ahead || ' days')"),
            ("date", false) => format!("t.{own} + c.ahead"),
            // A table that was made of a question has no type of its own for these on SQLite, but values that fit.
            _ => format!("t.{own}"),
        }
    };
    // In the order of the copies: what is written together lies together.
    format!(
        "INSERT INTO {0} ({1}) SELECT {2} FROM copy c CROSS JOIN {3}_{0} t WHERE c.kind = '{4}'",
        table.name,
        columns.iter().map(name).collect::<Vec<_>>().join(", "),
        columns.iter().map(value).collect::<Vec<_>>().join(", "),
        from.name(),
        kind.name(),
    )
}

/// Copies the organisations with their coordinators and commitments, for every group.
fn organisations(db: &mut AnyConnection, groups: usize) {
    let statements: Vec<String> = rows::MEMBERS
        .iter()
        .map(|(table, key, changed)| {
            let columns = columns(db, table);
            let value = |column: &Named| {
                let changed = changed.iter().find(|(known, _)| *known == column.name);
                changed.map_or_else(|| format!("t.{}", column.name), |(_, value)| (*value).to_owned())
            };
            format!(
                "INSERT INTO {table} ({}) SELECT {} FROM member c CROSS JOIN {table} t WHERE t.{key} <= {OFFERED}",
                columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>().join(", "),
                columns.iter().map(value).collect::<Vec<_>>().join(", "),
            )
        })
        .collect();
    for first in (1..groups).step_by(50) {
        write_transaction(db, |db| {
            for statement in &statements {
                let statement = format!("{statement} AND c.number BETWEEN {first} AND {} ORDER BY c.number", first + 49);
                db.batch_execute(&statement).unwrap_or_else(|error| panic!("{error}: {statement}"));
            }
            Ok(())
        })
        .unwrap();
    }
}

/// Numbers go on after the copies, and Postgres knows how much there is: in service its own housekeeping sees to that. `SQLite` is left as the
/// portal leaves it.
fn finish(db: &mut AnyConnection) {
    match db {
        AnyConnection::Sqlite(sqlite) => {
            let astray: Vec<Named> = diesel::sql_query("SELECT \"table\" AS name, parent AS kind FROM pragma_foreign_key_check LIMIT 5")
                .load(sqlite)
                .unwrap();
            let astray: Vec<String> = astray.iter().map(|row| format!("{} -> {}", row.name, row.kind)).collect();
            assert_eq!(astray, [""; 0], "every reference leads somewhere");
            sqlite.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
            // What was written without waiting for the disk is not waited for by whatever is measured first.
            let file: Named = diesel::sql_query("SELECT file AS name, '' AS kind FROM pragma_database_list WHERE name = 'main'")
                .get_result(sqlite)
                .unwrap();
            File::open(file.name).unwrap().sync_all().unwrap();
        }
        AnyConnection::Postgres(postgres) => {
            let tables: Vec<Named> = diesel::sql_query(
                "SELECT table_name::text AS name, '' AS kind FROM information_schema.columns
                 WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES'",
            )
            .load(postgres)
            .unwrap();
            for Named { name, .. } in tables {
                postgres
                    .batch_execute(&format!(
                        "SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT coalesce(max(id), 1) FROM {name}))"
                    ))
                    .unwrap();
            }
            postgres.batch_execute("VACUUM ANALYZE").unwrap();
            postgres.batch_execute("CHECKPOINT").unwrap();
        }
    }
}

/// How many applications there are.
pub fn applications(db: &Db) -> i64 {
    db.read_now(|db| Ok(application::table.count().get_result(db)?)).unwrap()
}
