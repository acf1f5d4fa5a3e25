//! Pages before there is a draft.

use askama::Template;

use crate::dates;
use crate::opportunities::{Applying, Opportunity};

use super::super::draft::Window;
use super::super::words;

/// A placement in a list, with its address.
#[derive(Clone, Debug)]
pub struct Line {
    /// The address of its page before you start.
    pub href: String,
    /// The placement in one line.
    pub words: String,
}

impl Line {
    /// The line of a placement.
    pub fn of(placement: &Opportunity) -> Self {
        Self {
            href: format!("/apply/{}", placement.slug),
            words: words::placement(placement),
        }
    }
}

/// Before you start: what somebody has to know about a placement.
#[derive(Template)]
#[template(path = "applications/before.html")]
pub struct Before {
    /// The placement.
    pub placement: Opportunity,
    /// Its round.
    pub window: Window,
    /// Whether applications are taken now, and if not, why not.
    pub standing: Applying,
    /// Whether all places are taken.
    pub full: bool,
    /// Other placements that are open, if this one is not.
    pub others: Vec<Line>,
}

impl Before {
    fn days(&self) -> String {
        dates::days(self.placement.first_day, self.placement.last_day)
    }

    fn can_start(&self) -> bool {
        matches!(self.standing, Applying::Until(_))
    }

    fn opens(&self) -> String {
        dates::day_of(self.window.opens_at)
    }

    fn last_day(&self) -> String {
        dates::last_day_before(self.window.closes_at)
    }

    fn support(&self) -> Vec<&'static str> {
        self.placement.support.iter().map(|support| support.words()).collect()
    }
}

/// You cannot apply for this placement: why, and what else is open.
#[derive(Template)]
#[template(path = "applications/not_possible.html")]
pub struct NotPossible {
    /// The address of the page before.
    pub back: String,
    /// The placement.
    pub title: String,
    /// Why.
    pub why: Vec<String>,
    /// Other placements that somebody of this age can apply for.
    pub others: Vec<Line>,
}

/// The last page before a draft, for somebody who came by an emailed link.
#[derive(Template)]
#[template(path = "applications/begin.html")]
pub struct Begin {
    /// The placement in one line.
    pub placement: String,
    /// The address that is signed in.
    pub email: String,
}
