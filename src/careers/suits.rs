//! "What could suit me?": three short questions that lead to roles worth a look. Nothing is kept.

use super::model::{Catalogue, Found, Level};
use crate::text_enum;

text_enum! {
    /// What somebody likes to do.
    pub enum Like {
        /// To look after people, hand in hand.
        Caring = "caring",
        /// To listen and to talk things through.
        Listening = "listening",
        /// To find out how things work.
        Science = "science",
        /// Computers and numbers.
        Computers = "computers",
        /// To make, mend and keep in order.
        Practical = "practical",
        /// To plan, and to lead others.
        Leading = "leading",
        /// To act fast when it matters.
        Emergencies = "emergencies",
    }
}

impl Like {
    /// The answer as it is shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Caring => "Looking after people",
            Self::Listening => "Listening and talking",
            Self::Science => "Finding out how things work",
            Self::Computers => "Computers and numbers",
            Self::Practical => "Making and mending things",
            Self::Leading => "Planning and leading",
            Self::Emergencies => "Acting fast when it matters",
        }
    }

    /// The families in which one does much of it.
    const fn families(self) -> &'static [&'static str] {
        match self {
            Self::Caring => &[
                "nursing",
                "midwifery",
                "healthcare-support",
                "social-care",
                "allied-health",
                "dental",
            ],
            Self::Listening => &["psychological", "public-health", "social-care", "nursing"],
            Self::Science => &["healthcare-science", "doctors", "pharmacy"],
            Self::Computers => &["health-informatics", "healthcare-science"],
            Self::Practical => &["estates", "dental"],
            Self::Leading => &["management", "public-health"],
            Self::Emergencies => &["ambulance", "doctors"],
        }
    }
}

text_enum! {
    /// How somebody would like to learn.
    pub enum Learn {
        /// To start work soon, and learn there.
        Work = "work",
        /// To study first.
        Study = "study",
        /// Either.
        Either = "either",
    }
}

impl Learn {
    /// The answer as it is shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Work => "Start work soon and learn there",
            Self::Study => "Study first, then work",
            Self::Either => "I do not mind",
        }
    }

    const fn has(self, level: Level) -> bool {
        match self {
            Self::Work => matches!(level, Level::None | Level::Gcse | Level::Apprenticeship),
            Self::Study => matches!(level, Level::ALevel | Level::Degree | Level::Postgraduate),
            Self::Either => !matches!(level, Level::Return),
        }
    }
}

/// At most so many roles are shown, from as many families as there are.
const SHOWN: usize = 12;

/// Roles to look at.
#[derive(Clone, Debug)]
pub struct Ideas<'a> {
    /// The roles.
    pub roles: Vec<Found<'a>>,
    /// True if none of them can begin within two years: they are for later.
    pub later: bool,
}

/// Roles with a way in that fits, at this age or within two years, in a family that one of the likings names; turn by turn from each family. If none can
/// begin so soon, those that begin later.
pub fn suited<'a>(catalogue: &'a Catalogue, likes: &[Like], learn: Learn, age: u8) -> Ideas<'a> {
    let soon = beginning(catalogue, likes, learn, age.saturating_add(2));
    if soon.is_empty() {
        let roles = beginning(catalogue, likes, learn, u8::MAX);
        return Ideas { roles, later: true };
    }
    Ideas { roles: soon, later: false }
}

fn beginning<'a>(catalogue: &'a Catalogue, likes: &[Like], learn: Learn, age: u8) -> Vec<Found<'a>> {
    let fits = |found: &Found<'_>| {
        let ways = &found.role.ways_in;
        ways.iter().any(|way| learn.has(way.level) && way.minimum_age <= age)
    };
    let mut slugs: Vec<&str> = Vec::new();
    for slug in likes.iter().flat_map(|like| like.families()) {
        if !slugs.contains(slug) {
            slugs.push(slug);
        }
    }
    let families: Vec<Vec<Found<'a>>> = slugs
        .iter()
        .filter_map(|slug| catalogue.family(slug))
        .map(|family| family.roles.iter().map(|role| Found { family, role }).filter(fits).collect())
        .collect();
    let longest = families.iter().map(Vec::len).max().unwrap_or_default();
    (0..longest)
        .flat_map(|row| families.iter().filter_map(move |roles| roles.get(row).copied()))
        .take(SHOWN)
        .collect()
}
