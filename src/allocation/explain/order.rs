//! An opportunity's priority order, for its coordinator.

use super::{Explainer, Names, OrderLine, shown, words};
use crate::allocation::result::{ApplicantResult, ChoiceStatus};
use crate::prioritisation::score::ClaimStatus;

impl Explainer<'_> {
    /// The priority order of one opportunity with each person's status.
    pub fn order(&self, opportunity: &str) -> Vec<OrderLine> {
        let mut lines: Vec<OrderLine> = self
            .result
            .applicants
            .iter()
            .filter_map(|applicant| self.line(applicant, opportunity))
            .collect();
        let band = |id: &str| self.policy.bands.iter().position(|b| b.id == id);
        lines.sort_by_key(|line| (band(&line.band), !line.local, line.position));
        lines
    }

    fn line(&self, applicant: &ApplicantResult, opportunity: &str) -> Option<OrderLine> {
        let choice = applicant.choices.iter().find(|c| c.opportunity == opportunity)?;
        let local = self.local(applicant, opportunity)?;
        let standing = format!(
            "{} group{}, draw position {}",
            Names::of(&self.names.bands, &applicant.band),
            if local { "" } else { ", not local" },
            applicant.position
        );
        let sentence = match choice.status {
            ChoiceStatus::Offered => format!("Offered a place: {standing}."),
            ChoiceStatus::NotNeeded => format!("Has a choice they put higher: {standing}."),
            ChoiceStatus::LeftList => format!("No longer on their list: {standing}."),
            ChoiceStatus::NotOffered => {
                let waiting = choice.waiting_position.unwrap_or_default();
                format!("{} on the waiting list: {standing}.", words::ordinal(waiting))
            }
        };
        let counted = applicant.claims.iter().filter(|c| c.status == ClaimStatus::Counted);
        Some(OrderLine {
            applicant: applicant.reference.clone(),
            band: applicant.band.clone(),
            local,
            number: shown(applicant),
            position: applicant.position,
            counted: counted.map(|c| c.criterion.clone()).collect(),
            status: choice.status,
            sentence,
        })
    }
}
