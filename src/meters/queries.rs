//! Counting the statements that the database is asked.

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use metrics::{Counter, counter};

use crate::error::Error;

/// Counts the statements of one connection.
struct Queries {
    done: Counter,
    failed: Counter,
}

impl Instrumentation for Queries {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::FinishQuery { error, .. } = event {
            let counter = if error.is_some() { &self.failed } else { &self.done };
            counter.increment(1);
        }
    }
}

impl Queries {
    fn new() -> Self {
        Self {
            done: counter!("practise_queries_total", "outcome" => "done"),
            failed: counter!("practise_queries_total", "outcome" => "failed"),
        }
    }
}

/// Counts the statements of every connection that is opened from now on.
///
/// # Errors
/// `Internal` if another thread failed while it did the same.
pub fn count_queries() -> Result<(), Error> {
    set_default_instrumentation(|| Some(Box::new(Queries::new()))).map_err(Error::internal)
}
