//! What a case study is.

use crate::text_enum;

text_enum! {
    /// Where a case study stands.
    pub enum CaseStudyState {
        /// Being written: only the organisation's own people see it.
        Draft = "draft",
        /// On the public register.
        Published = "published",
        /// Not public any more.
        TakenDown = "taken_down",
    }
}

impl CaseStudyState {
    /// The state in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::TakenDown => "Taken down",
        }
    }
}

/// What is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCaseStudy {
    /// The title.
    pub title: String,
    /// Paragraphs, parted by empty lines.
    pub body: String,
}

/// A case study that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseStudy {
    /// Its number.
    pub id: i64,
    /// The part of its address that names it. It stays when the title changes.
    pub slug: String,
    /// Whose it is.
    pub organisation_id: i64,
    /// The name of the organisation.
    pub organisation: String,
    /// What is written.
    pub written: NewCaseStudy,
    /// Where it stands.
    pub state: CaseStudyState,
}

/// The paragraphs of a text: what empty lines part, each as one line.
pub fn paragraphs(body: &str) -> Vec<String> {
    let body = body.replace("\r\n", "\n");
    let mut paragraphs = vec![String::new()];
    for line in body.lines().map(str::trim) {
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(line);
            }
            Some(last) if !last.is_empty() => paragraphs.push(String::new()),
            _ => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn empty_lines_part_paragraphs() {
        assert_eq!(paragraphs("\r\n  One\r\ntwo.\r\n\r\n \r\nThree.\n"), ["One two.", "Three."]);
        assert!(paragraphs(" \n\t\n").is_empty());
    }
}
