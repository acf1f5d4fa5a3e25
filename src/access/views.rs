//! The pages about people, invitations and accounts.

use askama::Template;

use super::model::{Holder, Invitation, InvitationState, role_does, role_words};
use super::people::Waiting;
use crate::web::components::{FieldError, Html, Legend, Radios, Size, SummaryList, Table};
use crate::web::layout::Link;

/// The people of an organisation, of an area or of the country.
#[derive(Template)]
#[template(path = "access/people.html")]
pub struct PeoplePage {
    /// The title.
    pub title: &'static str,
    /// What the roles are.
    pub about: &'static str,
    /// Where the form goes.
    pub action: &'static str,
    /// The words above the form; nothing for whoever only sees.
    pub invite: Option<&'static str>,
    /// Everybody with a role.
    pub people: Option<Table>,
    /// Invitations that wait.
    pub waiting: Vec<Waiting>,
    /// The fields of the form.
    pub fields: Vec<Html>,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
}

/// Asks whether to take somebody's roles away.
#[derive(Template)]
#[template(path = "access/remove.html")]
pub struct RemovePage {
    /// The page before.
    pub back: &'static str,
    /// What is wrong: nothing can be.
    pub errors: Vec<FieldError>,
    /// Whose role.
    pub email: String,
    /// Which roles, for what.
    pub roles: Vec<String>,
}

impl RemovePage {
    /// The page for these roles of one person.
    pub fn new(back: &'static str, roles: &[Holder]) -> Self {
        let words = |one: &Holder| match one.place.as_str() {
            "" => role_words(one.role).to_owned(),
            place => format!("{} for {place}", role_words(one.role)),
        };
        Self {
            back,
            errors: Vec::new(),
            email: roles.first().map(|role| role.email.clone()).unwrap_or_default(),
            roles: roles.iter().map(words).collect(),
        }
    }
}

/// A session that is open.
pub struct OpenSession {
    /// When it was opened and used.
    pub facts: SummaryList,
    /// Whether it is the one that looks.
    pub this: bool,
    /// Names it in the form.
    pub handle: String,
}

/// The viewer's own account.
#[derive(Template)]
#[template(path = "access/account.html")]
pub struct AccountPage {
    /// Their address.
    pub email: String,
    /// Their roles, in words.
    pub roles: Vec<String>,
    /// The pages that they lead to.
    pub pages: Vec<Link>,
    /// Their sessions.
    pub sessions: Vec<OpenSession>,
    /// Whether this session has the second factor.
    pub second_factor: bool,
}

/// The page of an invitation's link.
#[derive(Template)]
#[template(path = "access/answer.html")]
pub struct AnswerPage {
    words: String,
    does: &'static str,
    errors: Vec<FieldError>,
}

impl AnswerPage {
    /// The page, with what is wrong with the answer.
    pub fn new(invitation: &Invitation, missing: Option<&str>) -> Self {
        Self {
            words: to(invitation),
            does: role_does(invitation.grant.role),
            errors: missing.map(|words| FieldError::new("answer", words)).into_iter().collect(),
        }
    }

    fn answer(&self) -> Radios {
        Radios::new("answer", Legend::new("Do you accept?").size(Size::M))
            .item("yes", "Yes, I accept")
            .item("no", "No, I do not accept")
            .error(FieldError::find(&self.errors, "answer"))
    }
}

/// What came of an invitation.
#[derive(Template)]
#[template(path = "access/outcome.html")]
pub struct OutcomePage {
    heading: &'static str,
    words: String,
    accepted: bool,
}

impl OutcomePage {
    /// The page, without saying who was invited.
    pub fn new(invitation: &Invitation) -> Self {
        let (heading, words) = match invitation.state {
            InvitationState::Accepted => ("You have accepted the invitation", format!("You are {} now.", to(invitation))),
            InvitationState::Declined => ("You have declined the invitation", "You did not get the role.".to_owned()),
            InvitationState::Open | InvitationState::Withdrawn => (
                "This invitation is not open",
                "It was taken back or answered. Ask whoever invited you if you need the role.".to_owned(),
            ),
        };
        Self {
            heading,
            words,
            accepted: invitation.state == InvitationState::Accepted,
        }
    }
}

/// The role with what it is for.
fn to(invitation: &Invitation) -> String {
    let role = role_words(invitation.grant.role);
    if invitation.place.is_empty() {
        role.to_owned()
    } else {
        format!("{role} for {}", invitation.place)
    }
}
