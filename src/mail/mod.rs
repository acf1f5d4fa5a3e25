//! Mail: a row committed with the data, sent later, retried, and visible when it fails. One recipient a mail.
//!
//! `letter` makes the words, `outbox` stores them with the change that they tell of, `queue` leases them to a worker, `message` makes the
//! mail, `transport` hands it over, `worker` runs it all, `retry` says when to try again, `dead` shows what could not be sent,
//! `waiting` counts, `forgetting` takes addresses and words out of it.

mod dead;
mod forgetting;
mod letter;
mod message;
mod outbox;
mod queue;
mod retry;
mod smtp;
mod state;
mod stored;
mod transport;
mod waiting;
mod worker;

pub use dead::{DeadLetter, dead_letters, dead_letters_before, is_refused_since, refused, revive, revive_all};
pub use forgetting::{forget_linked, forget_to};
pub use letter::{Attachment, CODE_MARK, LINK_MARK, Letter, RECURRING, compose};
pub use message::Outgoing;
pub use outbox::enqueue;
pub use queue::{PATIENCE, blank_sent, oldest_due};
pub use retry::{GIVE_UP, Trouble, wait};
pub use state::State;
pub use stored::{Stored, stored};
pub use transport::{Delivered, Mailbox, Transport};
pub use waiting::{Queue, queue};
pub use worker::{Sent, send_due, work};
