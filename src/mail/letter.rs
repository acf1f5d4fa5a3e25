//! A letter: words from one askama template, made into a text and an HTML part.

use askama::Template;

use crate::error::Error;

/// Stands for the link in a stored letter; the real address is put in when the mail leaves. Control characters never come in through a form,
/// so that nobody can write one of these.
pub const LINK_MARK: &str = "\u{1}link\u{1}";
/// Stands for the six-digit code in a stored letter.
pub const CODE_MARK: &str = "\u{1}code\u{1}";

/// Letters whose kind ends so come again and again; their link stops them, also when a mail program posts to it.
pub const RECURRING: &str = ".news";

/// A file sent with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The file's name.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Its text.
    pub body: String,
}

/// A letter to one person, ready to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Which letter this is, such as `offer.made`.
    pub kind: &'static str,
    /// The version of its words; counted up when they change.
    pub version: i32,
    /// The recipient's address.
    pub to: String,
    /// The subject: the same for everybody, without personal data.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The link that [`LINK_MARK`] stands for.
    pub link_id: Option<i64>,
    /// The sign-in that [`CODE_MARK`] stands for.
    pub sign_in_id: Option<i64>,
    /// A file, if there is one.
    pub attachment: Option<Attachment>,
    /// True if nothing of it stays once it has left.
    pub forget: bool,
}

/// A block of a letter, as the HTML part shows it.
pub enum Block<'a> {
    /// A paragraph, and the address that it ends with.
    Paragraph(&'a str, &'a str),
    /// A list of points.
    List(Vec<&'a str>),
    /// The one thing to do: a button with these words.
    Action(&'a str),
    /// The six-digit code, large.
    Code,
}

#[derive(Template)]
#[template(path = "mail/layout.html")]
struct Html<'a> {
    subject: &'a str,
    blocks: Vec<Block<'a>>,
    link: &'a str,
    code: &'a str,
}

/// Makes a letter from a template in `templates/mail/`. The template is plain text: the first line is `Subject: …`, blocks are separated by
/// empty lines, an address at the end of a paragraph is a link, lines that begin with `- ` are points of a list, a block `[[Words]]` is the link, and a block `[[code]]` is the code.
///
/// # Errors
/// `Internal` if the template cannot be rendered or has no subject.
pub fn compose(kind: &'static str, version: i32, to: &str, words: &impl Template) -> Result<Letter, Error> {
    let rendered = words.render()?.replace("\r\n", "\n");
    let (first, body) = rendered
        .split_once('\n')
        .ok_or_else(|| Error::internal("a letter without a body"))?;
    let subject = first
        .strip_prefix("Subject: ")
        .ok_or_else(|| Error::internal("a letter without a subject"))?
        .trim();
    let blocks: Vec<Block<'_>> = body
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty())
        .map(block)
        .collect();
    let text = text(&blocks);
    let html = Html {
        subject,
        blocks,
        link: LINK_MARK,
        code: CODE_MARK,
    }
    .render()?;
    Ok(Letter {
        kind,
        version,
        to: to.to_owned(),
        subject: subject.to_owned(),
        text,
        html,
        link_id: None,
        sign_in_id: None,
        attachment: None,
        forget: false,
    })
}

impl Letter {
    /// The same letter with the link that its action leads to.
    #[must_use]
    pub fn with_link(mut self, link_id: i64) -> Self {
        self.link_id = Some(link_id);
        self
    }

    /// The same letter with the sign-in whose code it carries.
    #[must_use]
    pub fn with_code(mut self, sign_in_id: i64) -> Self {
        self.sign_in_id = Some(sign_in_id);
        self
    }

    /// The same letter, of which neither the words nor the address stay once it has left or was given up.
    #[must_use]
    pub fn forgotten(mut self) -> Self {
        self.forget = true;
        self
    }

    /// The same letter with a file.
    #[must_use]
    pub fn with_attachment(mut self, attachment: Attachment) -> Self {
        self.attachment = Some(attachment);
        self
    }
}

fn block(text: &str) -> Block<'_> {
    match text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        Some("code") => Block::Code,
        Some(words) => Block::Action(words),
        None if text.starts_with("- ") => Block::List(text.lines().map(|line| line.trim_start_matches("- ")).collect()),
        None => {
            let (words, address) = ending(text);
            Block::Paragraph(words, address)
        }
    }
}

/// A paragraph's words, and the address of a page if that is how it ends: only there do our templates have one.
fn ending(text: &str) -> (&str, &str) {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_address = last.starts_with("http://") || last.starts_with("https://");
    match text.strip_suffix(last) {
        Some(words) if is_address => (words, last),
        _ => (text, ""),
    }
}

fn text(blocks: &[Block<'_>]) -> String {
    let parts: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(words, address) => format!("{words}{address}"),
            Block::List(points) => points.iter().map(|point| format!("- {point}")).collect::<Vec<_>>().join("\n"),
            Block::Action(words) => format!("{words}:\n{LINK_MARK}"),
            Block::Code => CODE_MARK.to_owned(),
        })
        .collect();
    parts.join("\n\n") + "\n"
}
