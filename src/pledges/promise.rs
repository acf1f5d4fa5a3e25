//! What a pledge promises, as it was written down when it was sent.

use time::Date;

use super::commitment::Commitment;

/// What an organisation says to one clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The name of the clause.
    pub clause: String,
    /// In its own words.
    pub statement: String,
    /// The number that it promises, for a clause that has one.
    pub promised: Option<i32>,
}

/// What is promised under one commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The words that are signed.
    pub text: Commitment,
    /// What is said to its clauses.
    pub said: Vec<Said>,
    /// The jobs of the ambassadors; their names stay with the organisation.
    pub jobs: Vec<String>,
    /// What the ambassadors plan, and in which month.
    pub activities: Vec<(String, Date)>,
}
