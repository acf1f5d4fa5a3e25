//! The page of an organisation, and that of a case study.

use askama::Template;
use time::{Date, Duration};

use super::tag;
use crate::afterwards::Recommended;
use crate::dates::{day, day_of};
use crate::db::Instant;
use crate::opportunities::{Listed, card};
use crate::register::case_studies::paragraphs;
use crate::register::index::Index;
use crate::register::model::{Entry, Signed};
use crate::register::store::{Answers, Published, Said};
use crate::web::components::{Breadcrumb, Card, Cell, Details, Html, SummaryList, Table};
use crate::web::layout::Link;

/// Fewer decisions than this could be told apart.
const LEAST_DECISIONS: usize = 5;

/// What the page shows beside what is kept in memory.
pub struct More {
    /// What the organisation said to the clauses.
    pub said: Vec<Said>,
    /// Its placements that can be applied for.
    pub placements: Vec<Listed>,
    /// How it answers on proposals.
    pub answers: Answers,
    /// How many of those who came in the last 12 months would recommend it, as far as it may be told.
    pub recommended: Option<Recommended>,
}

/// One commitment that the organisation holds.
struct Held {
    name: &'static str,
    facts: SummaryList,
    words: Option<Details>,
    /// Where its certificate, badge and proof are.
    papers: String,
}

/// The page of one organisation.
#[derive(Template)]
#[template(path = "register/organisation.html")]
pub struct OrganisationPage {
    name: String,
    slug: String,
    town: String,
    about: SummaryList,
    closed: Option<String>,
    successor: Option<(String, Option<String>)>,
    held: Vec<Held>,
    answers: String,
    overdue: Option<String>,
    order: String,
    recommended: Option<String>,
    placements: Vec<Card>,
    studies: Vec<(Link, String)>,
    history: Table,
}

impl OrganisationPage {
    /// The page of `entry` at `now`.
    pub fn new(index: &Index, entry: &Entry, more: More, now: Instant) -> Self {
        let today = now.date();
        let held = entry.pledges.iter().filter(|pledge| pledge.status.holds());
        let studies = entry.studies.iter().map(|study| {
            let link = Link::new(study.title.clone(), format!("/case-studies/{}", study.slug));
            (link, day_of(study.at))
        });
        Self {
            name: entry.name.clone(),
            slug: entry.slug.clone(),
            town: entry.town.clone(),
            about: about(index, entry),
            closed: entry.closed_on.filter(|closed| *closed <= today).map(day),
            successor: entry.successor.as_ref().map(|successor| {
                let known = index.entry(&successor.slug).map(Entry::path);
                (successor.name.clone(), known)
            }),
            held: held.map(|pledge| held_one(index, entry, pledge, &more.said, today)).collect(),
            answers: times(more.answers.times),
            overdue: overdue(more.answers.overdue),
            order: order(more.answers.out_of_order),
            recommended: more.recommended.map(Recommended::words),
            placements: more.placements.into_iter().map(|listed| card(listed, None)).collect(),
            studies: studies.collect(),
            history: history(entry),
        }
    }

    fn way() -> Breadcrumb {
        Breadcrumb::new().page("Home", "/").page("Organisations", "/organisations")
    }

    fn description(&self) -> String {
        format!(
            "What {} in {} has promised for work experience and careers in health, and what it has done.",
            self.name, self.town
        )
    }
}

fn about(index: &Index, entry: &Entry) -> SummaryList {
    let areas: Vec<&str> = index.areas_of(entry).map(|area| area.name.as_str()).collect();
    SummaryList::new()
        .row("Town", entry.town.as_str())
        .row("Area", areas.join(", "))
        .row("Code", entry.code.as_str())
}

fn held_one(index: &Index, entry: &Entry, pledge: &Signed, said: &[Said], today: Date) -> Held {
    let mut facts = SummaryList::new()
        .row("Where it stands", Html::of(tag(pledge.status)))
        .row("Signed", day_of(pledge.since));
    if let Some(renewed) = pledge.renewed.last() {
        facts = facts.row("Renewed", day_of(*renewed));
    }
    if let Some(review) = pledge.review_on {
        facts = facts.row("Next review", day(review));
    }
    for figure in entry.figures(pledge, today) {
        facts = facts.row(figure.counted.words(), figure.words());
    }
    if let Some(hours) = pledge.hours {
        facts = facts.row("Time for each ambassador", format!("{hours} hours a year"));
    }
    if !pledge.ambassadors.is_empty() {
        facts = facts.row("Jobs of the ambassadors", jobs(&pledge.ambassadors));
    }
    Held {
        name: pledge.kind.name(),
        facts: facts.row("Reference", pledge.reference.as_str()),
        words: words(index, pledge, said),
        papers: format!("/pledges/{}", pledge.reference),
    }
}

