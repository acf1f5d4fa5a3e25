//! What went wrong with a try, and when the next one is due.

use time::Duration;

/// A mail that is this old and was tried at least [`LEAST_TRIES`] times is given up.
pub const GIVE_UP: Duration = Duration::hours(72);
/// Whoever asks for a dead letter to be tried again gets some hours of tries, however old it is.
const LEAST_TRIES: i32 = 10;

const FIRST_WAIT: Duration = Duration::minutes(1);
const LONGEST_WAIT: Duration = Duration::hours(1);
/// Shorter than five minutes with its scatter: all mail leaves within five minutes of a mail server's return.
const LONGEST_WAIT_FOR_SERVER: Duration = Duration::minutes(4);

/// Why a try failed. The words hold codes only: a server's answer can repeat the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The server was not reached, did not answer in time or takes nothing now: this is not about the one mail.
    Unreachable(String),
    /// The server put this mail off (a reply of 400 to 499).
    Deferred(String),
    /// The server will never take this mail (a reply of 500 to 599), or it cannot be made.
    Refused(String),
}

impl Trouble {
    /// The words for the outbox and the log.
    pub fn words(&self) -> &str {
        let (Self::Unreachable(words) | Self::Deferred(words) | Self::Refused(words)) = self;
        words
    }
}

/// How long to wait after the try number `attempts` (1 for the first) failed: one minute, doubled each time, with a scatter of a fifth to either
/// side, so that instances and mails do not all come back at once. `None`: not again. `age` is the mail's; `scatter` is 0 to 400.
pub fn wait(trouble: &Trouble, attempts: i32, age: Duration, scatter: u32) -> Option<Duration> {
    let longest = match trouble {
        Trouble::Refused(_) => return None,
        Trouble::Deferred(_) => LONGEST_WAIT,
        Trouble::Unreachable(_) => LONGEST_WAIT_FOR_SERVER,
    };
    if age >= GIVE_UP && attempts >= LEAST_TRIES {
        return None;
    }
    let doublings = attempts.clamp(1, 10) - 1;
    let wait = (FIRST_WAIT * 2_i32.pow(doublings.unsigned_abs())).min(longest);
    Some(wait * (800 + scatter.min(400)) / 1000)
}
