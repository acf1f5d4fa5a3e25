//! What to say about a code.

use super::store::{HELD, Outcome};

/// What is wrong; nothing if it is right.
pub(super) fn of(outcome: Outcome) -> Option<String> {
    match outcome {
        Outcome::Right => None,
        Outcome::Wrong(1) => Some("Code is wrong. You can try 1 more time".to_owned()),
        Outcome::Wrong(left) => Some(format!("Code is wrong. You can try {left} more times")),
        Outcome::Again => Some("Code has been used. Wait until your app shows a new one".to_owned()),
        Outcome::Held => Some(format!(
            "Code was wrong too many times. Try again in {} minutes",
            HELD.whole_minutes()
        )),
    }
}
