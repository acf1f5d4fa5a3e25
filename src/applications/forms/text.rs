//! Text fields: stray space removed as the form is read, and the rules that several fields share.

use serde::{Deserialize, Deserializer};
use validator::{ValidateEmail, ValidationError};

/// The longest email address that mail can be sent to.
const LONGEST_EMAIL: usize = 254;

/// One line: without space at its ends, and with single spaces inside.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines: ends of line as one character, and no space at the ends of the text.
pub fn several_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// Reads a field of one line.
pub fn line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|text| one_line(&text))
}

/// Reads a field of several lines.
pub fn lines<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|text| several_lines(&text))
}

/// A rule: at most `MOST` characters, as a reader counts them.
///
/// # Errors
/// The rule's code if there are more.
pub fn at_most<const MOST: usize>(text: &str) -> Result<(), ValidationError> {
    if text.chars().count() <= MOST {
        Ok(())
    } else {
        Err(ValidationError::new("length"))
    }
}

/// A rule: the form of an email address, or nothing at all.
///
/// # Errors
/// The rule's code if it does not have it.
pub fn email_form(text: &str) -> Result<(), ValidationError> {
    if text.is_empty() || (text.len() <= LONGEST_EMAIL && text.validate_email()) {
        Ok(())
    } else {
        Err(ValidationError::new("email"))
    }
}

/// A rule: nothing at all, or at least 5 digits and otherwise only what people write in telephone numbers. No form is asked for beyond that.
///
/// # Errors
/// The rule's code if it is something else.
pub fn phone_form(text: &str) -> Result<(), ValidationError> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let usual = |c: char| c.is_alphanumeric() || c.is_whitespace() || "+-()./,:".contains(c);
    if text.is_empty() || (digits >= 5 && text.chars().all(usual)) {
        Ok(())
    } else {
        Err(ValidationError::new("phone"))
    }
}

/// What was typed in a field that can be left empty.
pub fn optional(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
