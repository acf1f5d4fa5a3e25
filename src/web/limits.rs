//! How often: requests are counted per session where there is one (a whole school can share one address), otherwise per address; and, wider, all
//! that come from one address. Each process counts in memory; on Postgres, which several processes may share, they also count together.

use std::net::IpAddr;
use std::time::Duration;

use actix_session::SessionExt;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web;

use super::client::Client;
use super::form::CSRF;
use super::limit::{Counted, Limit};
use super::target::knows_no_visitor;
use crate::app::App;
use crate::config::Limits;
use crate::error::Error;
use crate::tx::Ledger;

/// So many people can be behind one address at once: a school, a hospital. Sessions can be had for the asking, so that everything from one
/// address is counted as well, this much wider.
const BEHIND_ONE_ADDRESS: u32 = 50;

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Who {
    Session(String),
    Address(IpAddr),
}

impl Counted for Who {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Session(token) => [b"session ", token.as_bytes()].concat(),
            Self::Address(address) => address.bytes(),
        }
    }
}

/// The same limit for one session, or one visitor without a session, and for everybody at one address.
struct Shared {
    each: Limit<Who>,
    all: Limit<IpAddr>,
}

impl Shared {
    fn new(each: &'static str, all: &'static str, count: u32, ledger: &Ledger) -> Self {
        Self {
            each: Limit::new(each, count, MINUTE, ledger),
            all: Limit::new(all, count.saturating_mul(BEHIND_ONE_ADDRESS), MINUTE, ledger),
        }
    }

    async fn check(&self, session: Option<String>, address: IpAddr) -> Result<(), Error> {
        self.each.check(&session.map_or(Who::Address(address), Who::Session)).await?;
        self.all.check(&address).await
    }
}

/// Every limit of the portal.
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
    pub fn new(limits: &Limits, ledger: &Ledger) -> Self {
        Self {
            pages: Shared::new("pages", "pages_of_address", limits.pages_per_minute, ledger),
            posts: Shared::new("posts", "posts_of_address", limits.posts_per_minute, ledger),
            sign_ins: Limit::new("sign_ins", limits.sign_ins_per_minute, MINUTE, ledger),
            accounts: Limit::new("sign_ins_of_account", limits.sign_ins_per_account, 15 * MINUTE, ledger),
            reissues: Limit::new("reissues", limits.reissues_per_hour, 60 * MINUTE, ledger),
            guesses: Limit::new("guesses", limits.guesses_per_minute, MINUTE, ledger),
        }
    }

    /// Counts a sign-in mail, by the client's address and by the account (`Keys::account`), whether or not anybody has that account.
    pub async fn sign_in(&self, client: Client, account: &[u8; 32]) -> Result<(), Error> {
        self.sign_ins.check(&client.network()).await?;
        self.accounts.check(account).await
    }

    /// Counts a fresh link that is sent for `subject_id` to a recipient (`Keys::account` of the address).
    pub async fn reissue(&self, subject_id: i64, recipient: &[u8; 32]) -> Result<(), Error> {
        self.reissues.check(&(subject_id, *recipient)).await
    }

    /// Counts a link that nobody was sent.
    pub async fn guess(&self, client: Client) -> Result<(), Error> {
        self.guesses.check(&client.network()).await
    }
}

/// The middleware that counts pages and posts; what knows no visitor is never counted.
pub async fn count(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if knows_no_visitor(request.path()) {
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
    match limit.check(session, client.network()).await {
        Ok(()) => next.call(request).await,
        Err(error) => Ok(request.error_response(error)),
    }
}
