//! The catalogue of careers: families, roles, the ways into each, and where each leads. It comes with the program, in `data/careers/`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::search::Words;
use crate::text_enum;

text_enum! {
    /// What somebody needs to have before a way into a role begins. From what asks for least to what asks for most; coming back is last.
    pub enum Level {
        /// Nothing from school.
        None = "none",
        /// GCSEs.
        Gcse = "gcse",
        /// A levels, a T level or the like.
        ALevel = "a_level",
        /// An apprenticeship: paid work with training.
        Apprenticeship = "apprenticeship",
        /// A degree course.
        Degree = "degree",
        /// A course after a degree.
        Postgraduate = "postgraduate",
        /// A return to a profession that somebody left.
        Return = "return",
    }
}

impl Level {
    /// The level as a choice on the page.
    pub const fn words(self) -> &'static str {
        match self {
            Self::None => "No exams needed",
            Self::Gcse => "GCSEs",
            Self::ALevel => "A levels or the like",
            Self::Apprenticeship => "An apprenticeship",
            Self::Degree => "A degree",
            Self::Postgraduate => "A course after a degree",
            Self::Return => "Coming back to a profession",
        }
    }
}

/// One way into a role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayIn {
    /// What it asks for.
    pub level: Level,
    /// The lowest age in years at which it can begin.
    pub minimum_age: u8,
    /// What it takes and how long, in a sentence or two.
    pub words: String,
}

/// One role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its name in addresses, unique in the catalogue.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What else it is called, and words by which people look for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// What one does, in a sentence.
    pub summary: String,
    /// What one does on a usual day, a sentence each.
    pub does: Vec<String>,
    /// Where one works.
    #[serde(rename = "where")]
    pub places: Vec<String>,
    /// The usual lowest age, in years, at which the job or its training begins.
    pub minimum_age: u8,
    /// The level of its apprenticeship (2 to 7), if there is one.
    pub apprenticeship_level: Option<u8>,
    /// The body that one must be registered with by law.
    pub registration: Option<String>,
    /// What helps.
    pub helps: Vec<String>,
    /// Slugs of the roles that it can lead to.
    pub leads_to: Vec<String>,
    /// The ways in, the one that asks for least first.
    #[serde(rename = "way_in")]
    pub ways_in: Vec<WayIn>,
}

/// One family of roles.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Its key, as placements and applications have it (`opportunities::FAMILIES`).
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub summary: String,
    /// Codes of the education programmes that lead to it.
    pub programmes: Vec<String>,
    /// Its roles.
    #[serde(rename = "role")]
    pub roles: Vec<Role>,
}

/// An education programme of the strategy's chart 9, with its code in JACS 3.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// What the strategy prints instead, where it misprints.
    pub note: Option<String>,
}

/// Everything.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// The families, by name.
    pub families: Vec<Family>,
    /// The programmes, by code.
    pub programmes: Vec<Programme>,
    /// What is looked for in each role, in the order of [`Catalogue::roles`].
    pub words: Vec<Words>,
}

/// A role with its family.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The family.
    pub family: &'a Family,
    /// The role.
    pub role: &'a Role,
}

impl Catalogue {
    /// The family with this slug.
    pub fn family(&self, slug: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.slug == slug)
    }

    /// Every role with its family.
    pub fn roles(&self) -> impl Iterator<Item = Found<'_>> {
        let of = |family| move |role| Found { family, role };
        self.families.iter().flat_map(move |family| family.roles.iter().map(of(family)))
    }

    /// The role with this slug.
    pub fn role(&self, slug: &str) -> Option<Found<'_>> {
        self.roles().find(|found| found.role.slug == slug)
    }

    /// The roles from which one can come to this one.
    pub fn leading_to(&self, slug: &str) -> Vec<Found<'_>> {
        self.roles()
            .filter(|found| found.role.leads_to.iter().any(|next| next == slug))
            .collect()
    }

    /// The roles that this one leads to.
    pub fn after(&self, role: &Role) -> Vec<Found<'_>> {
        role.leads_to.iter().filter_map(|slug| self.role(slug)).collect()
    }

    /// The programme with this code.
    pub fn programme(&self, code: &str) -> Option<&Programme> {
        self.programmes.iter().find(|programme| programme.code == code)
    }

    /// Everything that does not fit together: names that are used twice, names of nothing, roles that say too little or the impossible.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut seen = BTreeSet::new();
        for Found { family, role } in self.roles() {
            let mut wrong = |what: String| problems.push(format!("{}/{}: {what}", family.slug, role.slug));
            if !seen.insert(&role.slug) {
                wrong("another role has this slug".to_owned());
            }
            for next in role.leads_to.iter().filter(|next| self.role(next).is_none() || **next == role.slug) {
                wrong(format!("leads_to names {next:?}, which is no other role"));
            }
            if role.ways_in.is_empty() || role.does.is_empty() || role.places.is_empty() || role.helps.is_empty() {
                wrong("way_in, does, where and helps need at least one line each".to_owned());
            }
            if role.ways_in.iter().any(|way| way.minimum_age < role.minimum_age) {
                wrong("a way_in begins before the minimum_age of the role".to_owned());
            }
            if !role.ways_in.is_sorted_by_key(|way| way.level) {
                wrong("the way_in that asks for least comes first".to_owned());
            }
            if role.apprenticeship_level.is_some_and(|level| !(2..=7).contains(&level)) {
                wrong("apprenticeship_level is 2 to 7".to_owned());
            }
        }
        let mut slugs = BTreeSet::new();
        for family in &self.families {
            if !slugs.insert(&family.slug) {
                problems.push(format!("{}: another family has this slug", family.slug));
            }
            if family.roles.is_empty() {
                problems.push(format!("{}: it has no role", family.slug));
            }
            for code in family.programmes.iter().filter(|code| self.programme(code).is_none()) {
                problems.push(format!(
                    "{}: programmes names {code:?}, which is not in programmes.toml",
                    family.slug
                ));
            }
        }
        problems
    }
}
