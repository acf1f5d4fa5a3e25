//! The audit log: what was done, when and by whom, in a chain that shows any later change.

mod reads;
mod store;

pub use reads::{Look, ReaderRole, Seen, SeenPage, forget_looks, has_seen, looks, saw, saw_in};
pub use store::{Broken, Entry, Pending, Told, count_since, digest, flush, record, timeline, timeline_without, verify};
