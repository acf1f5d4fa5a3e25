//! The words for what the engine only knows by reference.

use std::collections::BTreeMap;

/// What to call things in sentences. What is not named is shown by its reference, with spaces for `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Title of each opportunity.
    pub opportunities: BTreeMap<String, String>,
    /// Each criterion, so that "free school meals" fits after "your answer about".
    pub criteria: BTreeMap<String, String>,
    /// Each pathway's people, so that it fits after "kept for".
    pub pathways: BTreeMap<String, String>,
    /// Each statement, so that it fits after "You did not say that".
    pub statements: BTreeMap<String, String>,
    /// Each band, so that it fits in "the … group".
    pub bands: BTreeMap<String, String>,
}

const CRITERIA: [(&str, &str); 7] = [
    ("free_school_meals", "free school meals"),
    ("pupil_premium", "pupil premium"),
    ("first_generation_30", "being the first in your family to apply"),
    ("neet", "not being in education, work or training"),
    ("career_change", "changing career"),
    ("former_professional", "having been a registered professional"),
    ("returning_to_work", "returning to work"),
];

const PATHWAYS: [(&str, &str); 3] = [
    ("young_people", "young people"),
    ("return_to_practice", "people returning to practice"),
    ("return_to_work", "people returning to work"),
];

const STATEMENTS: [(&str, &str); 2] = [
    (
        "applying_for_healthcare_programme",
        "you are applying, or thinking of applying, for a healthcare programme",
    ),
    ("interested_in_health", "you are interested in health"),
];

impl Default for Names {
    /// The words for the shipped policies, and no titles.
    fn default() -> Self {
        let words = |list: &[(&str, &str)]| list.iter().map(|(id, words)| ((*id).to_owned(), (*words).to_owned())).collect();
        Self {
            opportunities: BTreeMap::new(),
            criteria: words(&CRITERIA),
            pathways: words(&PATHWAYS),
            statements: words(&STATEMENTS),
            bands: BTreeMap::new(),
        }
    }
}

impl Names {
    /// What `map`, one of these lists, calls `id`.
    pub fn of(map: &BTreeMap<String, String>, id: &str) -> String {
        map.get(id).cloned().unwrap_or_else(|| id.replace('_', " "))
    }
}
