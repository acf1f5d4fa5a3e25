//! One limit: counted in memory by each process, and by all of them together in the database that they share.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use moka::sync::Cache;

use super::allowance::{Allowance, When};
use crate::db::Instant;
use crate::error::Error;
use crate::meters;
use crate::tx::Ledger;

/// After so many checks the counts that no longer matter are dropped.
const SWEEP: u32 = 4096;

/// Of a limit of so many, each is told to the other processes at once; of a wider one, a tenth at a time.
const TOLD_AT_ONCE: u32 = 10;

/// Whoever is counted, as bytes of which the database has a digest.
pub(super) trait Counted: Hash + Eq + Clone + Send + Sync + 'static {
    /// The bytes.
    fn bytes(&self) -> Vec<u8>;
}

impl Counted for IpAddr {
    fn bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }
}

impl Counted for [u8; 32] {
    fn bytes(&self) -> Vec<u8> {
        self.to_vec()
    }
}

impl Counted for (i64, [u8; 32]) {
    fn bytes(&self) -> Vec<u8> {
        [&self.0.to_be_bytes()[..], &self.1].concat()
    }
}

/// One limit: so many at once, and then so many per period.
pub(super) struct Limit<K: Counted> {
    counts: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
    checks: AtomicU32,
    together: Allowance,
    ledger: Ledger,
    /// What the other processes have not been told yet, and since when somebody has to wait.
    untold: Cache<K, Arc<Untold>>,
}

#[derive(Default)]
struct Untold {
    times: AtomicU32,
    wait_until: Mutex<Option<Instant>>,
}

impl<K: Counted> Limit<K> {
    pub fn new(name: &'static str, count: u32, per: Duration, ledger: &Ledger) -> Self {
        let number = NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let period = (per / number.get()).max(Duration::from_nanos(1));
        let quota = Quota::with_period(period)
            .unwrap_or_else(|| Quota::per_minute(number))
            .allow_burst(number);
        Self {
            counts: RateLimiter::keyed(quota),
            clock: DefaultClock::default(),
            checks: AtomicU32::new(0),
            together: Allowance {
                name,
                count: number.get(),
                per: time::Duration::try_from(per).unwrap_or(time::Duration::MINUTE),
            },
            ledger: ledger.clone(),
            untold: Cache::builder().max_capacity(u64::from(SWEEP)).time_to_idle(per).build(),
        }
    }

    /// Counts one more of `key`, or says for how many seconds to wait.
    pub async fn check(&self, key: &K) -> Result<(), Error> {
        let checked = self.count(key).await;
        if checked.is_err() {
            meters::refused(self.together.name);
        }
        checked
    }

    async fn count(&self, key: &K) -> Result<(), Error> {
        self.check_here(key)?;
        if !self.ledger.db.is_shared() {
            return Ok(());
        }
        let batch = self.together.count / TOLD_AT_ONCE;
        if batch <= 1 {
            let taken = self.together.take(&self.ledger, &key.bytes(), 1, When::Before).await;
            return match taken {
                Ok(None) => Ok(()),
                Ok(Some(wait)) => Err(too_many(wait)),
                // Then this process counts for itself; what it is about to do will fail in words of its own.
                Err(error) => {
                    tracing::warn!(%error, "a limit is not counted together");
                    Ok(())
                }
            };
        }
        self.tell(key, batch)
    }

    /// Counts in this process alone.
    fn check_here(&self, key: &K) -> Result<(), Error> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.counts.retain_recent();
        }
        self.counts.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            Error::TooMany(wait.as_secs() + 1)
        })
    }

    /// Tells the other processes of every `batch`, without letting anybody wait for it. Whoever did too much in all of them waits from then on.
    fn tell(&self, key: &K, batch: u32) -> Result<(), Error> {
        let untold = self.untold.get_with(key.clone(), Arc::default);
        let now = self.ledger.clock.now();
        if let Some(until) = untold.until().filter(|until| now < *until) {
            return Err(too_many(until.since(now)));
        }
        if untold.times.fetch_add(1, Ordering::Relaxed) + 1 == batch {
            untold.times.fetch_sub(batch, Ordering::Relaxed);
            let (together, ledger, key) = (self.together, self.ledger.clone(), key.bytes());
            actix_web::rt::spawn(async move {
                match together.take(&ledger, &key, batch, When::After).await {
                    Ok(wait) => untold.wait(wait.map(|wait| ledger.clock.now().plus(wait))),
                    Err(error) => tracing::warn!(%error, "a limit is not counted together"),
                }
            });
        }
        Ok(())
    }
}

impl Untold {
    fn until(&self) -> Option<Instant> {
        *self.wait_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, until: Option<Instant>) {
        *self.wait_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }
}

fn too_many(wait: time::Duration) -> Error {
    Error::TooMany(u64::try_from(wait.whole_seconds()).unwrap_or(0) + 1)
}
