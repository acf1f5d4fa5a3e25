//! The words by which a school is found: small letters without accents, and digits.

use std::collections::BTreeSet;

use super::model::Facts;

/// A longer word is cut: nobody types that much of one.
const LONGEST: usize = 24;

/// The words of a text in their order. An apostrophe is as if it were not there, and "Saint" is the same as "St".
pub fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in text.chars().chain([' ']) {
        match letter {
            '\'' | '’' | '‘' | '`' => {}
            '&' => words.push("and".to_owned()),
            _ if letter.is_alphanumeric() => word.push_str(&plain(letter)),
            _ if word.is_empty() => {}
            _ => words.push(short(&std::mem::take(&mut word))),
        }
    }
    words
}

/// Every word of a school that can be picked: of its name, its town, its postcode in parts and as a whole, and its local authority.
pub fn words_of_school(facts: &Facts) -> BTreeSet<String> {
    if !facts.can_be_picked() {
        return BTreeSet::new();
    }
    let texts = [
        Some(&facts.name),
        facts.town.as_ref(),
        facts.postcode.as_ref(),
        facts.authority.as_ref(),
    ];
    let whole = facts.postcode.as_ref().map(|postcode| words_of(postcode).concat());
    texts
        .into_iter()
        .flatten()
        .flat_map(|text| words_of(text))
        .chain(whole.filter(|whole| !whole.is_empty()))
        .collect()
}

fn short(word: &str) -> String {
    match word {
        "saint" => "st".to_owned(),
        _ => word.chars().take(LONGEST).collect(),
    }
}

/// A letter or digit without its accent, small. Letters of other alphabets are left out: the register has none.
fn plain(letter: char) -> String {
    let base = match letter.to_lowercase().next().unwrap_or(letter) {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ß' => return "ss".to_owned(),
        'æ' => return "ae".to_owned(),
        'œ' => return "oe".to_owned(),
        other if other.is_ascii_alphanumeric() => other,
        _ => return String::new(),
    };
    base.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_people_type_them() {
        assert_eq!(
            words_of("St Mary's R.C. School & Sixth Form"),
            ["st", "marys", "r", "c", "school", "and", "sixth", "form"]
        );
        assert_eq!(
            words_of("  Saint Ângela’s École,  NW3\t2bq "),
            ["st", "angelas", "ecole", "nw3", "2bq"]
        );
        assert_eq!(words_of("学校 -- '"), Vec::<String>::new());
        assert_eq!(words_of(&"a".repeat(99))[0].len(), LONGEST);
    }
}
