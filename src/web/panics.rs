//! Panics: one handler's defect is one visitor's error page, and nobody else's concern.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

/// A handler panicked.
#[derive(Clone, Copy, Debug)]
pub struct Panicked;

/// Runs `answer` to its end or to its panic.
pub async fn caught<F: Future>(answer: F) -> Result<F::Output, Panicked> {
    AssertUnwindSafe(answer).catch_unwind().await.map_err(|_| Panicked)
}

/// Makes panics lines of the log, with their place and not their words: those can hold personal data. For the whole process.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
}
