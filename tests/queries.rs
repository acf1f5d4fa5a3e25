//! How often pages ask the database: no page more than five times, and none the more often the more it shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::Receiver;

use crate::access::OpenPage;
use crate::access::open_pages;
use crate::access::world::World as Everything;
use crate::support::app::TestApp;
use crate::support::page::Page;
use crate::support::plans::listen_to_all;
use crate::support::run::on_both;

/// Connections of a test's pool.
const CONNECTIONS: usize = 4;

/// More than these no page asks, its session and whom it shows included.
const MOST: usize = 5;

/// Pages that show the more the more there is.
const LISTS: &[&str] = &[
    "/my-applications",
    "/applications/{reference}",
    "/applications/{reference}/who-looked",
    "/applications/{reference}/messages",
    "/coordinate",
    "/coordinate/opportunities/{reference}",
    "/coordinate/opportunities/{reference}/print",
    "/coordinate/placements",
    "/coordinate/placements/{reference}/messages",
    "/coordinate/day/{date}",
    "/coordinate/messages",
    "/coordinate/rounds",
    "/coordinate/rounds/{reference}",
    "/coordinate/pledges",
    "/coordinate/events",
    "/coordinate/case-studies",
    "/coordinate/claims",
    "/coordinate/afterwards",
    "/coordinate/people",
    "/coordinate/reported-messages",
    "/lead/people",
    "/lead/pledges",
    "/lead/concerns",
    "/lead/decisions",
    "/national/people",
    "/national/operations",
    "/national/operations/letters",
    "/work-experience",
    "/organisations",
    "/organisations/{slug}",
];

/// A page as it is read for the second time, and what it asks for. Postgres is asked besides, before each use, whether it still answers.
async fn asked(test: &TestApp, page: &OpenPage<'_>, queries: &Receiver<String>) -> (Page, Vec<String>) {
    // The first time writes down whose data is shown, once in an hour, and reads what is kept in memory.
    page.client.ask("GET", &page.path).stay().send().await;
    test.pages().clear();
    let _before = queries.try_iter().count();
    let answer = page.client.ask("GET", &page.path).stay().send().await;
    answer.should_be(200);
    let asked = queries
        .try_iter()
        .filter(|query| query.starts_with("SELECT") && !query.starts_with("SELECT 1 "))
        .collect();
    (answer, asked)
}

on_both! {
    async fn no_page_asks_more_than_five_times(test: TestApp) {
        let world = Everything::new(test.clone()).await;
        let pages = open_pages(&world).await;
        let queries = listen_to_all(&test.ledger().db, CONNECTIONS);
        let mut most = BTreeMap::new();
        for page in &pages {
            let (_, asked) = asked(&test, page, &queries).await;
            if std::env::var("SHOW").is_ok_and(|shown| shown == page.template) { for q in &asked { println!("  {q}"); } }
            if asked.len() > MOST {
                most.insert(page.template, asked.len());
            }
        }
        assert!(most.is_empty(), "{} of {} pages ask more than {MOST} times: {most:#?}", most.len(), pages.len());
    }

    async fn no_page_asks_the_more_often_the_more_it_shows(test: TestApp) {
        let world = Everything::new(test.clone()).await;
        world.grow(1);
        let pages = open_pages(&world).await;
        let queries = listen_to_all(&test.ledger().db, CONNECTIONS);
        let mut few = Vec::new();
        for page in &pages {
            few.push(asked(&test, page, &queries).await);
        }
        for time in 2..=4 {
            world.grow(time);
        }
        let mut more_often = BTreeMap::new();
        let mut longer = BTreeSet::new();
        for (page, (before, first)) in pages.iter().zip(&few) {
            let (after, then) = asked(&test, page, &queries).await;
            if then.len() > first.len() {
                more_often.insert(page.template, (first.len(), then.len()));
            }
            if after.text().len() > before.text().len() {
                longer.insert(page.template);
            }
        }
        let same: Vec<&str> = LISTS.iter().copied().filter(|list| !longer.contains(list)).collect();
        assert!(
            more_often.is_empty() && same.is_empty(),
            "pages that ask the more often the more there is: {more_often:?}; lists that have not grown: {same:#?}"
        );
    }
}
