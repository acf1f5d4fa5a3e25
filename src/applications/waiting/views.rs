//! The page about waiting lists.

use askama::Template;

use super::store::Wait;
use crate::applications::store::Application;
use crate::rounds::{Odds, odds_at};
use crate::web::components::SummaryList;

/// Where somebody stands on waiting lists, and how it went for others who stood there.
#[derive(Template)]
#[template(path = "applications/waiting.html")]
pub struct WaitingPage {
    path: String,
    /// Whether the round is ranked and the application still in it.
    ranked: bool,
    lists: Vec<List>,
}

/// One waiting list.
struct List {
    title: String,
    href: String,
    facts: SummaryList,
    /// Whole sentences, or that it is not known.
    odds: Vec<String>,
}

impl WaitingPage {
    /// The page of an application that is on these lists.
    pub fn new(application: &Application, waits: &[Wait], odds: &[Odds]) -> Self {
        let live = application.state.is_ranked();
        let waits = if live { waits } else { &[] };
        Self {
            path: format!("/applications/{}", application.reference),
            ranked: live,
            lists: waits.iter().map(|wait| List::new(wait, odds)).collect(),
        }
    }
}

impl List {
    fn new(wait: &Wait, odds: &[Odds]) -> Self {
        Self {
            title: wait.title.clone(),
            href: format!("/work-experience/{}", wait.slug),
            facts: SummaryList::new()
                .row("With", wait.organisation.as_str())
                .row("Places", wait.places.to_string())
                .row("Your position on the waiting list", wait.position.to_string())
                .optional_row("Your rank among everybody who chose it", wait.rank.map(|rank| rank.to_string())),
            odds: sentences(odds_at(odds, wait.position)),
        }
    }
}

/// How it went before, in words.
fn sentences(odds: Option<&Odds>) -> Vec<String> {
    let Some(odds) = odds.filter(|odds| odds.is_known()) else {
        return vec![
            "We do not know yet how often people at this position get a place.".to_owned(),
            "Fewer than 10 people have stood here in rounds that are over.".to_owned(),
        ];
    };
    let place = match odds.to {
        Some(to) if to == odds.from => format!("at position {}", odds.from),
        Some(to) => format!("at positions {} to {to}", odds.from),
        None => format!("at position {} or further down", odds.from),
    };
    let offered = match odds.offered {
        0 => "None of them was offered the place later.".to_owned(),
        1 => "1 of them was offered the place later.".to_owned(),
        more => format!("{more} of them were offered the place later."),
    };
    let mut sentences = vec![format!("In rounds that are over, {} people stood {place}.", odds.stood), offered];
    sentences.extend(in_ten(odds));
    sentences
}

/// The same as a share, where that says more than the numbers.
fn in_ten(odds: &Odds) -> Option<String> {
    let rounded = (odds.offered * 10 + odds.stood / 2) / odds.stood.max(1);
    match rounded {
        _ if odds.offered == 0 || odds.stood == 10 => None,
        0 => Some("That is fewer than 1 in 10.".to_owned()),
        10 if odds.offered == odds.stood => Some("That is everybody.".to_owned()),
        10 => Some("That is more than 9 in 10.".to_owned()),
        more => Some(format!("That is about {more} in 10.")),
    }
}
