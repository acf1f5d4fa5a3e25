//! What an organisation offers so that everybody can come.

use crate::text_enum;

text_enum! {
    /// A kind of support that an opportunity offers.
    pub enum Support {
        /// Reasonable travel costs are paid (the Practise Commitment's clause on travel).
        Travel = "travel",
        /// Food and drink, or their cost.
        Food = "food",
        /// Adjustments for disabled people, agreed before the first day.
        Adjustments = "adjustments",
        /// It can be done from home.
        Virtual = "virtual",
    }
}

impl Support {
    /// The words for a reader.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Travel => "help with travel costs",
            Self::Food => "food and drink",
            Self::Adjustments => "adjustments if you are disabled",
            Self::Virtual => "taking part from home",
        }
    }
}
