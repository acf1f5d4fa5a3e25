//! Searching the catalogue: by words, family, way in and age, with the number of roles behind every choice.

use super::model::{Catalogue, Found, Level, Role};

/// What somebody looks for. Nothing set means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words that all must be in a role's text.
    pub words: String,
    /// The family's slug.
    pub family: Option<String>,
    /// A way in of this level.
    pub level: Option<Level>,
    /// A way in that can begin at this age in years.
    pub age: Option<u8>,
}

/// A choice of a filter and how many roles it would leave, the other filters as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count<T> {
    /// The choice.
    pub choice: T,
    /// How many roles.
    pub roles: usize,
}

/// What was found.
pub struct Results<'a> {
    /// The roles, those whose name has the words first, then by name.
    pub roles: Vec<Found<'a>>,
    /// Each family with its number.
    pub families: Vec<Count<&'a str>>,
    /// Each level with its number.
    pub levels: Vec<Count<Level>>,
}

/// The words to look for, in lower case.
fn terms(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_lowercase).collect()
}

fn has_all(text: &str, terms: &[String]) -> bool {
    let text = text.to_lowercase();
    terms.iter().all(|term| text.contains(term.as_str()))
}

/// Everything that a role says of itself.
fn text(found: Found<'_>) -> String {
    let Role {
        name,
        summary,
        does,
        places,
        helps,
        ways_in,
        ..
    } = found.role;
    let mut text = vec![name.as_str(), summary, &found.family.name];
    text.extend(does.iter().chain(places).chain(helps).map(String::as_str));
    text.extend(ways_in.iter().map(|way| way.words.as_str()));
    text.join(" ")
}

/// True if one way in fits both: at this age, and at this level.
fn can_begin(role: &Role, level: Option<Level>, age: Option<u8>) -> bool {
    role.ways_in
        .iter()
        .any(|way| level.is_none_or(|level| way.level == level) && age.is_none_or(|age| age >= way.minimum_age))
}

/// The roles that fit, and what each other choice would find.
pub fn search<'a>(catalogue: &'a Catalogue, wanted: &Wanted) -> Results<'a> {
    let terms = terms(&wanted.words);
    let with_words: Vec<Found<'a>> = catalogue.roles().filter(|found| has_all(&text(*found), &terms)).collect();
    let in_family = |found: &Found<'_>| wanted.family.as_ref().is_none_or(|slug| *slug == found.family.slug);
    let count = |fits: &dyn Fn(&Found<'a>) -> bool| with_words.iter().filter(|found| fits(found)).count();
    let families = catalogue
        .families
        .iter()
        .map(|family| Count {
            choice: family.slug.as_str(),
            roles: count(&|found| found.family.slug == family.slug && can_begin(found.role, wanted.level, wanted.age)),
        })
        .collect();
    let levels = Level::ALL
        .iter()
        .map(|level| Count {
            choice: *level,
            roles: count(&|found| in_family(found) && can_begin(found.role, Some(*level), wanted.age)),
        })
        .collect();
    let mut roles: Vec<Found<'a>> = with_words
        .iter()
        .copied()
        .filter(|found| in_family(found) && can_begin(found.role, wanted.level, wanted.age))
        .collect();
    roles.sort_by_key(|found| (!has_all(&found.role.name, &terms), found.role.name.to_lowercase()));
    Results { roles, families, levels }
}
