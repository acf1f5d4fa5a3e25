//! What grows with the number of applications: how the queries of the pages that are opened most go about it. `make growth` measures the same.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use practise::applications::ApplicationState;

use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::db::Backend;
use crate::support::plans::{listen_to_all, scans};
use crate::support::run::{on_both, run};

/// Connections of a test's pool.
const CONNECTIONS: usize = 4;

/// Tables with a row or more for each application, person, letter or session: no page reads one of them whole.
const GREAT: [&str; 24] = [
    "application",
    "application_answer",
    "application_choice",
    "application_claim",
    "application_school",
    "audit",
    "certificate",
    "confirmation",
    "feedback",
    "link",
    "message",
    "offer",
    "opportunity",
    "outbox",
    "person",
    "placement",
    "placement_task",
    "proposal",
    "proposal_conflict",
    "role_grant",
    "sensitive_read",
    "session",
    "standing",
    "submission",
];

/// True if a step of a plan reads a great table. Steps name the table, or an index that begins with its name, or an alias.
fn is_great(step: &str) -> bool {
    step.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .any(|word| GREAT.contains(&word))
}

on_both! {
    async fn no_page_that_is_opened_often_reads_a_great_table_whole(test: TestApp) {
        let world = World::new(&test, &[1, 2]);
        let first = world.applicant("ann@example.org", &[0, 1]);
        world.applicant("bob@example.org", &[0]);
        let applicant = test.sign_in("ann@example.org").await;
        let coordinator = test.sign_in(COORDINATOR).await;
        let status = format!("/applications/{}", world.application(first).reference);
        let anybody = test.client();
        // The lists that are searched are kept in memory; making them anew reads all that is in them.
        for path in ["/work-experience?q=a", "/organisations?q=a"] {
            anybody.get(path).await.should_be(200);
        }
        let queries = listen_to_all(&test.ledger().db, CONNECTIONS);
        for path in ["/work-experience", "/work-experience?q=ward&place=LS9", "/work-experience/ward", "/careers/nursing", "/organisations?q=n"] {
            anybody.get(path).await.should_be(200);
        }
        anybody.get("/organisations/nobody").await.should_be(404);
        anybody.get("/how-places-are-given/draws").await.should_be(200);
        for path in [status.as_str(), "/my-applications"] {
            applicant.get(path).await.should_be(200);
        }
        world.rank().await;
        assert_eq!(world.state(first), ApplicationState::Proposed);
        applicant.get(&status).await.should_be(200);
        let board = coordinator.get("/coordinate").await;
        let pages: Vec<String> = board.links().into_iter().map(|(href, _)| href).filter(|href| href.starts_with("/coordinate/")).collect();
        assert!(pages.iter().any(|page| page.starts_with("/coordinate/opportunities/")), "{pages:?}");
        assert!(pages.iter().any(|page| page.starts_with("/coordinate/proposals/")), "{pages:?}");
        for page in &pages {
            coordinator.get(page).await;
        }
        world.approve().await;
        world.accept("ann@example.org").await;
        applicant.get(&status).await.should_be(200);
        anybody.get("/readyz").await;
        // A list of none has no rows, whatever the plan says.
        let asked: BTreeSet<String> = queries
            .try_iter()
            .filter(|query| query.starts_with("SELECT") && !query.contains("(1=0)"))
            .map(without_values)
            .collect();
        assert!(asked.len() > 20, "{} queries", asked.len());
        let mut db = test.db().connect();
        let whole: Vec<String> = asked
            .iter()
            .flat_map(|query| scans(&mut db, query).into_iter().filter(|step| is_great(step)).map(|step| format!("{step}\n    {query}")).collect::<Vec<_>>())
            .collect();
        assert!(whole.is_empty(), "{} great tables are read whole:\n{}", whole.len(), whole.join("\n"));
    }
}

#[derive(QueryableByName)]
struct Planned {
    #[diesel(sql_type = BigInt)]
    anew: i64,
    #[diesel(sql_type = BigInt)]
    once: i64,
}

/// Left to choose, Postgres plans the first five of a kind for their values, and with many rows all of them.
#[test]
fn postgres_plans_a_query_once_and_not_for_its_values() {
    run(Backend::Postgres, |test: TestApp| async move {
        let now = test.now();
        let planned: Planned = test.read(|db| {
            for _ in 0..8 {
                practise::decisions::overdue(db, now, 10)?;
            }
            let of_all = "SELECT coalesce(sum(custom_plans), 0)::bigint AS anew, coalesce(sum(generic_plans), 0)::bigint AS once FROM pg_prepared_statements";
            Ok(diesel::sql_query(of_all).get_result(db)?)
        });
        assert_eq!(planned.anew, 0);
        assert!(planned.once >= 8, "{}", planned.once);
    });
}

/// The same query with other values is the same.
fn without_values(query: String) -> String {
    let sql = query.split(" -- binds").next().unwrap_or_default();
    format!("{sql} -- binds")
}
