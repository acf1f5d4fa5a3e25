//! What the pages say: whom to contact, and a policy in words. The words come from the policy itself, so the page cannot differ from what is applied.

use crate::config::Config;
use crate::opportunities::pathway_words;
use crate::policies::{capitalised, criterion_words, statement_words};
use crate::prioritisation::Policy;
use crate::prioritisation::policy::Evidence;

/// Whom people contact who need help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who runs the service.
    pub organisation: String,
    /// Where to write.
    pub email: Option<String>,
    /// Where to call, with the hours.
    pub phone: Option<String>,
}

impl Contact {
    /// As it is configured.
    pub fn of(config: &Config) -> Self {
        Self {
            organisation: config.organisation.clone(),
            email: config.contact_email.clone(),
            phone: config.contact_phone.clone(),
        }
    }
}

/// A policy in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its pathways that have circumstances.
    pub pathways: Vec<PathwayWords>,
    /// The bands, best first.
    pub bands: Vec<String>,
    /// True if some circumstance counts before it is confirmed.
    pub confirmed_later: bool,
    /// The circumstances that count only once they are confirmed.
    pub confirmed_first: Vec<String>,
    /// True if people who live near come first among equals, where a placement asks for it.
    pub local: bool,
    /// The most places that a placement may keep, in percent.
    pub reserve_percent: u32,
    /// The places that are drawn from everybody first, in percent.
    pub open_percent: u32,
    /// How many placements somebody can choose.
    pub max_choices: usize,
    /// True if a circumstance looks at the free school meals of a whole school.
    pub school_figure: bool,
}

/// A pathway in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathwayWords {
    /// Who it is for.
    pub name: String,
    /// What has to be true as well, as the rest of a sentence that begins with "if".
    pub needs: Vec<String>,
    /// Each circumstance, with all the ways to have it: these count once.
    pub circumstances: Vec<Vec<String>>,
}

impl Rules {
    /// `policy` in words.
    pub fn of(policy: &Policy) -> Self {
        let evidence = |wanted| policy.criteria.iter().filter(move |criterion| criterion.evidence == wanted);
        Self {
            id: policy.id.clone(),
            version: policy.version.clone(),
            pathways: (0..policy.pathways.len())
                .map(|index| pathway(policy, index))
                .filter(|words| !words.circumstances.is_empty())
                .collect(),
            bands: policy.bands.iter().map(|band| band_words(band.min_groups)).collect(),
            confirmed_later: evidence(Evidence::ConfirmBeforeStart).next().is_some(),
            confirmed_first: evidence(Evidence::ConfirmToCount)
                .map(|criterion| criterion_words(&criterion.id))
                .collect(),
            local: policy.local_after_band,
            reserve_percent: policy.max_reserve_percent,
            open_percent: policy.open_percent,
            max_choices: policy.max_choices,
            school_figure: policy.criteria.iter().any(|criterion| criterion.id == "first_generation_30"),
        }
    }
}

fn pathway(policy: &Policy, index: usize) -> PathwayWords {
    let pathway = &policy.pathways[index];
    // In the order of the file; criteria of one group stand together.
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for criterion in policy.criteria.iter().filter(|criterion| criterion.pathway == index) {
        let words = criterion_words(&criterion.id);
        match groups.iter_mut().find(|(group, _)| *group == criterion.group) {
            Some((_, together)) => together.push(words),
            None => groups.push((&criterion.group, vec![words])),
        }
    }
    PathwayWords {
        name: capitalised(&pathway_words(&pathway.id)),
        needs: pathway.needs.iter().map(|need| statement_words(need)).collect(),
        circumstances: groups.into_iter().map(|(_, together)| together).collect(),
    }
}

fn band_words(min_groups: u32) -> String {
    match min_groups {
        0 => "everyone else".to_owned(),
        1 => "people with 1 or more circumstances that count".to_owned(),
        more => format!("people with {more} or more circumstances that count"),
    }
}
