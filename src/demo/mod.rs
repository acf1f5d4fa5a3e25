//! Demonstration data: invented people in real places, made through the same code as real use, the same for the same day.

mod answers;
mod cast;
mod places;
mod plans;
mod play;
mod pledges;
mod recorded;
mod rounds;
mod schools;

pub use play::{Played, play, wanted};
