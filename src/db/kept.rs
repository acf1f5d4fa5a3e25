//! What a process keeps of the database in memory, under a number that the database counts: made anew after each change, never by time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::{AnyConnection, Db};
use crate::error::Error;

/// Something made of rows alone, so that all processes make the same.
pub trait Keepable: Sized + Send + Sync + 'static {
    /// The state of the rows that it is made of: a later one is greater.
    type Version: PartialOrd;

    /// The state of the rows now: a later one after each change. A replica may know only an earlier one.
    fn current(db: &mut AnyConnection) -> Result<Self::Version, Error>;

    /// The state that this was made of.
    fn version(&self) -> Self::Version;

    /// Makes it of the rows. The state is read first: what is stored meanwhile makes it out of date, never wrong for good.
    fn load(db: &mut AnyConnection) -> Result<Self, Error>;

    /// True if making it takes longer than somebody should wait.
    fn is_great(&self) -> bool;
}

/// One such thing, kept by a process. Clones share it.
pub struct Kept<T>(Arc<Shared<T>>);

struct Shared<T> {
    kept: RwLock<Option<Arc<T>>>,
    /// Held by the one who makes it anew.
    making: Mutex<()>,
    /// Where a great one is made anew without anybody waiting.
    behind: Option<Db>,
    /// True while that goes on.
    at_work: AtomicBool,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Kept<T> {
    /// Whoever asks first after a change makes it anew, however great it is.
    fn default() -> Self {
        Self::new(None)
    }
}

impl<T> Kept<T> {
    fn new(behind: Option<Db>) -> Self {
        Self(Arc::new(Shared {
            kept: RwLock::default(),
            making: Mutex::default(),
            behind,
            at_work: AtomicBool::default(),
        }))
    }

    /// A great one is made anew on a thread and a connection of its own.
    pub fn behind(db: Db) -> Self {
        Self::new(Some(db))
    }

    fn kept(&self) -> Option<Arc<T>> {
        self.0.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<T: Keepable> Kept<T> {
    /// What is made of the database as it is now. After a change the first to ask makes it anew; whoever asks meanwhile has the one from before the
    /// change, or waits if there is none. Of a great one that is made behind, everybody has the one from before until the new one is there.
    pub fn index(&self, db: &mut AnyConnection) -> Result<Arc<T>, Error> {
        let current = T::current(db)?;
        let kept = self.kept();
        if let Some(index) = kept.as_ref().filter(|index| index.version() >= current) {
            return Ok(Arc::clone(index));
        }
        if let (Some(index), Some(db)) = (&kept, &self.0.behind)
            && index.is_great()
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
        if let Some(index) = self.kept().filter(|index| index.version() >= current) {
            return Ok(index);
        }
        self.make(db)
    }

    fn make(&self, db: &mut AnyConnection) -> Result<Arc<T>, Error> {
        let made = Arc::new(T::load(db)?);
        *self.0.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
        Ok(made)
    }

    /// Makes it anew on a thread of its own, unless one is at it. What changes meanwhile is found by the next question.
    fn make_behind(&self, db: Db) {
        if self.0.at_work.swap(true, Ordering::AcqRel) {
            return;
        }
        let work = AtWork(self.clone());
        let started = std::thread::Builder::new().name("search index".to_owned()).spawn(move || {
            if let Err(error) = db.read_now(|db| work.0.make(db)) {
                tracing::warn!(%error, "what is kept of the database could not be read again");
            }
        });
        if let Err(error) = started {
            tracing::warn!(%error, "no thread to read again what is kept of the database");
        }
    }
}

/// The work of making something anew: over when this is dropped, however it ends.
struct AtWork<T>(Kept<T>);

impl<T> Drop for AtWork<T> {
    fn drop(&mut self) {
        self.0.0.at_work.store(false, Ordering::Release);
    }
}
