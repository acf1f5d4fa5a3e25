//! What to tell one applicant.

use super::{ChoiceExplained, ClaimExplained, Explainer, Explanation, Names, shown, words};
use crate::allocation::result::{ApplicantResult, ChoiceResult, ChoiceStatus, OpportunityResult};
use crate::prioritisation::Level;
use crate::prioritisation::score::{ClaimOutcome, ClaimStatus};

impl Explainer<'_> {
    /// What to tell one applicant; `None` if the result has no such applicant.
    pub fn applicant(&self, reference: &str) -> Option<Explanation> {
        let result = self.result.applicant(reference)?;
        let could_change = self.could_change(reference);
        let claims = result.claims.iter();
        let explained = |outcome: &ClaimOutcome| ClaimExplained {
            sentence: words::claim(&outcome.status, &outcome.criterion, self.names),
            outcome: outcome.clone(),
        };
        Some(Explanation {
            applicant: result.reference.clone(),
            summary: self.summary(result),
            band: result.band.clone(),
            band_sentence: self.band(result),
            claims: claims.map(explained).collect(),
            number: shown(result),
            position: result.position,
            draw_sentence: self.draw(result),
            choices: result.choices.iter().filter_map(|choice| self.choice(result, choice)).collect(),
            change_sentence: words::change(!result.claims.is_empty(), &could_change).to_owned(),
            could_change,
        })
    }

    fn summary(&self, result: &ApplicantResult) -> String {
        match (&result.offer, result.choice) {
            (Some(offer), Some(choice)) => {
                let title = Names::of(&self.names.opportunities, offer);
                format!("You are offered a place at {title}, your {} choice.", words::ordinal(choice))
            }
            _ if result.choices.iter().any(|c| c.status == ChoiceStatus::NotOffered) => {
                "You are not offered a place now. You are on a waiting list.".to_owned()
            }
            _ => "You are not offered a place.".to_owned(),
        }
    }

    fn band(&self, result: &ApplicantResult) -> String {
        let band = Names::of(&self.names.bands, &result.band);
        let counted = result.claims.iter().filter(|c| c.status == ClaimStatus::Counted).count();
        match u32::try_from(counted).unwrap_or(u32::MAX) {
            0 => format!("You are in the {band} group. No circumstance counts."),
            1 => format!("You are in the {band} group, because one circumstance counts."),
            more => format!("You are in the {band} group, because {more} circumstances count."),
        }
    }

    fn draw(&self, result: &ApplicantResult) -> String {
        format!(
            "Your draw number is {}. Its position is {} of {}.",
            shown(result),
            result.position,
            self.result.applicants.len()
        )
    }

    fn choice(&self, applicant: &ApplicantResult, choice: &ChoiceResult) -> Option<ChoiceExplained> {
        let opportunity = self.result.opportunity(&choice.opportunity)?;
        let applicants = self.chosen.get(choice.opportunity.as_str()).copied().unwrap_or(0);
        let sentences = match choice.status {
            ChoiceStatus::Offered => self.offered(applicant, opportunity, applicants),
            ChoiceStatus::NotNeeded => vec!["You are offered a choice you put higher, so you do not need this one.".to_owned()],
            ChoiceStatus::LeftList => vec!["This choice is no longer on your list.".to_owned()],
            ChoiceStatus::NotOffered => self.not_offered(applicant, choice, opportunity, applicants),
        };
        Some(ChoiceExplained {
            opportunity: choice.opportunity.clone(),
            status: choice.status,
            places: opportunity.places,
            applicants,
            cutoff: choice.cutoff.clone(),
            waiting_position: choice.waiting_position,
            sentences,
        })
    }

    fn demand(&self, opportunity: &OpportunityResult, applicants: u32) -> String {
        format!(
            "{} had {} and {}.",
            Names::of(&self.names.opportunities, &opportunity.reference),
            words::count(opportunity.places, "place", "places"),
            words::count(applicants, "applicant", "applicants")
        )
    }

    fn offered(&self, applicant: &ApplicantResult, opportunity: &OpportunityResult, applicants: u32) -> Vec<String> {
        let mut sentences = vec![self.demand(opportunity, applicants), "You are offered one of them.".to_owned()];
        let levels = self.applicants.get(applicant.reference.as_str()).map(|a| &a.claims);
        let declared = |c: &&ClaimOutcome| levels.and_then(|l| l.get(&c.criterion)) == Some(&Level::Declared);
        for claim in applicant
            .claims
            .iter()
            .filter(|c| c.status == ClaimStatus::Counted)
            .filter(declared)
        {
            let about = Names::of(&self.names.criteria, &claim.criterion);
            sentences.push(format!("Your offer depends on us confirming your answer about {about}."));
        }
        sentences
    }

    fn not_offered(
        &self,
        applicant: &ApplicantResult,
        choice: &ChoiceResult,
        opportunity: &OpportunityResult,
        applicants: u32,
    ) -> Vec<String> {
        let mut sentences = vec![self.demand(opportunity, applicants)];
        if let Some(last) = choice.open_cutoff {
            let open = words::capital(self.policy.open_places(opportunity.places));
            sentences.push(format!("{open} of them went by draw position alone; the last went to {last}."));
        }
        let local = self.local(applicant, &choice.opportunity).unwrap_or(true);
        match &choice.cutoff {
            Some(last) => sentences.push(words::missed(last, &applicant.band, local, applicant.position, self.names)),
            None if opportunity.places > self.policy.open_places(opportunity.places) => {
                sentences.push("The other places are kept for a group or held by people who keep them.".to_owned());
            }
            None => {}
        }
        let reserves = self.opportunities.get(choice.opportunity.as_str()).map(|o| &o.reserves);
        for (pathway, number) in reserves.into_iter().flatten().filter(|(_, number)| **number > 0) {
            let people = Names::of(&self.names.pathways, pathway);
            let places = if *number == 1 { "place is" } else { "places are" };
            sentences.push(format!("{} {places} kept for {people}.", words::capital(*number)));
        }
        if let Some(position) = choice.waiting_position {
            sentences.push(format!("You are {} on the waiting list.", words::ordinal(position)));
        }
        sentences
    }
}
