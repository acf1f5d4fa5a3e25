//! The names a policy may not use, so that no protected characteristic can decide who comes first.

/// Words that name a protected characteristic of the Equality Act 2010, and their common synonyms.
const WORDS: [&str; 45] = [
    "age",
    "aged",
    "birth",
    "dob",
    "birthday",
    "sex",
    "gender",
    "male",
    "female",
    "men",
    "women",
    "man",
    "woman",
    "boys",
    "girls",
    "transgender",
    "trans",
    "race",
    "racial",
    "ethnic",
    "ethnicity",
    "colour",
    "nationality",
    "religion",
    "religious",
    "belief",
    "faith",
    "christian",
    "muslim",
    "jewish",
    "disability",
    "disabled",
    "impairment",
    "orientation",
    "sexuality",
    "gay",
    "lesbian",
    "bisexual",
    "lgbt",
    "pregnancy",
    "pregnant",
    "maternity",
    "marriage",
    "married",
    "marital",
];

/// The protected characteristic `name` mentions, comparing whole words between `_`, `-` and digits.
pub(super) fn named_in(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    lower
        .split(|c: char| !c.is_ascii_alphabetic())
        .find_map(|part| WORDS.iter().copied().find(|word| *word == part))
}
