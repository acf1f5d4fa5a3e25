//! Pieces that several questions are made of.

use validator::ValidateEmail;

use crate::auth::normalise_email;
use crate::web::components::{Content, Heading, Html, Size};
use crate::web::form::Errors;

/// The longest email address that mail can be sent to.
const LONGEST_EMAIL: usize = 254;

/// A heading of a page that has more than one field.
pub fn heading(words: impl Into<String>) -> Html {
    Html::of(Heading::new(words.into()).size(Size::L).level(1))
}

/// A paragraph.
pub fn paragraph(words: impl Into<String>) -> Html {
    Html::join([Html::from_static("<p>"), Html::text(words), Html::from_static("</p>\n")])
}

/// Several answers of one row, each on its own line.
pub fn lines(lines: impl IntoIterator<Item = String>) -> Content {
    let mut parts = Vec::new();
    for line in lines {
        if !parts.is_empty() {
            parts.push(Html::from_static("<br>"));
        }
        parts.push(Html::text(line));
    }
    Content::Html(Html::join(parts))
}

/// One line: without space at its ends, and with single spaces inside.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines: ends of line as one character, and no space at the ends of the text.
pub fn several_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// Words from a form as one line of a letter: a line break would begin a new block, and brackets its button.
pub fn in_letter(words: &str) -> String {
    one_line(&words.replace("[[", "").replace("]]", ""))
}

/// `yes` or `no`, as a radio sends it; anything else is no answer.
pub fn yes_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Adds what is wrong with words that are asked for: none, or more than `most` characters. `name` is what they are, at the start of a sentence.
pub fn check_words(errors: &mut Errors, id: &str, text: &str, most: usize, (empty, name): (&str, &str)) {
    if text.is_empty() {
        errors.add(id, empty);
    } else if text.chars().count() > most {
        errors.add(id, format!("{name} must be {most} characters or less"));
    }
}

/// The address as it is compared, or what is wrong with it.
pub fn check_email(errors: &mut Errors, id: &str, text: &str, empty: &str) -> String {
    let email = normalise_email(text);
    if email.is_empty() {
        errors.add(id, empty);
    } else if email.len() > LONGEST_EMAIL || !email.validate_email() {
        errors.add(id, "Enter an email address in the correct format, like name@example.com");
    }
    email
}

/// A whole number between `least` and `most`; stray spaces and commas do not matter. `name` is what it is, at the start of a sentence.
pub fn check_number(errors: &mut Errors, id: &str, text: &str, (least, most): (i32, i32), name: &str) -> Option<i32> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    if digits.is_empty() {
        errors.add(id, format!("Enter {}", lower_first(name)));
        return None;
    }
    match digits.parse::<i32>() {
        Ok(number) if number < least => errors.add(id, format!("{name} must be {least} or more")),
        Ok(number) if number > most => errors.add(id, format!("{name} must be {most} or less")),
        Ok(number) => return Some(number),
        Err(_) => errors.add(id, format!("{name} must be a whole number")),
    }
    None
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
