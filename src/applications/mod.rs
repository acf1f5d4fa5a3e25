//! Applications: a draft saved page by page, sent once, and followed to its end.

mod answers;
mod circumstances;
mod draft;
mod families;
mod flow;
mod forms;
mod possible;
mod state;
mod steps;
mod store;
mod words;

pub use answers::{
    Aims, Answers, Availability, Choices, Contact, Guardian, Name, Needs, Postcode, Reasons, SchoolContact, Situation, Step, age_on,
};
pub use circumstances::{Circumstances, Level, Standing, YesNo, standing};
pub use state::{ApplicationState, Ending};
pub use store::{
    Application, Entrant, answers, application_by_id, application_by_ref, change_state, choices, claims, entrants, in_round, recipient,
    set_claim,
};
