//! How often pages ask the database: no page more than five times, and none the more often the more it shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::Receiver;

use practise::afterwards::write_after;
use practise::preparation::{ask_due, plan_due};
use practise::rounds;
use time::macros::{date, time};

use crate::access::open_pages;
use crate::access::world::{Who, World as Everything};
use crate::journeys::world::{World, reveal};
use crate::preparation::{place, until, with_plan};
use crate::support::app::TestApp;
use crate::support::client::Client;
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
async fn asked(test: &TestApp, client: &Client, path: &str, queries: &Receiver<String>) -> (Page, Vec<String>) {
    // The first time writes down whose data is shown, once in an hour, and reads what is kept in memory.
    client.ask("GET", path).stay().send().await;
    test.pages().clear();
    let _before = queries.try_iter().count();
    let page = client.ask("GET", path).stay().send().await;
    page.should_be(200);
    let selects = queries
        .try_iter()
        .filter(|query| query.starts_with("SELECT") && query.contains(" FROM "));
    (page, selects.collect())
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
        let line = |(name, asked): (&String, &Vec<String>)| {
            let queries: Vec<String> = asked.iter().map(short).collect();
            format!("{name}: {}\n{}", asked.len(), queries.join("\n"))
        };
        let lines: Vec<String> = self.0.iter().map(line).collect();
        assert!(
            lines.is_empty(),
            "{} of {of} ask more than {MOST} times:\n{}",
            lines.len(),
            lines.join("\n")
        );
    }
}

/// The path of the newest link of each kind of letter that has one, but for those in `known`.
async fn links(test: &TestApp, known: &mut BTreeSet<String>) -> BTreeMap<String, String> {
    let mut newest = BTreeMap::new();
    for mail in test.mail().await.all() {
        let text = mail.text();
        let token = text
            .split_whitespace()
            .find_map(|word| word.split_once("/links/"))
            .map(|(_, token)| token);
        if let Some(token) = token.filter(|token| known.insert((*token).to_owned())) {
            newest.insert(mail.kind.clone(), format!("/links/{token}"));
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
            // What everybody reads is read by people who have no session yet.
            let stranger = test.client();
            let client = if page.who == Who::Visitor { &stranger } else { page.client };
            wrong.look(page.template, asked(&test, client, &page.path, &queries).await.1);
        }
        let (anybody, links) = (test.client(), links(&test, &mut BTreeSet::new()).await);
        assert!(links.len() > 3, "{links:?}");
        for (kind, path) in &links {
            wrong.look(kind, asked(&test, &anybody, path, &queries).await.1);
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
                1 => drop(reveal(&test).await),
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
            for (kind, path) in links(&test, &mut known).await {
                wrong.look(&kind, asked(&test, &anybody, &path, &queries).await.1);
                kinds.insert(kind);
            }
        }
        for kind in ["round.reveal", "proposal.asked", "offer.made", "placement.still_coming", "placement.after", "placement.after.coordinator"] {
            assert!(kinds.contains(kind), "{kinds:?}");
        }
        wrong.is_none(kinds.len());
    }

    async fn no_page_asks_the_more_often_the_more_it_shows(test: TestApp) {
        let world = Everything::new(test.clone()).await;
        world.grow(1);
        let pages = open_pages(&world).await;
        let queries = listen_to_all(&test.ledger().db, CONNECTIONS);
        let mut few = Vec::new();
        for page in &pages {
            few.push(asked(&test, page.client, &page.path, &queries).await);
        }
        for time in 2..=4 {
            world.grow(time);
        }
        let mut more_often = BTreeMap::new();
        let mut longer = BTreeSet::new();
        for (page, (before, first)) in pages.iter().zip(&few) {
            let (after, then) = asked(&test, page.client, &page.path, &queries).await;
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
