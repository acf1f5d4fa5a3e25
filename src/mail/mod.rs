//! Mail: a row committed with the data, sent later, retried, and visible when it fails. One recipient a mail.

mod letter;
mod outbox;

pub use letter::{Attachment, CODE_MARK, LINK_MARK, Letter, compose};
pub use outbox::enqueue;
