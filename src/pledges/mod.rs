//! Pledges: an organisation signs one commitment or both, keeps them true year by year, and others can check and object.

mod commitment;
mod model;
mod state;

pub use commitment::{Clause, Commitment, newest, shipped};
pub use model::{CommitmentKind, Pledge, PledgeState, SignatureRole};
pub use state::{Event, State};
