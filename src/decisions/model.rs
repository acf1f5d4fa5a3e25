//! What a decision is, and which are allowed.

use time::{Date, Duration};

use crate::db::Instant;
use crate::rounds::ProposalState;
use crate::text_enum;

text_enum! {
    /// Why a coordinator declines: a list, so that it can be counted and the applicant is told in the same words. None of them is about who
    /// somebody is.
    pub enum DeclineReason {
        /// Fewer places than announced: staff, building, infection.
        PlaceGone = "place_gone",
        /// The support that the person needs cannot be given safely on these days.
        SupportNotPossible = "support_not_possible",
        /// Too young on the first day, or another published condition is not met.
        ConditionNotMet = "condition_not_met",
        /// The person asked to be taken off.
        ApplicantAsked = "applicant_asked",
        /// The same person has applied twice.
        Duplicate = "duplicate",
    }
}

impl DeclineReason {
    /// The words beside the radio button.
    pub const fn words(self) -> &'static str {
        match self {
            Self::PlaceGone => "We cannot offer this place any more",
            Self::SupportNotPossible => "We cannot give the support that is needed on these days",
            Self::ConditionNotMet => "A condition on the placement page is not met",
            Self::ApplicantAsked => "The person asked us to take them off",
            Self::Duplicate => "The same person applied twice",
        }
    }

    /// What the applicant is told.
    pub const fn told(self) -> &'static str {
        match self {
            Self::PlaceGone => "The organisation has fewer places than it announced.",
            Self::SupportNotPossible => "The organisation cannot give the support that you need on these days.",
            Self::ConditionNotMet => "You do not meet a condition on the placement page, such as the age on the first day.",
            Self::ApplicantAsked => "The organisation says that you asked to be taken off the list.",
            Self::Duplicate => "The organisation says that you applied twice.",
        }
    }
}

text_enum! {
    /// Why somebody is decided while somebody higher on the list still waits: a list, so that it can be counted. None of them is about who
    /// somebody is.
    pub enum PassReason {
        /// Something is still to be found out about the person above.
        WaitsForInformation = "waits_for_information",
        /// The person above was asked which of their choices they want.
        AskedToChoose = "asked_to_choose",
        /// The first day is near, and who is free has to know.
        DaysBeginSoon = "days_begin_soon",
        /// Whoever decides knows all the people above, so that others decide about these. Never chosen: it is so or not.
        ColleagueDecides = "colleague_decides",
    }
}

/// Days before the first day from which "the days begin soon" can be said.
const SOON: Duration = Duration::days(28);

impl PassReason {
    /// The words beside the radio button, and on the page of the area's lead.
    pub const fn words(self) -> &'static str {
        match self {
            Self::WaitsForInformation => "We wait for information about the person above",
            Self::AskedToChoose => "The person above was asked to choose",
            Self::DaysBeginSoon => "The days begin soon",
            Self::ColleagueDecides => "A colleague has to decide about the person above",
        }
    }

    /// Those that can be given on `today` for an opportunity that begins on `first_day`.
    pub fn offered(first_day: Date, today: Date) -> Vec<Self> {
        let mut all = vec![Self::WaitsForInformation, Self::AskedToChoose];
        if first_day - today <= SOON {
            all.push(Self::DaysBeginSoon);
        }
        all
    }
}

/// Who still waits above somebody on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// How many.
    pub count: usize,
    /// How many of them whoever decides knows.
    pub known: usize,
}

impl Passed {
    /// The reason that is stored with a decision: none if nobody is passed, the one that is true by itself, or the given one.
    ///
    /// # Errors
    /// The error is that a reason is needed.
    pub fn reason(self, given: Option<PassReason>) -> Result<Option<PassReason>, ReasonNeeded> {
        match given {
            _ if self.count == 0 => Ok(None),
            _ if self.known == self.count => Ok(Some(PassReason::ColleagueDecides)),
            Some(reason) => Ok(Some(reason)),
            None => Err(ReasonNeeded),
        }
    }
}

/// Somebody higher on the list still waits, and it was not said why this one comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonNeeded;

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// An offer goes out.
    Approve,
    /// The next in line is proposed.
    Decline(DeclineReason),
}

/// A decision, and why it comes before those above, if any wait there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Yes or no.
    pub decision: Decision,
    /// Looked at only if somebody is passed.
    pub passing: Option<PassReason>,
}

/// What somebody does on the page of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Asks for the name.
    ShowName,
    /// Says that they know the person.
    Know,
    /// Decides.
    Decide(Ruling),
}

/// A proposal with what its pages need; nothing of the person but what the decision needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its number.
    pub id: i64,
    /// Its public reference.
    pub reference: String,
    /// The application.
    pub application_id: i64,
    /// Its public reference.
    pub application: String,
    /// What it is proposed for.
    pub opportunity_id: i64,
    /// That placement's title.
    pub title: String,
    /// Its first day.
    pub first_day: Date,
    /// Its last day.
    pub last_day: Date,
    /// Whose opportunity that is.
    pub organisation_id: i64,
    /// That organisation's name.
    pub organisation: String,
    /// The round.
    pub round_id: i64,
    /// Where it stands.
    pub state: ProposalState,
    /// Since when the coordinator is asked.
    pub created_at: Instant,
    /// When it was decided or overtaken.
    pub decided_at: Option<Instant>,
    /// Who decided.
    pub decided_by: Option<i64>,
    /// Why it was declined.
    pub reason: Option<String>,
}

impl Proposal {
    /// The state that a decision leads to; nothing if it was decided before or overtaken.
    pub const fn decided(&self, decision: Decision) -> Option<ProposalState> {
        match (self.state, decision) {
            (ProposalState::Open, Decision::Approve) => Some(ProposalState::Approved),
            (ProposalState::Open, Decision::Decline(_)) => Some(ProposalState::Declined),
            (ProposalState::Approved | ProposalState::Declined | ProposalState::Overtaken, _) => None,
        }
    }

    /// Where its page is, for whoever is signed in.
    pub fn path(&self) -> String {
        format!("/coordinate/proposals/{}", self.reference)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_reason_is_needed_only_for_who_is_passed_and_not_known() {
        let of = |count, known| Passed { count, known };
        let given = Some(PassReason::AskedToChoose);
        assert_eq!(of(0, 0).reason(given), Ok(None), "nobody is passed");
        assert_eq!(of(2, 0).reason(None), Err(ReasonNeeded));
        assert_eq!(of(2, 0).reason(given), Ok(given));
        assert_eq!(of(2, 1).reason(None), Err(ReasonNeeded), "one of them could be decided");
        assert_eq!(
            of(2, 2).reason(given),
            Ok(Some(PassReason::ColleagueDecides)),
            "what is true comes first"
        );
    }

    #[test]
    fn days_that_are_far_away_are_no_reason() {
        let soon = |today| PassReason::offered(date!(2027 - 06 - 14), today).contains(&PassReason::DaysBeginSoon);
        assert!(!soon(date!(2027 - 05 - 16)));
        assert!(soon(date!(2027 - 05 - 17)));
        assert!(!PassReason::offered(date!(2027 - 06 - 14), date!(2027 - 06 - 14)).contains(&PassReason::ColleagueDecides));
    }
}
