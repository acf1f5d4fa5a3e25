//! Who comes before whom, and why: the policy, what counts, the draw and the priority order (`practise/1`, 7.1 to 7.7).
//!
//! Pure: no database, no clock and no randomness of its own. Everything random arrives as a contribution to the draw.

pub mod input;
pub mod lottery;
pub mod order;
pub mod policy;
pub mod problem;
pub mod rank;
pub mod score;

pub use input::{Applicant, Contribution, Kind, Level, Opportunity, RoundInput};
pub use policy::Policy;
pub use problem::{Code, InputError};
pub use rank::{Prioritised, RankedOpportunity, rank};

/// A reference given by the server at random: 1 to 36 of `A-Z a-z 0-9 _ -` (7.1).
pub type Ref = String;
