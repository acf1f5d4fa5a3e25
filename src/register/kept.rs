//! The register that a process keeps, with the files made of it, and how it knows that they still hold.

use std::sync::{Arc, Mutex, PoisonError};

use time::Date;

use super::files::{Format, Made, make};
use super::index::{Index, Version};
use super::load::{load, version};
use crate::db::{AnyConnection, Keepable, Kept};
use crate::error::Error;

/// The register as it is kept. Clones share it. It holds nothing that is not in the database, so that all processes answer alike.
#[derive(Clone, Default)]
pub struct Register(Arc<Shared>);

#[derive(Default)]
struct Shared {
    kept: Kept<Index>,
    files: Mutex<Vec<KeptFile>>,
}

impl Keepable for Index {
    type Version = Version;

    fn current(db: &mut AnyConnection) -> Result<Version, Error> {
        version(db)
    }

    fn version(&self) -> Version {
        self.version
    }

    fn load(db: &mut AnyConnection) -> Result<Self, Error> {
        load(db)
    }

    /// Never: whoever signs wants to see it at once, so the first to ask waits.
    fn is_great(&self) -> bool {
        false
    }
}

struct KeptFile {
    format: Format,
    version: Version,
    /// Figures of the last 12 months change at midnight.
    day: Date,
    made: Arc<Made>,
}

impl Register {
    /// The register of the database as it is now.
    pub fn index(&self, db: &mut AnyConnection) -> Result<Arc<Index>, Error> {
        self.0.kept.index(db)
    }

    /// A file of the register as it is on `today`, whose addresses begin with `public_url`: made once for one state of the data and one day.
    pub fn file(&self, db: &mut AnyConnection, format: Format, public_url: &str, today: Date) -> Result<Arc<Made>, Error> {
        let index = self.index(db)?;
        // Whoever asks for a file that is being made waits for it.
        let mut files = self.0.files.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |kept: &&KeptFile| kept.format == format && kept.version == index.version && kept.day == today;
        if let Some(kept) = files.iter().find(holds) {
            return Ok(Arc::clone(&kept.made));
        }
        let made = Arc::new(make(&index, format, public_url, today)?);
        files.retain(|kept| kept.format != format);
        files.push(KeptFile {
            format,
            version: index.version,
            day: today,
            made: Arc::clone(&made),
        });
        Ok(made)
    }
}
