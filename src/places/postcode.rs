//! What somebody types to say where they are: a postcode, its first half, or words.

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The first half of a postcode, in capitals without spaces.
    Outcode(String),
    /// More of a postcode than its first half: only that half is kept.
    Postcode(String),
    /// Something else, such as a town.
    Words,
}

/// Reads what was typed, in any case and spacing. Whether there is such a postcode is another question.
pub fn read(text: &str) -> Typed {
    let capitals = text.trim().to_ascii_uppercase();
    if capitals
        .chars()
        .any(|c| !c.is_ascii_alphanumeric() && !matches!(c, ' ' | '-' | '.'))
    {
        return Typed::Words;
    }
    let parts: Vec<&str> = capitals
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    // A postcode that is typed up to its middle, or to the end.
    if let [outward, inward] = parts.as_slice()
        && is_outward(outward)
        && begins_inward(inward)
    {
        return Typed::Postcode((*outward).to_owned());
    }
    let compact = parts.concat();
    if is_outward(&compact) {
        return Typed::Outcode(compact);
    }
    let whole = compact.len().checked_sub(3).and_then(|at| compact.split_at_checked(at));
    let whole = whole.filter(|(outward, inward)| is_outward(outward) && inward.len() == 3 && begins_inward(inward));
    match whole {
        Some((outward, _)) => Typed::Postcode(outward.to_owned()),
        None => Typed::Words,
    }
}

/// One or two letters, a digit, and at most one letter or digit more.
fn is_outward(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = &text.as_bytes()[letters..];
    (1..=2).contains(&letters)
        && match rest {
            [digit] => digit.is_ascii_digit(),
            [digit, last] => digit.is_ascii_digit() && last.is_ascii_alphanumeric(),
            _ => false,
        }
}

/// A digit and at most two letters.
fn begins_inward(text: &str) -> bool {
    match text.as_bytes() {
        [digit, letters @ ..] => digit.is_ascii_digit() && letters.len() <= 2 && letters.iter().all(u8::is_ascii_alphabetic),
        [] => false,
    }
}
