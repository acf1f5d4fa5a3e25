//! The audit log: what was done, when and by whom, in a chain that shows any later change.

mod reads;
mod store;

pub use reads::{Look, ReaderRole, SEEN, Seen, SeenPage, forget_looks, hour, looks, reader, saw, saw_in, unseen};
pub use store::{Broken, Entry, Pending, Told, check_daily, count_since, digest, flush, head, record, timeline, timeline_without, verify};
