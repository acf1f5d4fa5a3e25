//! An opportunity as its coordinators write it, and what it still lacks before it can be published.

use std::collections::BTreeMap;

use time::{Date, Duration, Weekday};

use super::state::Extent;
use crate::db::Instant;
use crate::opportunities::{Detail, Opportunity, Phase, Round, days_of, pathway_words};
use crate::prioritisation::Policy;
use crate::text_enum;

/// Monday to Friday.
pub const WORKING_WEEK: [Weekday; 5] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
];
/// A confirmation is good for a year.
const CONFIRMED_FOR: Duration = Duration::days(365);
/// Adults need no notice of risks.
const ADULT: i32 = 18;

text_enum! {
    /// A page on which a part of an opportunity is written.
    pub enum Section {
        /// What it is and where.
        What = "what",
        /// On which days and at what times.
        Days = "days",
        /// For how many, from which age, and for whom first.
        Places = "places",
        /// What people do and do not see, and the support.
        Work = "work",
        /// Who looks after people, risks and insurance.
        Care = "care",
        /// What to read before.
        Pack = "pack",
    }
}

impl Section {
    /// The page's heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::What => "What it is and where",
            Self::Days => "Days and times",
            Self::Places => "Places and who comes first",
            Self::Work => "What people do",
            Self::Care => "Supervisor, risks and insurance",
            Self::Pack => "Preparation pack",
        }
    }

    /// True if something on this page may still change.
    pub const fn can_change(self, extent: Extent) -> bool {
        match extent {
            Extent::Everything => true,
            Extent::Wording => !matches!(self, Self::Places),
            Extent::Practical => !matches!(self, Self::What | Self::Places),
            Extent::Nothing => false,
        }
    }
}

text_enum! {
    /// Why an organisation takes a placement back: a list, so that it can be counted and people are told in the same words.
    pub enum WithdrawReason {
        /// There are not enough staff.
        Staff = "staff",
        /// The building or department cannot be used.
        Building = "building",
        /// Infection keeps visitors away.
        Infection = "infection",
        /// It cannot be made safe.
        Safety = "safety",
        /// It should not have been on show.
        Mistake = "mistake",
    }
}

impl WithdrawReason {
    /// The words beside the radio button.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Staff => "We do not have enough staff",
            Self::Building => "We cannot use the building or the department",
            Self::Infection => "Infection keeps visitors away",
            Self::Safety => "We cannot make it safe",
            Self::Mistake => "We published it by mistake",
        }
    }

    /// What people are told.
    pub const fn told(self) -> &'static str {
        match self {
            Self::Staff => "The organisation does not have enough staff on these days.",
            Self::Building => "The organisation cannot use the building or the department on these days.",
            Self::Infection => "An infection keeps visitors away.",
            Self::Safety => "The organisation cannot make the placement safe.",
            Self::Mistake => "The organisation had put it on show by mistake.",
        }
    }
}

/// An opportunity with everything that is planned for it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What its public page shows.
    pub opportunity: Opportunity,
    /// What is beside it.
    pub detail: Detail,
    /// Its round.
    pub round: Round,
    /// The organisation that runs the round, if it is not the area's.
    pub owner: Option<i64>,
    /// The name of its pack's file, if there is one.
    pub file: Option<String>,
}

impl Plan {
    /// How much of it may still change.
    pub const fn extent(&self) -> Extent {
        Extent::of(self.opportunity.state, self.round.state.phase())
    }

    /// True if the round still takes further placements: one of the organisation's own until it closes, an area's until it opens.
    pub fn round_takes_it(&self) -> bool {
        match self.round.state.phase() {
            Phase::Planned => true,
            Phase::Open => self.owner == Some(self.opportunity.organisation_id),
            Phase::Closed | Phase::Ranked | Phase::Offering | Phase::Settled => false,
        }
    }

    /// The page of an opportunity's plan.
    pub fn path(&self) -> String {
        format!("/coordinate/opportunities/{}/edit", self.opportunity.reference)
    }

    /// True if people under 18 can come.
    pub const fn is_for_young_people(&self) -> bool {
        self.opportunity.minimum_age < ADULT
    }

    /// True if a page has all that it needs to be published.
    pub fn is_complete(&self, section: Section, policy: &Policy) -> bool {
        self.missing(policy).iter().all(|(at, _)| *at != section)
    }

