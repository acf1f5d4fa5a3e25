//! Whether somebody can have a placement at all, before anything is ranked.

use time::Date;

use super::answers::age_on;
use crate::opportunities::{Opportunity, OpportunityState};

/// Why a placement cannot be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// The organisation does not take applications for it now.
    NotOnOffer,
    /// Everybody who can come has agreed to.
    Full,
    /// The applicant will be too young on the first day.
    TooYoung {
        /// The age from which people can come.
        minimum: i32,
        /// The applicant's age on the first day.
        age: i32,
    },
}

impl Bar {
    /// Why, for the applicant.
    pub fn words(self) -> String {
        match self {
            Self::NotOnOffer => "It does not take applications now.".to_owned(),
            Self::Full => "All of its places are taken.".to_owned(),
            Self::TooYoung { minimum, age } => {
                format!("You will be {age} on the first day. This placement is for people aged {minimum} or over.")
            }
        }
    }
}

/// What stands against somebody born on `born` choosing this placement. Without a date of birth, age is not looked at.
pub fn bar(opportunity: &Opportunity, born: Option<Date>) -> Option<Bar> {
    if opportunity.state != OpportunityState::Published {
        return Some(Bar::NotOnOffer);
    }
    if opportunity.places_taken >= opportunity.places {
        return Some(Bar::Full);
    }
    let age = age_on(born?, opportunity.first_day);
    (age < opportunity.minimum_age).then_some(Bar::TooYoung {
        minimum: opportunity.minimum_age,
        age,
    })
}
