//! Letters to applicants about sending and taking back.

use askama::Template;

/// Tells an applicant that their application has arrived.
#[derive(Template)]
#[template(path = "mail/applications/submitted.txt")]
pub struct Submitted<'a> {
    /// Their first name.
    pub first_name: &'a str,
    /// The application's reference.
    pub reference: &'a str,
    /// The placements that were chosen, best first, a line each.
    pub placements: Vec<String>,
    /// Whether a parent or guardian is asked.
    pub guardian: bool,
    /// Whether a school, college or service is asked.
    pub school: bool,
    /// The last day of the round.
    pub last_day: &'a str,
    /// The address of the application's page.
    pub address: &'a str,
}

/// Tells an applicant that their application was taken back.
#[derive(Template)]
#[template(path = "mail/applications/withdrawn.txt")]
pub struct Withdrawn<'a> {
    /// Their first name.
    pub first_name: &'a str,
    /// The application's reference.
    pub reference: &'a str,
}
