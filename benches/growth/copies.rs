//! Fills a database with copies of the two rounds, table by table, by statements that copy a whole round at once. Every rule of the database holds for
//! the copies as for the rest, the audit log is one chain, and each copy has people, references and addresses of its own.

use std::fmt::Write;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use practise::audit::{self, Entry};
use practise::db::schema::{application, audit as log};
use practise::db::{AnyConnection, Db, write_transaction};

use super::template::{EACH, OFFERED, Template};

/// Numbers of a copy are those of its original and so many times the copy's own.
const SHIFT: usize = 100_000;
/// Copies in one transaction.
const AT_ONCE: usize = 10;
const ALPHABET: &[u8; 24] = b"23456789BCDFGHJKMNPQRTWX";

/// What becomes of a copied round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Proposed,
    /// All that was proposed was agreed, and people came.
    Settled,
}

impl Kind {
    /// Of ten rounds one takes applications and one gives out places; the others are over.
    fn of(copy: usize) -> Self {
        match copy % 10 {
            0 => Self::Open,
            1 => Self::Proposed,
            _ => Self::Settled,
        }
    }
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Adds copies until there are so many applications.
pub fn fill(db: &Db, template: &Template, applications: usize) {
    let rounds = (applications / EACH).max(2);
    let groups = (rounds / 20).clamp(1, 100);
    let mut connection = practise::db::Manager::new(db.url().clone(), practise::db::Purpose::Write)
        .open()
        .unwrap();
    let db = &mut connection;
    if let AnyConnection::Sqlite(sqlite) = db {
        sqlite
            .batch_execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
            .unwrap();
    }
    for group in 1..groups {
        let statements = organisations(db, group);
        execute(db, &statements);
    }
    let parts = [template.open, template.proposed].map(|round| (of_round(db, round), told(db, round)));
    let mut chain = Chain::end(db);
    for first in (1..rounds - 1).step_by(AT_ONCE) {
        let mut statements = String::new();
        for copy in first..(first + AT_ONCE).min(rounds - 1) {
            let kind = Kind::of(copy - 1);
            let (tables, rows) = &parts[usize::from(kind != Kind::Open)];
            for table in tables {
                statements += &table
                    .replace("{copy}", &copy.to_string())
                    .replace("{shift}", &(copy * SHIFT).to_string())
                    .replace("{group}", &((copy % groups) * SHIFT).to_string())
                    .replace("{suffix}", &suffix(copy));
                statements += ";\n";
            }
            if kind == Kind::Settled {
                statements += &settled(copy);
            }
            chain.add(&mut statements, rows, copy, matches!(db, AnyConnection::Postgres(_)));
        }
        execute(db, &statements);
    }
    finish(db);
}

fn execute(db: &mut AnyConnection, statements: &str) {
    write_transaction(db, |db| Ok(db.batch_execute(statements)?)).unwrap();
}

/// Four letters of a reference for each copy.
fn suffix(copy: usize) -> String {
    let mut rest = copy;
    let letters = (0..4).map(|_| {
        let letter = ALPHABET[rest % 24];
        rest /= 24;
        char::from(letter)
    });
    letters.collect()
}

/// The statement that copies rows of a table, with these columns changed.
fn copied(db: &mut AnyConnection, table: &str, rows: &str, changed: &[(&str, &str)]) -> String {
    let query = match db {
        AnyConnection::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}')"),
        AnyConnection::Postgres(_) => format!("SELECT column_name AS name FROM information_schema.columns WHERE table_name = '{table}'"),
    };
    let columns: Vec<Column> = diesel::sql_query(query).load(db).unwrap();
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let values: Vec<&str> = names
        .iter()
        .map(|name| changed.iter().find(|(known, _)| known == name).map_or(*name, |(_, value)| *value))
        .collect();
    format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {rows}",
        names.join(", "),
        values.join(", ")
    )
}

