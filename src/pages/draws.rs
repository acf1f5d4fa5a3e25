//! The page that shows what the draw of each round is made of, so that anybody can check it.

use askama::Template;

use super::store::{Drawn, seeds};
use crate::dates;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::opportunities::{Contribution, Phase, Round, contributions_of, latest_rounds};
use crate::web::components::{Breadcrumb, Heading, Html, Size, SummaryList};

/// Rounds on the page: a year and a half of monthly ones.
const ROUNDS: i64 = 20;

/// The draws of the latest rounds.
#[derive(Template)]
#[template(path = "pages/draws.html")]
pub struct Draws {
    way: Breadcrumb,
    draws: Vec<Draw>,
}

/// What is public of one round's draw.
struct Draw {
    name: String,
    facts: SummaryList,
    /// The page that shows how its places were given, once it is drawn.
    given: Option<String>,
    promised: Vec<SummaryList>,
}

impl Draws {
    /// Reads the latest rounds.
    pub fn load(db: &mut AnyConnection) -> Result<Self, Error> {
        let rounds = latest_rounds(db, ROUNDS)?;
        let ids: Vec<i64> = rounds.iter().map(|round| round.id).collect();
        let contributions = contributions_of(db, &ids)?;
        let seeds = seeds(db, &ids)?;
        let draw = |round: &Round| {
            let promised = contributions.iter().filter(|(id, _)| *id == round.id);
            Draw {
                name: round.name.clone(),
                given: seeds
                    .iter()
                    .any(|seed| seed.round_id == round.id && seed.counted)
                    .then(|| format!("/how-places-are-given/draws/{}", round.reference)),
                facts: facts(round, seeds.iter().find(|seed| seed.round_id == round.id)),
                promised: promised.map(|(_, contribution)| promise(contribution)).collect(),
            }
        };
        Ok(Self {
            way: Breadcrumb::new()
                .page("Home", "/")
                .page("How places are given", "/how-places-are-given"),
            draws: rounds.iter().map(draw).collect(),
        })
    }
}

fn facts(round: &Round, seed: Option<&Drawn>) -> SummaryList {
    let list = SummaryList::new()
        .row("Round", unbroken(&round.reference))
        .row("Where it stands", stands(round.state.phase()))
        .row("Closes", dates::moment(round.closes_at))
        .row("Rules", format!("{}, version {}", round.policy.id, round.policy.version))
        .row("Fingerprint of the rules", unbroken(&round.policy.sha256));
    match seed {
        Some(seed) => list
            .row("Fingerprint of the list", unbroken(&seed.list_sha256))
            .row("Drawn", unbroken(&seed.seed)),
        None => list.row("Drawn", "Not drawn yet"),
    }
}

const fn stands(phase: Phase) -> &'static str {
    match phase {
        Phase::Planned => "Not open yet",
        Phase::Open => "Open",
        Phase::Closed => "Closed, not drawn yet",
        Phase::Ranked | Phase::Offering => "Drawn",
        Phase::Settled => "Drawn, and all places are settled",
    }
}

fn promise(contribution: &Contribution) -> SummaryList {
    // The portal keeps its own value from the start; it is public only from its moment on.
    let value = contribution.value.as_deref().filter(|_| contribution.revealed_at.is_some());
    SummaryList::new()
        .row("Promise", unbroken(&contribution.commitment))
        .row("Promised", dates::moment(contribution.committed_at))
        .row("Value", value.map_or_else(|| Html::text("Not shown yet"), unbroken))
        .card(
            Heading::new(format!("{}: {}", contribution.position, contribution.name))
                .level(3)
                .size(Size::S),
        )
}

/// A value without spaces, which has to break somewhere on a small screen.
fn unbroken(value: &str) -> Html {
    Html::join([
        Html::from_static("<span class=\"app-unbroken\">"),
        Html::text(value),
        Html::from_static("</span>"),
    ])
}
