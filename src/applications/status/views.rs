//! The status page.

use askama::Template;

use crate::applications::ApplicationState;
use crate::applications::state_words::StateWords;
use crate::web::components::{SummaryList, Tag, TagColour};

/// What the owner of a sent application sees.
#[derive(Template)]
#[template(path = "applications/status.html")]
pub struct StatusPage {
    pub(super) reference: String,
    pub(super) state: ApplicationState,
    pub(super) words: StateWords,
    /// Why, if it is over or fell back.
    pub(super) reason: Option<&'static str>,
    /// Who has it now.
    pub(super) holders: Vec<Holder>,
    /// What is offered or agreed.
    pub(super) offered: Option<Offered>,
    pub(super) choices: Vec<ShownChoice>,
    /// Once ranked.
    pub(super) draw: Option<Draw>,
    pub(super) counted: Vec<String>,
    pub(super) not_counted: Vec<String>,
    pub(super) would_change: Vec<String>,
    /// What happened, newest first.
    pub(super) events: Vec<Event>,
    pub(super) can_withdraw: bool,
}

/// Whoever has the application now.
pub struct Holder {
    pub(super) who: String,
    pub(super) since: String,
    pub(super) by: Option<String>,
    /// Where the applicant names somebody else.
    pub(super) ask_again: Option<String>,
    pub(super) note: Option<&'static str>,
}

/// What is offered or agreed.
pub struct Offered {
    pub(super) title: String,
    pub(super) place: String,
    pub(super) when: String,
    pub(super) times: String,
    pub(super) by: String,
    pub(super) too_late: bool,
}

/// One choice, with what the last run says of it.
pub struct ShownChoice {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) place: String,
    pub(super) when: String,
    pub(super) status: Option<String>,
    /// Why its coordinator said no.
    pub(super) declined: Option<&'static str>,
    pub(super) sentences: Vec<String>,
}

/// The applicant's place in the draw.
pub struct Draw {
    pub(super) band: String,
    pub(super) lottery: String,
    pub(super) position: i64,
}

/// One thing that happened.
pub struct Event {
    pub(super) when: String,
    pub(super) what: &'static str,
}

impl StatusPage {
    fn is_offered(&self) -> bool {
        self.state == ApplicationState::Offered
    }

    fn has_placement(&self) -> bool {
        matches!(
            self.state,
            ApplicationState::Placed | ApplicationState::Completed | ApplicationState::DidNotAttend
        )
    }

    fn is_placed(&self) -> bool {
        self.state == ApplicationState::Placed
    }
}

impl Holder {
    /// The same with a word on it.
    pub(super) fn noted(mut self, note: &'static str) -> Self {
        self.note = Some(note);
        self
    }

    fn facts(&self) -> SummaryList {
        let list = SummaryList::new().row("Who", self.who.as_str());
        let list = match &self.ask_again {
            Some(href) => list.action("Change", href.as_str(), format!("who we ask: {}", self.who.to_lowercase())),
            None => list,
        };
        let list = list.row("Since", self.since.as_str());
        match &self.by {
            Some(by) => list.row("Until", by.as_str()),
            None => list,
        }
    }
}

impl Offered {
    fn facts(&self) -> SummaryList {
        SummaryList::new()
            .row("Placement", self.title.as_str())
            .row("Where", self.place.as_str())
            .row("When", self.when.as_str())
            .row("Time of day", self.times.as_str())
    }
}

impl Draw {
    fn facts(&self) -> SummaryList {
        SummaryList::new()
            .row("Your group", self.band.as_str())
            .row("Your lottery number begins with", self.lottery.as_str())
            .row("Your position in the draw", self.position.to_string())
    }
}

impl ShownChoice {
    fn tag(&self) -> Option<Tag> {
        if self.declined.is_some() {
            return Some(Tag::new("No place", TagColour::Orange));
        }
        let (words, colour) = match self.status.as_deref()? {
            "offered" => ("Place found", TagColour::Green),
            "not_needed" => ("Better choice found", TagColour::White),
            "not_offered" => ("Waiting list", TagColour::Purple),
            _ => ("Off your list", TagColour::Grey),
        };
        Some(Tag::new(words, colour))
    }
}
