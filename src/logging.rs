//! The log: one line per event, on standard error, in UTC. It never holds names, addresses, tokens or what somebody typed.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::web::panics;

/// Starts the log: JSON for machines or words for people, filtered by `RUST_LOG` (`info` if unset or unreadable). A second start changes
/// nothing, and a log that cannot be written stops nobody. Panics become lines of it too.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .log_internal_errors(false);
    // An error means that there is a log already.
    let _ = if json {
        log.json().flatten_event(true).try_init()
    } else {
        log.compact().try_init()
    };
    panics::log_panics();
}
