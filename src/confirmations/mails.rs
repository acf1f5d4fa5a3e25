//! The letters about confirmations.

use askama::Template;

use super::model::Choice;
use crate::dates;

impl Choice {
    /// The placement in one line.
    pub fn line(&self) -> String {
        format!(
            "{}, {}, {}, {}",
            self.title,
            self.organisation,
            self.town,
            dates::days(self.first_day, self.last_day)
        )
    }
}

/// To a guardian: asked, or reminded.
#[derive(Template)]
#[template(path = "mail/confirmations/guardian.txt")]
pub struct GuardianAsked<'a> {
    /// Whoever is asked.
    pub name: &'a str,
    /// The applicant's first name.
    pub first_name: &'a str,
    /// What was chosen.
    pub choices: &'a [Choice],
    /// The last day to answer, in words.
    pub answer_by: &'a str,
    /// True if they were asked before.
    pub reminder: bool,
    /// The service's name.
    pub service: &'a str,
}

/// To a school, college or service: asked, or reminded. It carries the whole name, because a first name alone finds nobody on a roll.
#[derive(Template)]
#[template(path = "mail/confirmations/school.txt")]
pub struct SchoolAsked<'a> {
    /// Whoever is asked.
    pub name: &'a str,
    /// The applicant's whole name.
    pub full_name: &'a str,
    /// The applicant's first name.
    pub first_name: &'a str,
    /// What was chosen.
    pub choices: &'a [Choice],
    /// The last day to answer, in words.
    pub answer_by: &'a str,
    /// True if they were asked before.
    pub reminder: bool,
    /// The service's name.
    pub service: &'a str,
}

/// What an applicant is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Everything that was asked for is here.
    Ready,
    /// The round closed, and only the school had not answered.
    ReadyWithoutSchool,
    /// The guardian said no.
    GuardianSaidNo,
    /// The guardian took their consent back.
    ConsentTakenBack,
    /// The guardian had not answered when the round closed.
    GuardianDidNotAnswer,
    /// The school does not know the applicant: name somebody else.
    SchoolNotOnRoll,
    /// The draft was not sent before the round closed.
    NotSubmitted,
}

impl News {
    /// The letter's kind.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Ready => "application.ready",
            Self::ReadyWithoutSchool => "application.ready_without_school",
            Self::GuardianSaidNo => "application.guardian_said_no",
            Self::ConsentTakenBack => "application.consent_taken_back",
            Self::GuardianDidNotAnswer => "application.guardian_did_not_answer",
            Self::SchoolNotOnRoll => "application.school_not_on_roll",
            Self::NotSubmitted => "application.not_submitted",
        }
    }
}

/// To an applicant.
#[derive(Template)]
#[template(path = "mail/confirmations/news.txt")]
pub struct ApplicantNews<'a> {
    /// What happened.
    pub news: News,
    /// Their first name, or nothing if they have not given it.
    pub first_name: Option<&'a str>,
    /// The last day of the round, in words.
    pub closes_on: &'a str,
    /// The page of the application.
    pub address: &'a str,
    /// Where other placements are.
    pub search: &'a str,
    /// The service's name.
    pub service: &'a str,
}
