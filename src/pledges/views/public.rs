//! What everybody can check: the page that says whether a commitment holds, and the badge.

use askama::Template;

use crate::dates;
use crate::pledges::certificate::Certificate;
use crate::pledges::standing;
use crate::web::components::{SummaryList, Tag, TagColour};

/// The characters of a line of the badge.
const LINE: usize = 32;

/// Says whether a commitment holds.
#[derive(Template)]
#[template(path = "pledges/verify.html")]
pub struct VerifyPage {
    name: String,
    organisation: String,
    tag: Tag,
    sentences: String,
    facts: SummaryList,
    clauses: Vec<(String, String, String, Option<String>)>,
    certificate: String,
    badge: String,
    /// What a page of the organisation says to show the badge.
    code: String,
    concern: Option<String>,
}

impl VerifyPage {
    /// The page of a pledge; nothing for one that never was on the register.
    pub fn new(known: &Certificate, public_url: &str) -> Option<Self> {
        let (pledge, text, organisation) = (&known.pledge, &known.text, &known.organisation);
        let colour = if pledge.state.is_in_force() {
            TagColour::Green
        } else {
            TagColour::Grey
        };
        let path = format!("/pledges/{}", pledge.reference);
        let clauses = text.clauses.iter().map(|clause| {
            let said = known.said.iter().find(|said| said.clause == clause.id);
            let statement = said.map(|said| said.statement.clone()).unwrap_or_default();
            let number = clause.number.as_ref().zip(said.and_then(|said| said.promised));
            let promised = number.map(|(number, promised)| format!("{promised} {}", number.unit));
            (clause.title.clone(), clause.text.clone(), statement, promised)
        });
        let mut facts = SummaryList::new()
            .row(
                "Organisation",
                format!("{}, {}, {}", organisation.name, organisation.code, organisation.town),
            )
            .row("Reference", pledge.reference.as_str())
            .row(
                "Version of the words",
                format!("{}, in force from {}", text.version, dates::day(text.in_force_from)),
            )
            .row("SHA-256 of the words", text.sha256());
        if let Some(at) = pledge.published_at {
            facts = facts.row("Signed", dates::day_of(at));
        }
        Some(Self {
            name: text.title.clone(),
            organisation: organisation.name.clone(),
            tag: Tag::new(pledge.state.words(), colour),
            sentences: standing::sentences(pledge)?,
            facts,
            clauses: clauses.collect(),
            certificate: format!("{path}/certificate.pdf"),
            badge: format!("{path}/badge.svg"),
            code: format!(
                "<a href=\"{public_url}{path}/verify\"><img src=\"{public_url}{path}/badge.svg\" alt=\"We signed the {}\"></a>",
                text.title
            ),
            concern: pledge
                .state
                .is_in_force()
                .then(|| format!("/organisations/{}/concern", organisation.slug)),
        })
    }
}

/// The badge.
#[derive(Template)]
#[template(path = "pledges/badge.svg", escape = "html")]
pub struct Badge {
    name: String,
    lines: Vec<String>,
    short: String,
    colour: &'static str,
    address: String,
}

impl Badge {
    /// The badge of a pledge; nothing for one that never was on the register.
    pub fn new(known: &Certificate, public_url: &str) -> Option<Self> {
        Some(Self {
            name: known.text.title.clone(),
            lines: two_lines(&known.organisation.name),
            short: standing::short(&known.pledge)?,
            colour: if known.pledge.state.is_in_force() { "#005eb8" } else { "#4c6272" },
            address: format!("{public_url}{}", known.pledge.verify_path()),
        })
    }
}

/// Words in two lines at most; what does not fit is cut.
fn two_lines(words: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let full = lines.len() == 2;
        if let Some(line) = lines.last_mut() {
            if line.is_empty() || line.chars().count() + 1 + word.chars().count() <= LINE {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.extend(word.chars().take(LINE));
                continue;
            }
            if full {
                line.push('…');
                break;
            }
        }
        lines.push(word.chars().take(LINE).collect());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::two_lines;

    #[test]
    fn a_long_name_has_two_lines_and_is_cut() {
        assert_eq!(two_lines("Hill Hospital"), ["Hill Hospital"]);
        assert_eq!(
            two_lines("The Newcastle upon Tyne Hospitals NHS Foundation Trust"),
            ["The Newcastle upon Tyne", "Hospitals NHS Foundation Trust"]
        );
        let cut = two_lines("University Hospitals of the North and the Furthest South Eastern Edge NHS Foundation Trust");
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with('…') && cut.iter().all(|line| line.chars().count() <= super::LINE + 1));
    }
}
