//! Where a mail of the outbox stands.

use crate::text_enum;

text_enum! {
    /// Where a mail of the outbox stands.
    pub enum State {
        /// It waits for its first or next try.
        Queued = "queued",
        /// The mail server took it.
        Sent = "sent",
        /// It will not be tried again unless somebody asks for it.
        Dead = "dead",
    }
}