/// The statements that copy a group of organisations with their coordinators and commitments.
fn organisations(db: &mut AnyConnection, group: usize) -> String {
    let (first, clauses) = (format!("id <= {OFFERED}"), format!("pledge_id <= {OFFERED}"));
    let tables: [(&str, &str, &[(&str, &str)]); 6] = [
        (
            "organisation",
            &first,
            &[
                ("id", "id + {shift}"),
                ("code", "code || '-{copy}'"),
                ("name", "name || ' in {copy}'"),
                ("slug", "slug || '-{copy}'"),
            ],
        ),
        (
            "person",
            &first,
            &[
                ("id", "id + {shift}"),
                ("email", "'g{copy}.' || email"),
                ("public_ref", "substr(public_ref, 1, 5) || 'G{suffix}'"),
            ],
        ),
        (
            "role_grant",
            &first,
            &[
                ("id", "id + {shift}"),
                ("person_id", "person_id + {shift}"),
                ("organisation_id", "organisation_id + {shift}"),
            ],
        ),
        (
            "signing",
            &first,
            &[
                ("id", "id + {shift}"),
                ("public_ref", "public_ref || '-{copy}'"),
                ("started_by", "started_by + {shift}"),
            ],
        ),
        (
            "pledge",
            &first,
            &[
                ("id", "id + {shift}"),
                ("public_ref", "public_ref || '-{copy}'"),
                ("signing_id", "signing_id + {shift}"),
                ("organisation_id", "organisation_id + {shift}"),
            ],
        ),
        ("pledge_clause", &clauses, &[("pledge_id", "pledge_id + {shift}")]),
    ];
    let statements: Vec<String> = tables
        .iter()
        .map(|(table, rows, changed)| copied(db, table, rows, changed))
        .collect();
    let text = statements.join(";\n");
    text.replace("{copy}", &group.to_string())
        .replace("{shift}", &(group * SHIFT).to_string())
        .replace("{suffix}", &suffix(group))
}

/// The statements that copy a round and all that belongs to it.
fn of_round(db: &mut AnyConnection, round: i64) -> Vec<String> {
    let applications = format!("application_id IN (SELECT id FROM application WHERE round_id = {round})");
    let people = format!("id IN (SELECT person_id FROM application WHERE round_id = {round})");
    let asked = format!("purpose IN ('guardian', 'school') AND subject_id IN (SELECT id FROM confirmation WHERE {applications})");
    let mailed = format!("recipient IN (SELECT email FROM person WHERE {people}) OR link_id IN (SELECT id FROM link WHERE {asked})");
    let (one, of_it) = (format!("id = {round}"), format!("round_id = {round}"));
    let random = match db {
        AnyConnection::Sqlite(_) => "randomblob(32)",
        AnyConnection::Postgres(_) => "decode(md5(random()::text) || md5(random()::text), 'hex')",
    };
    const ID: (&str, &str) = ("id", "id + {shift}");
    const APPLICATION: (&str, &str) = ("application_id", "application_id + {shift}");
    const OPPORTUNITY: (&str, &str) = ("opportunity_id", "opportunity_id + {shift}");
    const ROUND: (&str, &str) = ("round_id", "round_id + {shift}");
    const RUN: (&str, &str) = ("run_id", "run_id + {shift}");
    const REFERENCE: (&str, &str) = ("public_ref", "substr(public_ref, 1, 10) || '{suffix}'");
    let later = "'2030-01-01 00:00:00'";
    let tables: [(&str, &str, Vec<(&str, &str)>); 14] = [
        (
            "round",
            &one,
            vec![ID, ("public_ref", "public_ref || '-{copy}'"), ("closes_at", later)],
        ),
        ("round_contribution", &of_it, vec![ID, ROUND]),
        (
            "opportunity",
            &of_it,
            vec![
                ID,
                REFERENCE,
                ROUND,
                ("slug", "slug || '-{copy}'"),
                ("organisation_id", "organisation_id + {group}"),
            ],
        ),
        ("person", &people, vec![ID, REFERENCE, ("email", "'c{copy}.' || email")]),
        (
            "application",
            &of_it,
            vec![ID, REFERENCE, ROUND, ("person_id", "person_id + {shift}")],
        ),
        ("application_answer", &applications, vec![APPLICATION]),
        ("application_choice", &applications, vec![APPLICATION, OPPORTUNITY]),
        ("application_claim", &applications, vec![APPLICATION]),
        ("confirmation", &applications, vec![ID, APPLICATION]),
        ("allocation_run", &of_it, vec![ID, ROUND, ("input", "'{}'"), ("output", "'{}'")]),
        ("standing", &applications, vec![APPLICATION, OPPORTUNITY, RUN]),
        ("proposal", &applications, vec![ID, REFERENCE, APPLICATION, OPPORTUNITY, RUN]),
        ("link", &asked, vec![ID, ("digest", random), ("subject_id", "subject_id + {shift}")]),
        (
            "outbox",
            &mailed,
            vec![
                ID,
                ("message_id", "'c{copy}.' || message_id"),
                ("link_id", "link_id + {shift}"),
                ("state", "'sent'"),
                ("finished_at", "created_at"),
            ],
        ),
    ];
    let mut statements: Vec<String> = tables
        .iter()
        .map(|(table, rows, changed)| copied(db, table, rows, changed))
        .collect();
    statements.push(format!(
        "INSERT INTO session (digest, person_id, data, idle_seconds, created_at, expires_at, ends_at)
         SELECT {random}, person_id + {{shift}}, '{{}}', 72000, created_at, {later}, {later} FROM application WHERE {of_it}"
    ));
    statements.push(format!(
        "INSERT INTO submission (key, location, created_at) SELECT {random}, '/applications/' || public_ref, created_at FROM application WHERE {of_it}"
    ));
    statements
}

