//! Applications: a draft saved page by page, sent once, and followed to its end.

mod answers;
mod circumstances;
mod state;
mod state_words;
pub mod status;
mod store;

pub use answers::{
    Aims, Answers, Availability, Choices, Contact, Guardian, Name, Needs, Postcode, Reasons, SchoolContact, Situation, Step, age_on,
};
pub use circumstances::{Circumstances, Level, Standing, YesNo, standing};
pub use state::{ApplicationState, Ending};
pub use state_words::{StateWords, happened, of_reason, of_state};
pub use store::{
    Application, Entrant, answers, application_by_id, application_by_ref, change_state, choices, claims, entrants, in_round, recipient,
    set_claim,
};
