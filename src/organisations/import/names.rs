//! Names that are published in capitals, as people write them.

/// Words in the middle of a name that are written small.
const SMALL: [&str; 11] = ["and", "at", "by", "for", "in", "of", "on", "the", "under", "upon", "with"];
/// Words that are letters, and stay so.
const LETTERS: [&str; 8] = ["CIC", "GP", "LLP", "NHS", "PMS", "UK", "YMCA", "II"];

/// A name as people write it: `LEEDS TEACHING HOSPITALS NHS TRUST` is Leeds Teaching Hospitals NHS Trust. A name that is not in capitals
/// alone is left as it is.
pub fn written(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().any(char::is_lowercase) {
        return name;
    }
    let mut written = String::with_capacity(name.len());
    for part in name.split_inclusive([' ', '-', '/', '(']) {
        let (word, end) = match part.char_indices().next_back() {
            Some((at, ' ' | '-' | '/' | '(')) => part.split_at(at),
            _ => (part, ""),
        };
        let first = written.is_empty() || written.ends_with('(');
        written.push_str(&word_of(word, first));
        written.push_str(end);
    }
    written
}

fn word_of(word: &str, first: bool) -> String {
    let small = word.to_lowercase();
    let bare = |sign: char| !sign.is_alphanumeric();
    if !first && SMALL.contains(&small.as_str()) {
        return small;
    }
    if LETTERS.contains(&word.trim_matches(bare)) || word.chars().any(|sign| sign.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut written = String::with_capacity(word.len());
    let mut begins = true;
    for (at, sign) in small.char_indices() {
        if begins && sign.is_alphabetic() {
            written.extend(sign.to_uppercase());
            begins = false;
        } else {
            written.push(sign);
        }
        // O'Brien, but not King's.
        if matches!(sign, '\'' | '’') {
            begins = at == 1 && small.len() > 3;
        } else if sign == '.' || sign == '&' {
            begins = true;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_names() {
        for name in [
            "Leeds Teaching Hospitals NHS Trust",
            "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust",
            "Guy's and St Thomas' NHS Foundation Trust",
            "Newcastle upon Tyne",
            "Stoke-on-Trent",
            "Royal Brompton & Harefield NHS Foundation Trust",
            "Birmingham Women's and Children's NHS Foundation Trust",
            "Wrightington, Wigan and Leigh Teaching Hospitals NHS Foundation Trust",
            "St. Asaph",
            "Dr O'Brien and Partners (The Surgery)",
            "NHS Direct NHS Trust",
        ] {
            assert_eq!(written(&name.to_uppercase()), name);
            assert_eq!(written(name), name, "and stay as they are");
        }
        assert_eq!(written("  THE   CHRISTIE "), "The Christie");
    }
}