/// What a settled round has beside a proposed one.
fn settled(copy: usize) -> String {
    let (from, to) = (copy * SHIFT, (copy + 1) * SHIFT);
    let of_copy = format!("round_id >= {from} AND round_id < {to}");
    let own = format!("id >= {from} AND id < {to}");
    format!(
        "UPDATE round SET state = 'settled', settled_at = ranked_at WHERE {own};
         UPDATE opportunity SET places_taken = (SELECT count(*) FROM proposal WHERE proposal.opportunity_id = opportunity.id) WHERE {of_copy};
         UPDATE application SET live = FALSE, state = CASE state WHEN 'proposed' THEN 'completed' WHEN 'waiting' THEN 'not_reached' ELSE state END WHERE {of_copy};
         UPDATE proposal SET state = 'approved', decided_at = created_at, next_chase_at = NULL WHERE {own};
         INSERT INTO offer (id, public_ref, proposal_id, application_id, opportunity_id, state, made_at, expires_at, answered_at)
             SELECT id, public_ref, id, application_id, opportunity_id, 'accepted', created_at, created_at, created_at FROM proposal WHERE {own};
         INSERT INTO placement (id, public_ref, application_id, opportunity_id, offer_id, state, agreed_at, ended_at)
             SELECT id, public_ref, application_id, opportunity_id, id, 'completed', answered_at, answered_at FROM offer WHERE {own};\n"
    )
}

/// The rows of the audit log about the applications of a round, but not those of each saved answer.
fn told(db: &mut AnyConnection, round: i64) -> Vec<Entry> {
    let ids: Vec<i64> = application::table
        .filter(application::round_id.eq(round))
        .select(application::id)
        .load(db)
        .unwrap();
    log::table
        .filter(log::subject_kind.eq("application"))
        .filter(log::subject_id.eq_any(ids))
        .filter(log::act.ne("application.answered"))
        .order(log::seq)
        .load(db)
        .unwrap()
}

/// The end of the audit log.
struct Chain {
    seq: i64,
    hash: Vec<u8>,
}

impl Chain {
    fn end(db: &mut AnyConnection) -> Self {
        let (seq, hash) = log::table.order(log::seq.desc()).select((log::seq, log::hash)).first(db).unwrap();
        Self { seq, hash }
    }

    /// Adds the rows of a copy.
    fn add(&mut self, statements: &mut String, rows: &[Entry], copy: usize, postgres: bool) {
        let bytes = |bytes: &[u8]| {
            if postgres {
                format!("'\\x{}'", hex::encode(bytes))
            } else {
                format!("X'{}'", hex::encode(bytes))
            }
        };
        let shift = i64::try_from(copy * SHIFT).unwrap();
        for part in rows.chunks(500) {
            statements.push_str(
                "INSERT INTO audit (seq, at, actor_kind, actor_id, act, subject_kind, subject_id, detail, previous, hash) VALUES ",
            );
            for (number, row) in part.iter().enumerate() {
                self.seq += 1;
                let mut new = row.clone();
                (new.seq, new.subject_id, new.previous) = (self.seq, row.subject_id + shift, std::mem::take(&mut self.hash));
                new.actor_id = row.actor_id.map(|id| id + if row.actor_kind == "person" { shift } else { 0 });
                new.hash = audit::digest(&new).to_vec();
                let actor = new.actor_id.map_or("NULL".to_owned(), |id| id.to_string());
                let at = new.at.to_string().replace('T', " ").replace('Z', "");
                write!(
                    statements,
                    "{}({}, '{at}', '{}', {actor}, '{}', '{}', {}, '{}', {}, {})",
                    if number == 0 { "" } else { ", " },
                    new.seq,
                    new.actor_kind,
                    new.act,
                    new.subject_kind,
                    new.subject_id,
                    new.detail.replace('\'', "''"),
                    bytes(&new.previous),
                    bytes(&new.hash),
                )
                .unwrap();
                self.hash = new.hash;
            }
            statements.push_str(";\n");
        }
    }
}

/// Numbers go on after the copies, and Postgres knows how much there is: in service its own housekeeping sees to that.
fn finish(db: &mut AnyConnection) {
    let AnyConnection::Postgres(postgres) = db else { return };
    let tables: Vec<Column> = diesel::sql_query(
        "SELECT table_name::text AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES'",
    )
    .load(postgres)
    .unwrap();
    for Column { name } in tables {
        postgres
            .batch_execute(&format!(
                "SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT coalesce(max(id), 1) FROM {name}))"
            ))
            .unwrap();
    }
    postgres.batch_execute("SET statement_timeout = 0").unwrap();
    postgres.batch_execute("VACUUM ANALYZE").unwrap();
}
