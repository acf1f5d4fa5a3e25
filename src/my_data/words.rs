//! The words for who looked at an applicant's data, and at what.

use crate::audit::{Look, ReaderRole, SeenPage};

/// Who looked: the role and the organisation, never a name.
pub fn who(look: &Look) -> String {
    let of = |role: &str| match &look.organisation {
        Some(organisation) => format!("{role} at {organisation}"),
        None => role.to_owned(),
    };
    match look.role {
        ReaderRole::Coordinator => of("A coordinator"),
        ReaderRole::Champion => of("A board member"),
        ReaderRole::AreaLead => match &look.organisation {
            Some(organisation) => format!("The area lead for {organisation}"),
            None => "The area lead".to_owned(),
        },
        ReaderRole::Guardian => "Your parent or guardian".to_owned(),
        ReaderRole::School => "Your school, college or adviser".to_owned(),
    }
}

/// What a page shows of an applicant.
pub const fn what(page: SeenPage) -> &'static str {
    match page {
        SeenPage::List => "Your reference in the ranked list, and what counted for you. Not your name",
        SeenPage::Proposal => "What interests you, and what counted for you. Not your name",
        SeenPage::Name => "Your name",
        SeenPage::Agreed => "Your name, how to reach you, and the support you need",
        SeenPage::Guardian => "Your first name and your choices",
        SeenPage::School => "Your first name, your choices, and what you told us about school",
        SeenPage::Placement => "Your name, what is left to do, and the days that you came",
        SeenPage::Messages => "Your messages",
        SeenPage::Export => "A list with your name on it",
    }
}
