//! How much work experience an organisation could give, and what stands in the way.

use serde::{Deserialize, Serialize};

use crate::text_enum;

text_enum! {
    /// Who runs work experience in an organisation.
    pub enum RunBy {
        /// Learning and development, or education.
        Learning = "learning",
        /// Human resources.
        HumanResources = "human_resources",
        /// Volunteering.
        Volunteering = "volunteering",
        /// Each department for itself.
        Departments = "departments",
        /// Somebody else.
        Other = "other",
        /// Nobody.
        Nobody = "nobody",
    }
}

impl RunBy {
    /// As people read it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Learning => "Learning and development",
            Self::HumanResources => "Human resources",
            Self::Volunteering => "Volunteering",
            Self::Departments => "Each department",
            Self::Other => "Somebody else",
            Self::Nobody => "Nobody yet",
        }
    }
}

text_enum! {
    /// What stands in the way of more placements.
    pub enum Barrier {
        /// No room for more people.
        Places = "places",
        /// Nobody has time to organise it.
        Coordination = "coordination",
        /// Risk, insurance, health and safety.
        Risk = "risk",
        /// Nobody has time to look after people.
        Supervision = "supervision",
        /// It costs too much.
        Cost = "cost",
        /// Too few people ask.
        Demand = "demand",
    }
}

impl Barrier {
    /// As people read it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Places => "Not enough room for people",
            Self::Coordination => "No time to organise it",
            Self::Risk => "Risk, insurance and safety",
            Self::Supervision => "No time to look after people",
            Self::Cost => "What it costs",
            Self::Demand => "Too few people ask",
        }
    }
}

text_enum! {
    /// Where requests come from.
    pub enum Source {
        /// People who ask for themselves.
        Individuals = "individuals",
        /// Staff, for family and friends.
        Staff = "staff",
        /// Schools and colleges.
        Schools = "schools",
        /// Job centres.
        JobCentres = "job_centres",
        /// Charities and groups nearby.
        Charities = "charities",
    }
}

impl Source {
    /// As people read it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Individuals => "People who ask for themselves",
            Self::Staff => "Staff, for family or friends",
            Self::Schools => "Schools and colleges",
            Self::JobCentres => "Job centres",
            Self::Charities => "Charities and local groups",
        }
    }
}

/// The answers of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// It has a formal programme.
    pub programme: bool,
    /// Requests in a year.
    pub requests: i32,
    /// Places in a year.
    pub places: i32,
    /// Who runs it.
    pub run_by: RunBy,
    /// What stands in the way, the greatest first.
    pub barriers: Vec<Barrier>,
    /// Where requests come from.
    pub sources: Vec<Source>,
    /// People from nearby come first.
    pub local_first: bool,
    /// It supports people who are not in education, work or training.
    pub neet: bool,
}
