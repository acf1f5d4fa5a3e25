//! Words as they are compared: in small letters, without accents and apostrophes, parted by everything but letters and digits. Both databases
//! leave this to the program, so that both find the same.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// A text as its words.
pub fn folded(text: &str) -> Vec<String> {
    let mut words = String::with_capacity(text.len());
    fold_into(text, &mut words);
    words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Adds a text's words to `words`, parted by spaces.
pub fn fold_into(text: &str, words: &mut String) {
    if text.is_ascii() {
        words.extend(text.bytes().filter_map(|byte| part(char::from(byte).to_ascii_lowercase())));
    } else {
        let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars());
        words.extend(apart.flat_map(char::to_lowercase).filter_map(part));
    }
    words.push(' ');
}

/// The letter, or a space for what parts words; nothing for what is as if it were not there.
fn part(letter: char) -> Option<char> {
    match letter {
        '\'' | '’' | '\u{300}'..='\u{36f}' => None,
        letter if letter.is_alphanumeric() => Some(letter),
        _ => Some(' '),
    }
}
