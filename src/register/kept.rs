//! The register that a process keeps, with the files made of it, and how it knows that they still hold.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use time::Date;

use super::files::{Format, Made, make};
use super::index::{Index, Version};
use super::load::{load, version};
use crate::db::AnyConnection;
use crate::error::Error;

/// The register as it is kept. Clones share it. It holds nothing that is not in the database, so that all processes answer alike.
#[derive(Clone, Default)]
pub struct Register(Arc<Shared>);

#[derive(Default)]
struct Shared {
    kept: RwLock<Option<Arc<Index>>>,
    files: Mutex<Vec<Kept>>,
    /// Held by the one who makes it anew.
    making: Mutex<()>,
}

struct Kept {
    format: Format,
    version: Version,
    /// Figures of the last 12 months change at midnight.
    day: Date,
    made: Arc<Made>,
}

impl Register {
    /// The register of the database as it is now. After a change the first to ask makes it anew; whoever asks meanwhile has the one from before
    /// the change, or waits if there is none.
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

    /// A file of the register as it is on `today`, whose addresses begin with `public_url`: made once for one state of the data and one day.
    pub fn file(&self, db: &mut AnyConnection, format: Format, public_url: &str, today: Date) -> Result<Arc<Made>, Error> {
        let index = self.index(db)?;
        // Whoever asks for a file that is being made waits for it.
        let mut files = self.0.files.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |kept: &&Kept| kept.format == format && kept.version == index.version && kept.day == today;
        if let Some(kept) = files.iter().find(holds) {
            return Ok(Arc::clone(&kept.made));
        }
        let made = Arc::new(make(&index, format, public_url, today)?);
        files.retain(|kept| kept.format != format);
        files.push(Kept {
            format,
            version: index.version,
            day: today,
            made: Arc::clone(&made),
        });
        Ok(made)
    }
}
