//! Rounds as they run: opened, closed, drawn, ranked, and ranked again when a place comes free.

mod cancel;
mod close;
mod deciders;
mod entry;
mod export;
mod free;
mod link;
mod mails;
mod odds;
mod open;
mod ranking;
mod reasons;
mod record;
mod views;

pub use cancel::{Concerned, Had, opportunity_withdrawn};
pub use close::{close, close_due, rank_due, reveal, reveal_missing};
pub use deciders::{Decider, TURNS, deciders, first_turn, who_know, whom_to_ask};
pub use export::bundle;
pub use free::{cut_off_due, leave, offering, place_came_free, settle_if_done};
pub use link::RevealLink;
pub use mails::{Why, ask};
pub use odds::{Odds, count_waiting, odds, odds_at};
pub use open::{Supervisor, open};
pub use ranking::rank_round;
pub use reasons::band_words;
pub use record::{FirstRun, ProposalState, Standing, StandingStatus, first_run, published};
