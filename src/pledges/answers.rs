//! What is asked when an organisation signs, and what was answered.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use time::Date;

use super::model::CommitmentKind;
use super::survey::Survey;

/// A page of the signing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Which commitments.
    Commitments,
    /// Which organisation.
    Organisation,
    /// One clause of a commitment.
    Clause(CommitmentKind, String),
    /// Who signs.
    Signatory,
    /// Who stands behind it on the board.
    Champion,
    /// Who coordinates it.
    Coordinator,
    /// The ambassadors.
    Ambassadors,
    /// What the ambassadors plan for the year.
    Activities,
    /// The survey of capacity.
    Capacity,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Commitments => f.write_str("commitments"),
            Self::Organisation => f.write_str("organisation"),
            Self::Clause(kind, id) => write!(f, "{}-{id}", kind.slug()),
            Self::Signatory => f.write_str("signatory"),
            Self::Champion => f.write_str("champion"),
            Self::Coordinator => f.write_str("coordinator"),
            Self::Ambassadors => f.write_str("ambassadors"),
            Self::Activities => f.write_str("activities"),
            Self::Capacity => f.write_str("capacity"),
        }
    }
}

impl FromStr for Step {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "commitments" => Self::Commitments,
            "organisation" => Self::Organisation,
            "signatory" => Self::Signatory,
            "champion" => Self::Champion,
            "coordinator" => Self::Coordinator,
            "ambassadors" => Self::Ambassadors,
            "activities" => Self::Activities,
            "capacity" => Self::Capacity,
            clause => {
                let (kind, id) = clause.split_once('-').ok_or("not a step")?;
                let kind = CommitmentKind::ALL.iter().find(|known| known.slug() == kind).ok_or("not a step")?;
                Self::Clause(*kind, id.to_owned())
            }
        })
    }
}

/// How an organisation meets a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseAnswer {
    /// In its own words.
    pub statement: String,
    /// The number that it promises, for a clause that has one.
    pub promised: Option<i32>,
}

/// Somebody with a part in the signing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAnswer {
    /// The whole name.
    pub name: String,
    /// The job.
    pub job: String,
    /// The address, as it is compared.
    pub email: String,
}

/// An ambassador.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmbassadorAnswer {
    /// The whole name.
    pub name: String,
    /// The job.
    pub job: String,
}

/// An activity that is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityAnswer {
    /// What.
    pub title: String,
    /// The first day of its month.
    pub month: Date,
}

/// Everything that was answered, beside which commitments and which organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// By the name of the step.
    pub clauses: BTreeMap<String, ClauseAnswer>,
    /// Who signs.
    pub signatory: Option<PersonAnswer>,
    /// The board's champion.
    pub champion: Option<PersonAnswer>,
    /// The coordinator.
    pub coordinator: Option<PersonAnswer>,
    /// The ambassadors.
    pub ambassadors: Option<Vec<AmbassadorAnswer>>,
    /// What they plan.
    pub activities: Option<Vec<ActivityAnswer>>,
    /// The survey.
    pub survey: Option<Survey>,
}

impl Answers {
    /// Adds the answer of a step as it is stored. Steps that are kept elsewhere are left alone.
    ///
    /// # Errors
    /// What is wrong with a stored answer.
    pub fn add(&mut self, step: &Step, json: &str) -> Result<(), serde_json::Error> {
        match step {
            Step::Commitments | Step::Organisation => {}
            Step::Clause(..) => {
                self.clauses.insert(step.to_string(), serde_json::from_str(json)?);
            }
            Step::Signatory => self.signatory = serde_json::from_str(json)?,
            Step::Champion => self.champion = serde_json::from_str(json)?,
            Step::Coordinator => self.coordinator = serde_json::from_str(json)?,
            Step::Ambassadors => self.ambassadors = serde_json::from_str(json)?,
            Step::Activities => self.activities = serde_json::from_str(json)?,
            Step::Capacity => self.survey = serde_json::from_str(json)?,
        }
        Ok(())
    }
}
