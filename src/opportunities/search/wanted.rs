//! What somebody looks for, and the address of the page that shows it.

use serde::{Deserialize, Serialize};
use time::Date;
use url::form_urlencoded::Serializer;

use super::near::DEFAULT;
use crate::dates;
use crate::opportunities::applying::pathway_words;
use crate::opportunities::families::name as family_name;
use crate::opportunities::support::Support;
use crate::places::Point;
use crate::text_enum;

text_enum! {
    /// Whom places are for: kept for one pathway, or for everybody.
    pub enum Who {
        /// Places that are kept for nobody.
        Everybody = "everybody",
        /// Places kept for young people.
        YoungPeople = "young_people",
        /// Places kept for people who move into health work, or come back to it.
        ReturnToPractice = "return_to_practice",
        /// Places kept for people who are coming back to work.
        ReturnToWork = "return_to_work",
    }
}

impl Who {
    /// The choice as it is shown.
    pub fn words(self) -> String {
        match self {
            Self::Everybody => "Places for everybody".to_owned(),
            kept => format!("Places kept for {}", pathway_words(kept.as_str())),
        }
    }
}

text_enum! {
    /// Where one takes part.
    pub enum How {
        /// At the organisation.
        InPerson = "in_person",
        /// From home.
        FromHome = "from_home",
    }
}

impl How {
    /// The choice as it is shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::InPerson => "In person",
            Self::FromHome => "From home",
        }
    }
}

text_enum! {
    /// Which placement comes first.
    pub enum Sort {
        /// That which starts first.
        Soonest = "soonest",
        /// The nearest.
        Nearest = "nearest",
        /// That whose round closes first.
        Closing = "closing",
    }
}

impl Sort {
    /// The choice as it is shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Soonest => "First to start",
            Self::Nearest => "Nearest",
            Self::Closing => "First to close",
        }
    }
}

/// The support that can be asked for; taking part from home is [`How`].
pub const OFFERED: [Support; 3] = [Support::Travel, Support::Food, Support::Adjustments];

/// Near where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Near {
    /// The outcode or town.
    pub name: String,
    /// Its middle.
    pub point: Point,
    /// At most so many miles away; none for any distance.
    pub miles: Option<u16>,
}

/// What somebody looks for. Nothing set means everything.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Words that all must be in a placement's text.
    pub words: String,
    /// Near where.
    pub near: Option<Near>,
    /// The key of a family of careers.
    pub family: Option<String>,
    /// Not over before this day.
    pub from: Option<Date>,
    /// Begun by this day.
    pub to: Option<Date>,
    /// The age in years on the first day.
    pub age: Option<u8>,
    /// Whom places are for.
    pub who: Option<Who>,
    /// Support that must be offered, all of it.
    pub support: Vec<Support>,
    /// Where one takes part.
    pub how: Option<How>,
    /// Which comes first; none for the usual.
    pub sort: Option<Sort>,
}

/// One part of what is looked for, which can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// The words.
    Words,
    /// How near.
    Near,
    /// The family.
    Family,
    /// The days.
    Days,
    /// The age.
    Age,
    /// Whom places are for.
    Who,
    /// One kind of support.
    Support(Support),
    /// Where one takes part.
    How,
}

impl Wanted {
    /// Which placement comes first: the nearest if a place is given and nothing else is said.
    pub fn order(&self) -> Sort {
        match (self.sort, &self.near) {
            (Some(Sort::Nearest) | None, Some(_)) => Sort::Nearest,
            (Some(Sort::Nearest) | None, None) => Sort::Soonest,
            (Some(sort), _) => sort,
        }
    }

    /// The parts that are set, each with the words for it.
    pub fn parts(&self) -> Vec<(Filter, String)> {
        let mut parts = Vec::new();
        if !self.words.is_empty() {
            parts.push((Filter::Words, format!("the words “{}”", self.words)));
        }
        if let Some(near) = &self.near {
            parts.push((Filter::Near, near.words()));
        }
        if let Some(name) = self.family.as_deref().and_then(family_name) {
            parts.push((Filter::Family, name.to_owned()));
        }
        let days = match (self.from, self.to) {
            (Some(from), Some(to)) => Some(dates::days(from, to)),
            (Some(from), None) => Some(format!("from {}", dates::day(from))),
            (None, Some(to)) => Some(format!("until {}", dates::day(to))),
            (None, None) => None,
        };
        parts.extend(days.map(|words| (Filter::Days, words)));
        parts.extend(self.age.map(|age| (Filter::Age, format!("age {age}"))));
        parts.extend(self.who.map(|who| (Filter::Who, who.words())));
        parts.extend(self.support.iter().map(|one| (Filter::Support(*one), one.words().to_owned())));
        parts.extend(self.how.map(|how| (Filter::How, how.words().to_owned())));
        parts
    }

    /// The same without one part.
    #[must_use]
    pub fn without(&self, filter: Filter) -> Self {
        let mut less = self.clone();
        match filter {
            Filter::Words => less.words.clear(),
            Filter::Near => less.near = None,
            Filter::Family => less.family = None,
            Filter::Days => (less.from, less.to) = (None, None),
            Filter::Age => less.age = None,
            Filter::Who => less.who = None,
            Filter::Support(one) => less.support.retain(|kept| *kept != one),
            Filter::How => less.how = None,
        }
        less
    }

    /// The query of an address that asks for this: empty for everything.
    pub fn query(&self) -> String {
        let mut pairs = Serializer::new(String::new());
        if !self.words.is_empty() {
            pairs.append_pair("q", &self.words);
        }
        if let Some(near) = &self.near {
            pairs.append_pair("place", &near.name);
            if near.miles != Some(DEFAULT) {
                pairs.append_pair("within", &near.miles.map_or_else(|| "any".to_owned(), |miles| miles.to_string()));
            }
        }
        if let Some(family) = &self.family {
            pairs.append_pair("family", family);
        }
        for (name, date) in [("from", self.from), ("to", self.to)] {
            if let Some(date) = date {
                pairs.append_pair(&format!("{name}-day"), &date.day().to_string());
                pairs.append_pair(&format!("{name}-month"), &u8::from(date.month()).to_string());
                pairs.append_pair(&format!("{name}-year"), &date.year().to_string());
            }
        }
        if let Some(age) = self.age {
            pairs.append_pair("age", &age.to_string());
        }
        if let Some(who) = self.who {
            pairs.append_pair("who", who.as_str());
        }
        for support in &self.support {
            pairs.append_pair("support", support.as_str());
        }
        if let Some(how) = self.how {
            pairs.append_pair("how", how.as_str());
        }
        if let Some(sort) = self.sort {
            pairs.append_pair("sort", sort.as_str());
        }
        pairs.finish()
    }

    /// An address with this query.
    pub fn address(&self, path: &str) -> String {
        let query = self.query();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }
}

impl Near {
    fn words(&self) -> String {
        match self.miles {
            Some(miles) => format!("within {miles} miles of {}", self.name),
            None => format!("how far it is from {}", self.name),
        }
    }
}
