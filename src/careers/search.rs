//! Searching the catalogue: by words, family, way in and age, with the number of roles behind every choice.
//!
//! A word is found where another begins with it, in small or capital letters. A word that is nowhere is found with one slip of the keyboard, if it is
//! long enough for that to mean something.

use super::model::{Catalogue, Found, Level, Role};

/// More words than this are not looked for.
const MOST_TERMS: usize = 8;
/// A shorter word has to be right.
const LONG_ENOUGH: usize = 5;

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
    /// The roles: those whose name has the words first, then those that are also called so, then by name.
    pub roles: Vec<Found<'a>>,
    /// Each family with its number.
    pub families: Vec<Count<&'a str>>,
    /// Each level with its number.
    pub levels: Vec<Count<Level>>,
}

/// Where a word was found; the best place first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Name,
    OtherName,
    Text,
}

/// A text as its words in small letters; everything but letters and digits parts words, and an apostrophe is as if it were not there.
fn folded(text: &str) -> Vec<String> {
    let text = text.replace(['\'', '’'], "").to_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words of one role by where they stand.
#[derive(Clone, Debug)]
pub struct Words([(Place, Vec<String>); 3]);

impl Words {
    /// The words of a role.
    pub fn of(found: Found<'_>) -> Self {
        let Role {
            name,
            also,
            summary,
            does,
            places,
            helps,
            ways_in,
            ..
        } = found.role;
        let mut text = vec![summary.as_str(), &found.family.name];
        text.extend(does.iter().chain(places).chain(helps).map(String::as_str));
        text.extend(ways_in.iter().map(|way| way.words.as_str()));
        Self([
            (Place::Name, folded(name)),
            (Place::OtherName, folded(&also.join(" "))),
            (Place::Text, folded(&text.join(" "))),
        ])
    }

    /// The best place that has a word for which `fits` is true.
    fn best(&self, fits: impl Fn(&str) -> bool) -> Option<Place> {
        let has = |(_, words): &&(Place, Vec<String>)| words.iter().any(|word| fits(word));
        self.0.iter().find(has).map(|(place, _)| *place)
    }
}

/// True for words that one slip apart: a letter too many, missing, wrong, or two in the wrong order.
fn alike(term: &str, word: &str) -> bool {
    term.len() >= LONG_ENOUGH && strsim::osa_distance(term, word) == 1
}

/// The roles that have every term, each with the worst place of any term.
fn matching<'a>(catalogue: &'a Catalogue, words: &str) -> Vec<(Place, Found<'a>)> {
    let mut left: Vec<(Place, Found<'a>, &Words)> = catalogue
        .roles()
        .zip(&catalogue.words)
        .map(|(found, words)| (Place::Name, found, words))
        .collect();
    for term in folded(words).iter().take(MOST_TERMS) {
        let with = |fits: &dyn Fn(&str) -> bool| {
            let places = left.iter().map(|(worst, _, words)| words.best(fits).map(|place| place.max(*worst)));
            places.collect::<Vec<_>>()
        };
        let mut places = with(&|word| word.starts_with(term.as_str()));
        if places.iter().all(Option::is_none) {
            places = with(&|word| alike(term, word));
        }
        left = left
            .into_iter()
            .zip(places)
            .filter_map(|((_, found, words), place)| Some((place?, found, words)))
            .collect();
    }
    left.into_iter().map(|(place, found, _)| (place, found)).collect()
}

/// True if one way in fits both: at this age, and at this level.
fn can_begin(role: &Role, level: Option<Level>, age: Option<u8>) -> bool {
    role.ways_in
        .iter()
        .any(|way| level.is_none_or(|level| way.level == level) && age.is_none_or(|age| age >= way.minimum_age))
}

/// The roles that fit, and what each other choice would find.
pub fn search<'a>(catalogue: &'a Catalogue, wanted: &Wanted) -> Results<'a> {
    let with_words = matching(catalogue, &wanted.words);
    let in_family = |found: &Found<'_>| wanted.family.as_ref().is_none_or(|slug| *slug == found.family.slug);
    let count = |fits: &dyn Fn(&Found<'a>) -> bool| with_words.iter().filter(|(_, found)| fits(found)).count();
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
    let mut roles: Vec<(Place, Found<'a>)> = with_words
        .into_iter()
        .filter(|(_, found)| in_family(found) && can_begin(found.role, wanted.level, wanted.age))
        .collect();
    roles.sort_by_key(|(place, found)| (*place, found.role.name.to_lowercase()));
    Results {
        roles: roles.into_iter().map(|(_, found)| found).collect(),
        families,
        levels,
    }
}
