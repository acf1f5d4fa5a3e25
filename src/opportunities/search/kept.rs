//! The index that a process keeps, and how it knows that the index still holds: one number in the database, asked for at each search.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::index::Index;
use super::load::{load, version};
use crate::db::{AnyConnection, Db};
use crate::error::Error;

/// Lists of up to so many placements are made anew while the question waits, which takes some milliseconds. Greater ones are made behind it.
const AT_ONCE: usize = 1_000;

/// The index of what can be applied for. Clones share it. It holds nothing that is not in the database, so that all processes answer alike.
#[derive(Clone, Default)]
pub struct Listing(Arc<Shared>);

#[derive(Default)]
struct Shared {
    kept: RwLock<Option<Arc<Index>>>,
    /// Held by the one who makes it anew.
    making: Mutex<()>,
    /// Where a great list is made anew without anybody waiting.
    behind: Option<Db>,
    /// True while that goes on.
    at_work: AtomicBool,
}

impl Listing {
    /// An index that makes a great list anew on a thread and a connection of its own.
    pub fn behind(db: Db) -> Self {
        Self(Arc::new(Shared {
            behind: Some(db),
            ..Shared::default()
        }))
    }

    /// The index of the database as it is now. After a change the first to ask makes it anew; whoever asks meanwhile has the one from before the
    /// change, or waits if there is none. Of a list of more than a thousand placements everybody has the one from before until the new one is made.
    pub fn index(&self, db: &mut AnyConnection) -> Result<Arc<Index>, Error> {
        let current = version(db)?;
        let kept = self.kept();
        if let Some(index) = kept.as_ref().filter(|index| index.version == current) {
            return Ok(Arc::clone(index));
        }
        if let (Some(index), Some(db)) = (&kept, &self.0.behind)
            && index.len() > AT_ONCE
        {
            self.make_behind(db.clone());
            return Ok(Arc::clone(index));
        }
        let _making = match (self.0.making.try_lock(), kept) {
            (Ok(making), _) => making,
            (Err(std::sync::TryLockError::WouldBlock), Some(index)) => return Ok(index),
            (Err(_), _) => self.0.making.lock().unwrap_or_else(PoisonError::into_inner),
        };
        // Whoever held the lock before may have made the one that is needed.
        if let Some(index) = self.kept().filter(|index| index.version == current) {
            return Ok(index);
        }
        self.make(db)
    }

    fn make(&self, db: &mut AnyConnection) -> Result<Arc<Index>, Error> {
        let made = Arc::new(load(db)?);
        *self.0.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
        Ok(made)
    }

    /// Makes the index anew on a thread of its own, unless one is at it. What changes meanwhile is found by the next question.
    fn make_behind(&self, db: Db) {
        if self.0.at_work.swap(true, Ordering::AcqRel) {
            return;
        }
        let work = AtWork(self.clone());
        let name = "search index".to_owned();
        let started = std::thread::Builder::new().name(name).spawn(move || {
            if let Err(error) = db.read_now(|db| work.0.make(db)) {
                tracing::warn!(%error, "the list of placements could not be read again");
            }
        });
        if let Err(error) = started {
            tracing::warn!(%error, "no thread to read the list of placements again");
        }
    }

    fn kept(&self) -> Option<Arc<Index>> {
        self.0.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The work of making an index anew: over when this is dropped, however it ends.
struct AtWork(Listing);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.0.at_work.store(false, Ordering::Release);
    }
}
