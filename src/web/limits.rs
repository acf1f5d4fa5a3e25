//! How often: requests are counted per session where there is one (a whole school can share one address), otherwise per address; and, wider, all
//! that come from one address.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_session::SessionExt;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::client::Client;
use super::form::CSRF;
use crate::app::App;
use crate::config::Limits;
use crate::error::Error;
use crate::meters;

/// After so many checks the counts that no longer matter are dropped.
const SWEEP: u32 = 4096;

/// So many people can be behind one address at once: a school, a hospital. Sessions can be had for the asking, so that everything from one
/// address is counted as well, this much wider.
const BEHIND_ONE_ADDRESS: u32 = 50;

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Who {
    Session(String),
    Address(IpAddr),
}

/// The same limit for one session, or one visitor without a session, and for everybody at one address.
struct Shared {
    each: Limit<Who>,
    all: Limit<IpAddr>,
}

impl Shared {
    fn new(name: &'static str, name_for_all: &'static str, count: u32) -> Self {
        Self {
            each: Limit::new(name, count, MINUTE),
            all: Limit::new(name_for_all, count.saturating_mul(BEHIND_ONE_ADDRESS), MINUTE),
        }
    }

    fn check(&self, session: Option<String>, address: IpAddr) -> Result<(), Error> {
        self.each.check(&session.map_or(Who::Address(address), Who::Session))?;
        self.all.check(&address)
    }
}

/// One limit: so many at once, and then so many per period.
struct Limit<K: Hash + Eq + Clone> {
    /// What it is called where refusals are counted.
    name: &'static str,
    counts: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
    checks: AtomicU32,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(name: &'static str, count: u32, per: Duration) -> Self {
        let count = NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let period = (per / count.get()).max(Duration::from_nanos(1));
        let quota = Quota::with_period(period)
            .unwrap_or_else(|| Quota::per_minute(count))
            .allow_burst(count);
        Self {
            name,
            counts: RateLimiter::keyed(quota),
            clock: DefaultClock::default(),
            checks: AtomicU32::new(0),
        }
    }

    /// Counts one more of `key`, or says for how many seconds to wait.
    fn check(&self, key: &K) -> Result<(), Error> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.counts.retain_recent();
        }
        self.counts.check_key(key).map_err(|until| {
            meters::refused(self.name);
            let wait = until.wait_time_from(self.clock.now());
            Error::TooMany(wait.as_secs() + 1)
        })
    }
}

/// Every limit of the portal. Each process counts for itself: with several the limits are that much wider.
pub struct Limiter {
    pages: Shared,
    posts: Shared,
    sign_ins: Limit<IpAddr>,
    accounts: Limit<[u8; 32]>,
    reissues: Limit<(i64, [u8; 32])>,
    guesses: Limit<IpAddr>,
}

const MINUTE: Duration = Duration::from_mins(1);

impl Limiter {
    /// The limits as they are configured.
    pub fn new(limits: &Limits) -> Self {
        Self {
            pages: Shared::new("pages", "pages_of_address", limits.pages_per_minute),
            posts: Shared::new("posts", "posts_of_address", limits.posts_per_minute),
            sign_ins: Limit::new("sign_ins", limits.sign_ins_per_minute, MINUTE),
            accounts: Limit::new("sign_ins_of_account", limits.sign_ins_per_account, 15 * MINUTE),
            reissues: Limit::new("reissues", limits.reissues_per_hour, 60 * MINUTE),
            guesses: Limit::new("guesses", limits.guesses_per_minute, MINUTE),
        }
    }

    /// Counts a sign-in mail, by the client's address and by the account (`Keys::account`), whether or not anybody has that account.
    pub fn sign_in(&self, client: Client, account: &[u8; 32]) -> Result<(), Error> {
        self.sign_ins.check(&client.network())?;
        self.accounts.check(account)
    }

    /// Counts a fresh link that is sent for `subject_id` to a recipient (`Keys::account` of the address).
    pub fn reissue(&self, subject_id: i64, recipient: &[u8; 32]) -> Result<(), Error> {
        self.reissues.check(&(subject_id, *recipient))
    }

    /// Counts a link that nobody was sent.
    pub fn guess(&self, client: Client) -> Result<(), Error> {
        self.guesses.check(&client.network())
    }
}

/// True for what is never counted: files that a page brings along, and the questions of the machine in front.
fn exempt(path: &str) -> bool {
    path.starts_with("/assets/") || matches!(path, "/healthz" | "/readyz" | "/metrics" | "/favicon.ico" | "/robots.txt")
}

/// The middleware that counts pages and posts.
pub async fn count(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if exempt(request.path()) {
        return next.call(request).await;
    }
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return Ok(request.error_response(Error::internal("no app")));
    };
    let session: Option<String> = request.get_session().get(CSRF).ok().flatten();
    let client = Client::of(request.headers(), request.peer_addr(), app.config.trusted_proxies);
    let limit = if request.method() == Method::POST {
        &app.limits.posts
    } else {
        &app.limits.pages
    };
    match limit.check(session, client.network()) {
        Ok(()) => next.call(request).await,
        Err(error) => Ok(request.error_response(error)),
    }
}
