//! Whether this instance should be sent visitors: the database answers and can be written, its tables are there, its disk has room, and mail leaves.

use std::sync::{Mutex, PoisonError};

use time::Duration;

use super::store::{probe, trouble};
use crate::app::App;
use crate::db::Instant;
use crate::error::Error;
use crate::tx::{Actor, Ledger};

/// For so long a write that came through says that the next one will: whoever asks often does not make us write often.
const PROVEN: Duration = Duration::seconds(5);
/// For so long it says so while another one is under way.
const TRUSTED: Duration = Duration::seconds(15);

/// When this process last learnt that it can write.
#[derive(Debug, Default)]
pub struct Readiness {
    written_at: Mutex<Option<Instant>>,
    /// Held by whoever tries: of many who ask, one waits for a locked database.
    probing: tokio::sync::Mutex<()>,
}

impl Readiness {
    /// # Errors
    /// `Unavailable`, and whatever else a write meets.
    async fn can_write(&self, ledger: &Ledger) -> Result<(), Error> {
        let now = ledger.clock.now();
        if self.was_written(now, PROVEN) {
            return Ok(());
        }
        let Ok(_held) = self.probing.try_lock() else {
            return if self.was_written(now, TRUSTED) {
                Ok(())
            } else {
                Err(Error::Unavailable("a write takes long".to_owned()))
            };
        };
        ledger.write(Actor::System, probe).await?;
        *self.written_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        Ok(())
    }

    /// True if a write came through in the time `within` before `now`.
    fn was_written(&self, now: Instant, within: Duration) -> bool {
        let written_at = *self.written_at.lock().unwrap_or_else(PoisonError::into_inner);
        written_at.is_some_and(|at| at <= now && now.since(at) < within)
    }
}

/// Why nobody should be sent here; nothing if all is well.
///
/// # Errors
/// Whatever the database answers in place of what is asked.
pub async fn why_not(app: &App) -> Result<Option<String>, Error> {
    let now = app.ledger.clock.now();
    if let Some(trouble) = app.ledger.db.read_briefly(move |db| trouble(db, now)).await? {
        return Ok(Some(trouble.to_owned()));
    }
    let least = app.config.least_free_disk;
    if let Some(free) = app.ledger.db.free_disk()?.filter(|free| *free < least) {
        return Ok(Some(format!("{free}% of the disk is free, less than {least}%")));
    }
    app.readiness.can_write(&app.ledger).await?;
    Ok(None)
}