    /// What is still missing, page by page, in words for the coordinator.
    pub fn missing(&self, policy: &Policy) -> Vec<(Section, String)> {
        let Self { opportunity, detail, .. } = self;
        let mut found: Vec<(Section, String)> = Vec::new();
        let mut lacks = |section, is: bool, words: &str| {
            if is {
                found.push((section, words.to_owned()));
            }
        };
        lacks(
            Section::What,
            opportunity.summary.is_empty(),
            "Say in one or two sentences what it is",
        );
        lacks(Section::What, !self.round_takes_it(), "Choose a round that still takes placements");
        lacks(Section::Days, detail.weekdays.is_empty(), "Say on which days people come");
        lacks(
            Section::Days,
            !detail.weekdays.is_empty() && opportunity.first_day <= self.round.closes_at.date(),
            "The first day must be after the round closes",
        );
        lacks(
            Section::Days,
            detail.meeting_point.is_empty(),
            "Say where people come to on the first day",
        );
        lacks(Section::Places, opportunity.places == 0, "Say how many people can come");
        lacks(Section::Work, opportunity.activities.is_empty(), "Say what people do");
        lacks(Section::Work, opportunity.limits.is_empty(), "Say what people do not see or do");
        lacks(Section::Care, detail.supervisor.is_empty(), "Name a supervisor");
        lacks(
            Section::Care,
            detail.insurance_confirmed_at.is_none(),
            "Confirm that your insurance covers placements",
        );
        if self.is_for_young_people() {
            lacks(Section::Care, detail.risks.is_empty(), "Write the notice of risks for young people");
            lacks(
                Section::Care,
                detail.risk_confirmed_at.is_none(),
                "Confirm that the risk assessment was reviewed for young people",
            );
        }
        if let Some(words) = too_many_kept(opportunity.places, &opportunity.reserves, policy) {
            found.push((Section::Places, words));
        }
        found
    }

    /// The days on which people come.
    pub fn days(&self) -> Vec<Date> {
        days_of(&self.opportunity, Some(&self.detail))
    }

    /// The same a number of weeks later, as a draft of `round`. Confirmations that are older than a year have to be given again.
    #[must_use]
    pub fn later(&self, weeks: i64, now: Instant) -> Self {
        let mut copy = self.clone();
        let by = Duration::weeks(weeks);
        copy.opportunity.first_day = copy.opportunity.first_day.saturating_add(by);
        copy.opportunity.last_day = copy.opportunity.last_day.saturating_add(by);
        let fresh = |at: Option<Instant>| at.filter(|at| now.since(*at) < CONFIRMED_FOR);
        copy.detail.risk_confirmed_at = fresh(copy.detail.risk_confirmed_at);
        copy.detail.insurance_confirmed_at = fresh(copy.detail.insurance_confirmed_at);
        copy
    }
}

/// Why these places cannot be kept under a policy, if they cannot.
pub fn too_many_kept(places: i32, reserves: &BTreeMap<String, u32>, policy: &Policy) -> Option<String> {
    let all = u32::try_from(places).unwrap_or(0);
    let kept: u32 = reserves.values().sum();
    let most = (all * policy.max_reserve_percent / 100).min(all.saturating_sub(policy.open_places(all)));
    if let Some(pathway) = reserves.keys().find(|pathway| policy.pathway(pathway).is_none()) {
        return Some(format!("The rules of this round keep no places for {}", pathway_words(pathway)));
    }
    (kept > most).then(|| format!("You keep {kept} of {all} places. The rules of this round let you keep {most} at most"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_kept_within_the_rules_of_the_engine() {
        use crate::prioritisation as engine;
        let unknown = |name: &str| engine::Contribution {
            name: name.to_owned(),
            kind: engine::Kind::Commit,
            value: "0".repeat(64),
        };
        for policy in Policy::built_in().unwrap() {
            for places in 0..40 {
                for kept in 0..=places {
                    let reserves: BTreeMap<String, u32> = [("return_to_practice".to_owned(), kept)].into();
                    let input = engine::RoundInput {
                        round_id: "R".to_owned(),
                        contributions: vec![unknown("a"), unknown("b")],
                        opportunities: vec![engine::Opportunity {
                            reference: "O".to_owned(),
                            places,
                            reserves: reserves.clone(),
                            areas: Vec::new(),
                        }],
                        applicants: Vec::new(),
                    };
                    let ours = too_many_kept(i32::try_from(places).unwrap(), &reserves, &policy).is_none();
                    assert_eq!(ours, input.check(&policy).is_ok(), "{} {kept} of {places}", policy.id);
                }
            }
        }
    }
}
