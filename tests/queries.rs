//! How often pages ask the database: no page more than five times, and none the more often the more it shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::Receiver;

use practise::afterwards::write_after;
use practise::preparation::{ask_due, plan_due};
use practise::rounds;
use time::macros::{date, time};

use crate::access::open_pages;
use crate::access::world::World as Everything;
use crate::journeys::world::World;
use crate::preparation::{place, until, with_plan};
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
    let selects = queries
        .try_iter()
        .filter(|query| query.starts_with("SELECT") && query.contains(" FROM "));
    selects.collect()
}

/// What asks too often, with what it asks for.
#[derive(Default)]
struct TooOften(BTreeMap<String, Vec<String>>);

impl TooOften {
    fn look(&mut self, name: &str, asked: Vec<String>) {
        if asked.len() > MOST {
            self.0.insert(name.to_owned(), asked);
        }
    }

    fn is_none(&self, of: usize) {
        let short = |query: &String| format!("    {}", query.chars().take(150).collect::<String>());
        let lines = self.0.iter().map(|(name, asked)| {
            format!(
                "{name}: {}\n{}",
                asked.len(),
                asked.iter().map(short).collect::<Vec<_>>().join("\n")
            )
        });
        let lines: Vec<String> = lines.collect();
        assert!(
            lines.is_empty(),
            "{} of {of} ask more than {MOST} times:\n{}",
            lines.len(),
            lines.join("\n")
        );
    }
}

/// The newest link of each kind of letter that has one, but for those in `known`.
async fn links(test: &TestApp, known: &mut BTreeSet<String>) -> BTreeMap<String, String> {
    let mut newest = BTreeMap::new();
    for mail in test.mail().await.all() {
        let text = mail.text();
        let link = text.split_whitespace().find(|word| word.contains("/links/"));
        if let Some(link) = link.filter(|link| known.insert((*link).to_owned())) {
            newest.insert(mail.kind.clone(), link.to_owned());
        }
    }
    newest
}

on_both! {
    async fn no_page_asks_more_than_five_times(test: TestApp) {
        let world = Everything::new(test.clone()).await;
        let pages = open_pages(&world).await;
        let queries = listen_to_all(&test.ledger().db, CONNECTIONS);
        let mut wrong = TooOften::default();
        for page in &pages {
            wrong.look(page.template, asked(page.client, &page.path, &queries).await);
        }
        let (anybody, links) = (test.client(), links(&test, &mut BTreeSet::new()).await);
        assert!(links.len() > 3, "{links:?}");
        for (kind, link) in &links {
            let path = link.split_once("/links/").map(|(_, token)| format!("/links/{token}")).unwrap();
            wrong.look(kind, asked(&anybody, &path, &queries).await);
        }
        wrong.is_none(pages.len() + links.len());
    }

    async fn no_emailed_link_asks_more_than_five_times(test: TestApp) {
        let world = World::new(&test, &[2]);
        with_plan(&test, world.placements[0]);
        let people = ["ann@example.org", "ben@example.org", "cat@example.org"].map(|email| (email, world.applicant(email, &[0])));
        let queries = listen_to_all(&test.ledger().db, CONNECTIONS);
        let (anybody, mut known, mut kinds, mut wrong) = (test.client(), BTreeSet::new(), BTreeSet::new(), TooOften::default());
        for step in 0..6 {
            match step {
                0 => test.write(|tx| {
                    let round = practise::opportunities::round_by_id(tx.db, world.round)?;
                    rounds::close(tx, &round)
                }),
                1 => drop(crate::journeys::world::reveal(&test).await),
                2 => drop(world.approve().await),
                3 => place(&world, &people).await,
                4 => {
                    until(&test, date!(2027 - 05 - 28), time!(9:00));
                    plan_due(test.ledger()).unwrap();
                    ask_due(test.ledger()).unwrap();
                }
                _ => {
                    until(&test, date!(2027 - 06 - 21), time!(9:00));
                    write_after(test.ledger()).unwrap();
                }
            }
            for (kind, link) in links(&test, &mut known).await {
                let path = link.split_once("/links/").map(|(_, token)| format!("/links/{token}")).unwrap();
                wrong.look(&kind, asked(&anybody, &path, &queries).await);
                kinds.insert(kind);
            }
        }
        for kind in ["proposal.asked", "offer.made", "placement.still_coming"] {
            assert!(kinds.contains(kind), "{kinds:?}");
        }
        println!("{kinds:?}");
        wrong.is_none(kinds.len());
    }
}
