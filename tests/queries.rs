//! How often pages ask the database: no page more than five times, and none the more often the more it shows.

use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;

use crate::access::open_pages;
use crate::access::world::World as Everything;
use crate::journeys::world::{COORDINATOR, World};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::plans::listen_to_all;
use crate::support::run::on_both;

/// Connections of a test's pool.
const CONNECTIONS: usize = 4;

/// More than these no page asks, its session and whom it shows included.
const MOST: usize = 5;

/// What one answer asks for. Postgres is asked besides, before each use, whether it still answers.
async fn asked(client: &Client, path: &str, queries: &Receiver<String>) -> Vec<String> {
    // The first time writes down whose data is shown, once in an hour.
    client.ask("GET", path).stay().send().await;
    let _before = queries.try_iter().count();
    client.ask("GET", path).stay().send().await.should_be(200);
    queries
        .try_iter()
        .filter(|query| query.starts_with("SELECT") && !query.starts_with("SELECT 1 "))
        .collect()
}

on_both! {
    async fn no_page_asks_more_than_five_times(test: TestApp) {
        let world = Everything::new(test.clone()).await;
        let pages = open_pages(&world).await;
        let queries = listen_to_all(&test.ledger().db, CONNECTIONS);
        let mut most = BTreeMap::new();
        for page in &pages {
            let asked = asked(page.client, &page.path, &queries).await;
            if std::env::var("SHOW").is_ok_and(|shown| shown == page.template) { for q in &asked { println!("  {q}"); } }
            if asked.len() > MOST {
                most.insert(page.template, asked.len());
            }
        }
        assert!(most.is_empty(), "{} of {} pages ask more than {MOST} times: {most:#?}", most.len(), pages.len());
    }
}
