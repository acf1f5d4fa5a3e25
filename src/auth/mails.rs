//! The letters with which somebody signs in, and shows again who they are.

use askama::Template;

/// A code and a link.
#[derive(Template)]
#[template(path = "mail/auth/sign-in.txt")]
pub struct SignInLetter<'a> {
    /// The service's name.
    pub service: &'a str,
    /// How long the code works.
    pub code_minutes: i64,
    /// How long the link works.
    pub link_minutes: i64,
}

/// A code alone: for somebody who is signed in already.
#[derive(Template)]
#[template(path = "mail/auth/proof.txt")]
pub struct ProofLetter<'a> {
    /// The service's name.
    pub service: &'a str,
    /// How long the code works.
    pub code_minutes: i64,
}
