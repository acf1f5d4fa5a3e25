//! The pages for signing in and out.

use askama::Template;

use crate::web::components::{FieldError, Heading, Html, WarningCallout};

/// Asks for an address.
#[derive(Template)]
#[template(path = "auth/email.html")]
pub struct EmailPage {
    /// The page before.
    pub back: String,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// What is being done, above the title; empty for nothing.
    pub caption: String,
    /// The title.
    pub title: String,
    /// Why the address is asked for.
    pub why: String,
    /// Where the form goes.
    pub action: String,
    /// The address that was typed.
    pub email: String,
    /// Whether the box is ticked.
    pub shared_computer: bool,
    /// Where to go on to; empty for the usual place.
    pub next: String,
    /// The address that was probably meant: the page asks for another look at what was typed.
    pub meant: Option<String>,
}

impl EmailPage {
    fn warning(&self) -> Option<WarningCallout> {
        let meant = self.meant.as_ref()?;
        let strong = |words: &str| {
            Html::join([
                Html::from_static("<strong class=\"app-unbroken\">"),
                Html::text(words),
                Html::from_static("</strong>"),
            ])
        };
        let words = Html::join([
            Html::from_static("<p>You typed "),
            strong(&self.email),
            Html::from_static(". Did you mean "),
            strong(meant),
            Html::from_static("?</p><p>Change it here if so. If it is right as it is, select Continue.</p>"),
        ]);
        Some(WarningCallout::new(Heading::new("Check your email address").level(2), words))
    }

    fn ticked(&self) -> Option<&'static str> {
        self.shared_computer.then_some("yes")
    }
}

/// Asks for the code.
#[derive(Template)]
#[template(path = "auth/code.html")]
pub struct CodePage {
    /// The page before, where the address can be changed.
    pub back: String,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// What is being done, above the title; empty for nothing.
    pub caption: String,
    /// The address that the letter went to.
    pub email: String,
    /// Where the form goes.
    pub action: String,
}

/// Asks whether to sign out, or says that it is done.
#[derive(Template)]
#[template(path = "auth/sign_out.html")]
pub struct SignOutPage {
    /// Whether somebody is signed in.
    pub signed_in: bool,
}

/// The page of a sign-in link.
#[derive(Template)]
#[template(path = "auth/link.html")]
pub struct LinkPage;

/// The page of a sign-in link that was used or overtaken.
#[derive(Template)]
#[template(path = "auth/link_used.html")]
pub struct LinkUsedPage;
