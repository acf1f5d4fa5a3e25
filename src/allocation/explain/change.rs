//! What would change an applicant's standing: each claim that does not count, what it lacks, and the band with it.
//!
//! Only the applicant is scored again. Whether they would then be offered a place depends on everybody else, so nothing is promised.

use super::{Explainer, Names, words};
use crate::prioritisation::policy::{Criterion, Evidence};
use crate::prioritisation::score::{Standing, standing};
use crate::prioritisation::{Applicant, Level};
use serde::Serialize;

/// Something a claim lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// This statement, which its pathway needs.
    Statement(String),
    /// Evidence that is accepted: what was shown was not.
    AcceptedEvidence,
    /// That somebody confirms it.
    Confirmation,
}

/// A claim that does not count now, and what would follow if it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CouldChange {
    /// The criterion's name in the policy.
    pub criterion: String,
    /// Everything it lacks.
    pub lacks: Vec<Lack>,
    /// Name of the band the applicant would be in.
    pub band: String,
    /// Whether that band is better than the present one.
    pub better_band: bool,
    /// Pathways the applicant would have besides: places may be kept for their people.
    pub pathways: Vec<String>,
    /// The same in words.
    pub sentences: Vec<String>,
}

impl Explainer<'_> {
    /// Each claim that does not count, in the policy's order, if it counted.
    pub(super) fn could_change(&self, reference: &str) -> Vec<CouldChange> {
        let Some(applicant) = self.applicants.get(reference) else {
            return Vec::new();
        };
        let now = standing(self.policy, applicant);
        let criteria = self.policy.criteria.iter();
        let change = |criterion: &Criterion| {
            let lacks = self.lacks(applicant, criterion)?;
            (!lacks.is_empty()).then(|| self.change(applicant, criterion, lacks, &now))
        };
        criteria.filter_map(change).collect()
    }

    /// What a claim lacks; `None` if it was not made.
    fn lacks(&self, applicant: &Applicant, criterion: &Criterion) -> Option<Vec<Lack>> {
        let level = *applicant.claims.get(&criterion.id)?;
        let needs = self.policy.pathways[criterion.pathway].needs.iter();
        let missing = needs.filter(|need| !applicant.statements.contains(need));
        let mut lacks: Vec<Lack> = missing.cloned().map(Lack::Statement).collect();
        if level == Level::Rejected {
            lacks.push(Lack::AcceptedEvidence);
        } else if criterion.evidence == Evidence::ConfirmToCount && level != Level::Confirmed {
            lacks.push(Lack::Confirmation);
        }
        Some(lacks)
    }

    fn change(&self, applicant: &Applicant, criterion: &Criterion, lacks: Vec<Lack>, now: &Standing) -> CouldChange {
        let then = standing(self.policy, &with(applicant, criterion, &lacks));
        let gained = then.pathways & !now.pathways;
        let pathways = self.policy.pathways.iter().enumerate();
        let pathways: Vec<String> = pathways.filter(|(i, _)| gained >> i & 1 == 1).map(|(_, p)| p.id.clone()).collect();
        let (band, better_band) = (self.policy.bands[then.band].id.clone(), then.band < now.band);
        let mut sentences = words::lacking(&lacks, &criterion.id, self.names);
        let group = Names::of(&self.names.bands, &band);
        sentences.push(if better_band {
            format!("You would be in the {group} group.")
        } else {
            format!("You would still be in the {group} group.")
        });
        for pathway in pathways.iter().filter(|pathway| self.is_kept_for(applicant, pathway)) {
            let people = Names::of(&self.names.pathways, pathway);
            sentences.push(format!("It would also count for the places kept for {people}."));
        }
        CouldChange {
            criterion: criterion.id.clone(),
            lacks,
            band,
            better_band,
            pathways,
            sentences,
        }
    }

    /// Whether any choice of the applicant keeps places for a pathway.
    fn is_kept_for(&self, applicant: &Applicant, pathway: &str) -> bool {
        let chosen = applicant
            .choices
            .iter()
            .filter_map(|choice| self.opportunities.get(choice.as_str()));
        chosen.into_iter().any(|o| o.reserves.get(pathway).is_some_and(|kept| *kept > 0))
    }
}

/// The applicant with nothing lacking from one claim.
fn with(applicant: &Applicant, criterion: &Criterion, lacks: &[Lack]) -> Applicant {
    let mut changed = applicant.clone();
    for lack in lacks {
        match lack {
            Lack::Statement(statement) => changed.statements.push(statement.clone()),
            Lack::AcceptedEvidence | Lack::Confirmation => {
                changed.claims.insert(criterion.id.clone(), Level::Confirmed);
            }
        }
    }
    changed
}
