//! Rendered public pages, kept for a moment: looked up before anything else works on a request.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes};
use moka::sync::Cache;

use super::host::is_for_us;
use super::page::html;
use crate::app::App;
use crate::auth::has_session_cookie;

/// How long a page is shown after a change that another process made.
const KEPT: Duration = Duration::from_secs(2);
/// Bytes of all pages together.
const ROOM: u64 = 32 * 1024 * 1024;

/// Pages by their path. They are the same for everybody.
pub struct PageCache {
    pages: Cache<String, Bytes>,
    changes: AtomicU64,
}

/// The state of the data before a page was loaded.
#[derive(Clone, Copy, Debug)]
pub struct Before(u64);

impl Default for PageCache {
    fn default() -> Self {
        let weigh = |path: &String, page: &Bytes| u32::try_from(path.len() + page.len()).unwrap_or(u32::MAX);
        Self {
            pages: Cache::builder().max_capacity(ROOM).weigher(weigh).time_to_live(KEPT).build(),
            changes: AtomicU64::new(0),
        }
    }
}

impl PageCache {
    /// The page at `path`.
    pub fn get(&self, path: &str) -> Option<Bytes> {
        self.pages.get(path)
    }

    /// To be asked for before the page's data is read.
    pub fn before(&self) -> Before {
        Before(self.changes.load(Ordering::Acquire))
    }

    /// Keeps a page, unless something was changed while it was made.
    pub fn keep(&self, path: &str, page: &Bytes, before: Before) {
        if self.changes.load(Ordering::Acquire) == before.0 {
            // A copy of just its size: the buffer in which it was made is larger.
            self.pages.insert(path.to_owned(), Bytes::copy_from_slice(page));
        }
    }

    /// Forgets every page: something was changed.
    pub fn clear(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        self.pages.invalidate_all();
    }
}

/// The middleware that answers from the cache, and forgets it after every post that was taken. Of what a page needs
/// only the headers stand outside of it; so it looks itself that the request names our host.
pub async fn lookup(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return next.call(request).await;
    };
    if request.method() == Method::GET && request.query_string().is_empty() {
        // What is kept may have been read from a replica; whoever has a session may have just changed it.
        let afresh = app.ledger.db.has_replica() && has_session_cookie(request.headers(), &app.config);
        if !afresh
            && let Some(page) = app.pages.get(request.path())
            && is_for_us(&request)
        {
            return Ok(request.into_response(html(StatusCode::OK, page)));
        }
        return next.call(request).await;
    }
    let posted = request.method() == Method::POST;
    let answer = next.call(request).await;
    // What was refused changed nothing, and must not let anybody empty the cache. What failed may have been stored all the same.
    let refused = answer.as_ref().is_ok_and(|answer| answer.status().is_client_error());
    if posted && !refused {
        app.pages.clear();
    }
    answer
}
