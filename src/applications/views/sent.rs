//! Pages of an application that was sent, and of all applications of a person.

use askama::Template;

use crate::web::components::{Html, Panel};

/// The application was sent: what happens next.
#[derive(Template)]
#[template(path = "applications/submitted.html")]
pub struct Submitted {
    /// The application's address.
    pub path: String,
    /// Its reference.
    pub reference: String,
    /// The applicant's proven address.
    pub email: String,
    /// The last day of the round.
    pub last_day: String,
    /// Whether a parent or guardian is asked.
    pub guardian: bool,
    /// Whether a school, college or service is asked.
    pub school: bool,
    /// Whether the equality questions are still open to them.
    pub equality: bool,
}

impl Submitted {
    fn panel(&self) -> Panel {
        let reference = Html::join([
            Html::from_static("Your reference<br><strong>"),
            Html::text(&self.reference),
            Html::from_static("</strong>"),
        ]);
        Panel::new("Application sent").body(reference)
    }
}

/// Do you want to take this back?
#[derive(Template)]
#[template(path = "applications/withdraw.html")]
pub struct Withdraw {
    /// The application's address.
    pub path: String,
    /// Whether it is a draft.
    pub draft: bool,
    /// The round's name.
    pub round: String,
}

/// An application that can no longer be taken back by this page.
#[derive(Template)]
#[template(path = "applications/ended.html")]
pub struct Ended {
    /// The application's address.
    pub path: String,
}

/// One application in the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its address.
    pub href: String,
    /// Its reference.
    pub reference: String,
    /// The round's name.
    pub round: String,
    /// Where it stands, in words.
    pub state: &'static str,
    /// The last day on which it can be sent, if it is a draft.
    pub send_by: Option<String>,
}

/// All applications of a person.
#[derive(Template)]
#[template(path = "applications/list.html")]
pub struct List {
    /// The applications, newest first.
    pub applications: Vec<Listed>,
}