/// Jobs, each once, with how many have it.
fn jobs(all: &[String]) -> String {
    let mut jobs: Vec<(&str, usize)> = Vec::new();
    for job in all {
        match jobs.iter_mut().find(|(known, _)| *known == job) {
            Some((_, count)) => *count += 1,
            None => jobs.push((job, 1)),
        }
    }
    let words = jobs.iter().map(|(job, count)| {
        if *count == 1 {
            (*job).to_owned()
        } else {
            format!("{job} ({count})")
        }
    });
    words.collect::<Vec<_>>().join(", ")
}

/// A promise with what the organisation says to it.
#[derive(Template)]
#[template(path = "register/words.html")]
struct Words {
    about: String,
    clauses: Vec<(String, String, Option<String>)>,
}

impl askama::filters::HtmlSafe for Words {}

/// The words that were signed, clause by clause.
fn words(index: &Index, pledge: &Signed, said: &[Said]) -> Option<Details> {
    let text = index.text(pledge.text_id)?;
    let clauses = text.clauses.iter().map(|clause| {
        let said = said.iter().find(|said| said.pledge_id == pledge.id && said.clause == clause.id);
        let said = said.map(|said| said.statement.clone()).filter(|words| !words.is_empty());
        (clause.title.clone(), clause.text.clone(), said)
    });
    let words = Words {
        about: text.about.clone(),
        clauses: clauses.collect(),
    };
    let summary = format!("The words that were signed: {}, version {}", pledge.kind.name(), pledge.version);
    Some(Details::new(summary, Html::of(words)))
}

/// How long the organisation takes to answer, in words. A few decisions say too little, and could be told apart.
fn times(mut times: Vec<Duration>) -> String {
    if times.len() < LEAST_DECISIONS {
        return "There are too few answers in the last 12 months to say.".to_owned();
    }
    times.sort_unstable();
    let middle = times.len() / 2;
    let upper = times.get(middle).copied().unwrap_or_default();
    let lower = if times.len().is_multiple_of(2) {
        times.get(middle - 1).copied().unwrap_or_default()
    } else {
        upper
    };
    let hours = (upper + lower).whole_hours() / 2;
    let days = (hours + 12) / 24;
    let time = match days {
        0 => "less than 1 day".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    format!("In the last 12 months half of the answers came within {time}.")
}

/// What waits too long, in words: an organisation that does not answer at all must not look fast.
fn overdue(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 answer is more than 14 days late now.".to_owned()),
        count => Some(format!("{count} answers are more than 14 days late now.")),
    }
}

/// How often the organisation did not decide from the top, in words.
fn order(count: usize) -> String {
    match count {
        0 => "In the last 12 months it always decided from the top.".to_owned(),
        1 => "In the last 12 months it did not do so 1 time.".to_owned(),
        count => format!("In the last 12 months it did not do so {count} times."),
    }
}

/// Every commitment that was ever published, with its dates.
fn history(entry: &Entry) -> Table {
    let columns = Table::new("All commitments with their dates")
        .hide_caption()
        .column("Commitment")
        .column("Where it stands")
        .column("Signed")
        .column("Renewed")
        .column("Ended")
        .responsive();
    entry.pledges.iter().fold(columns, |table, pledge| {
        let renewed: Vec<String> = pledge.renewed.iter().map(|at| day_of(*at)).collect();
        table.row([
            Cell::from(format!("{}, version {}", pledge.kind.name(), pledge.version)),
            Cell::from(Html::of(tag(pledge.status))),
            Cell::from(day_of(pledge.since)),
            Cell::from(if renewed.is_empty() {
                "Not yet".to_owned()
            } else {
                renewed.join(", ")
            }),
            Cell::from(pledge.ended_at.map_or_else(|| "No".to_owned(), day_of)),
        ])
    })
}

/// 404: no organisation on the register has this address.
#[derive(Template)]
#[template(path = "register/not_found.html")]
pub struct NotOnRegister;

/// The page of one case study.
#[derive(Template)]
#[template(path = "register/case_study.html")]
pub struct CaseStudyPage {
    title: String,
    organisation: String,
    href: String,
    published: Option<String>,
    paragraphs: Vec<String>,
}

impl CaseStudyPage {
    pub fn new(study: Published) -> Self {
        Self {
            title: study.title,
            organisation: study.organisation,
            href: format!("/organisations/{}", study.organisation_slug),
            published: study.at.map(day_of),
            paragraphs: paragraphs(&study.body),
        }
    }

    fn way() -> Breadcrumb {
        Breadcrumb::new().page("Home", "/").page("Organisations", "/organisations")
    }

    fn description(&self) -> String {
        format!("A case study of {}, as it wrote it itself: {}", self.organisation, self.title)
    }
}
