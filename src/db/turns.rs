//! Whose turn it is to work on the database. A thread is started only for whoever has a turn: of a thousand who ask at once, most wait without
//! one. Each thread keeps about 3 MB, long after its work is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::blocking;
use crate::error::Error;

/// The turns of one pool: as many as it has connections.
#[derive(Clone, Debug)]
pub(super) struct Turns {
    free: Arc<Semaphore>,
    wait: Duration,
    waiting: Arc<AtomicU32>,
}

/// A turn; dropping it makes it the next one's.
#[derive(Debug)]
struct Turn(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

/// Counts somebody who waits, until it is dropped.
struct Waiting<'a>(&'a AtomicU32);

impl<'a> Waiting<'a> {
    fn begin(count: &'a AtomicU32) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Turns {
    /// So many turns at once. Nobody waits longer than `wait`; `waiting` counts those who do.
    pub fn new(count: u32, wait: Duration, waiting: &Arc<AtomicU32>) -> Self {
        let count = usize::try_from(count).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            free: Arc::new(Semaphore::new(count)),
            wait,
            waiting: Arc::clone(waiting),
        }
    }

    /// Runs `f` on a thread where waiting is allowed, once it is its turn.
    ///
    /// # Errors
    /// Those of `f`; `Unavailable` if no turn comes free in time.
    pub async fn run<T, F>(&self, f: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Error> + Send + 'static,
    {
        let turn = self.next().await?;
        blocking(move || {
            let _turn = turn;
            f()
        })
        .await
    }

    /// The next turn, in the order of asking.
    ///
    /// # Errors
    /// `Unavailable` if none comes free in time.
    async fn next(&self) -> Result<Turn, Error> {
        if let Ok(turn) = Arc::clone(&self.free).try_acquire_owned() {
            return Ok(Turn(turn));
        }
        let _waits = Waiting::begin(&self.waiting);
        match timeout(self.wait, Arc::clone(&self.free).acquire_owned()).await {
            Ok(Ok(turn)) => Ok(Turn(turn)),
            Ok(Err(_)) | Err(_) => Err(Error::Unavailable("no connection to the database came free".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_comes_later_waits_for_a_turn_and_no_longer_than_they_should() -> Result<(), Error> {
        let waiting = Arc::default();
        let turns = Turns::new(2, Duration::from_millis(50), &waiting);
        let (first, second) = (turns.next().await?, turns.next().await?);
        assert!(matches!(turns.next().await, Err(Error::Unavailable(_))));
        let asked = tokio::spawn({
            let turns = turns.clone();
            async move { turns.next().await.is_ok() }
        });
        while waiting.load(Ordering::Relaxed) == 0 {
            tokio::task::yield_now().await;
        }
        drop(first);
        assert!(asked.await.is_ok_and(|came| came));
        assert_eq!(waiting.load(Ordering::Relaxed), 0);
        drop(second);
        assert!(turns.next().await.is_ok());
        Ok(())
    }
}
