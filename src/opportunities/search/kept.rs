//! The index that a process keeps, and how it knows that the index still holds: one number in the database, asked for at each search.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::index::Index;
use super::load::{load, version};
use crate::db::AnyConnection;
use crate::error::Error;

/// The index of what can be applied for. Clones share it. It holds nothing that is not in the database, so that all processes answer alike.
#[derive(Clone, Default)]
pub struct Listing(Arc<Shared>);

#[derive(Default)]
struct Shared {
    kept: RwLock<Option<Arc<Index>>>,
    /// Held by the one who makes it anew.
    making: Mutex<()>,
}

impl Listing {
    /// The index of the database as it is now. After a change the first to ask makes it anew; whoever asks meanwhile has the one from before the
    /// change, or waits if there is none.
    pub fn index(&self, db: &mut AnyConnection) -> Result<Arc<Index>, Error> {
        let current = version(db)?;
        let kept = self.kept();
        if let Some(index) = kept.as_ref().filter(|index| index.version == current) {
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
        let made = Arc::new(load(db)?);
        *self.0.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
        Ok(made)
    }

    fn kept(&self) -> Option<Arc<Index>> {
        self.0.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
