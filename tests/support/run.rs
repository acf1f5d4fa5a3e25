//! Runs one body on both databases.

use std::future::Future;

use super::db::{Backend, TestDb};

/// What a test starts with: made anew on the backend that it runs on.
pub trait Fixture: Sized {
    /// Makes it.
    fn start(backend: Backend) -> impl Future<Output = Self>;
}

/// A test that puts its own parts together.
impl Fixture for Backend {
    async fn start(backend: Backend) -> Self {
        backend
    }
}

/// A test of the database alone.
impl Fixture for TestDb {
    async fn start(backend: Backend) -> Self {
        Self::migrated(backend)
    }
}

/// Runs `body` on `backend`, on this thread.
pub fn run<T: Fixture, F: Future<Output = ()>>(backend: Backend, body: impl FnOnce(T) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { body(T::start(backend).await).await });
}

/// Declares tests that run on both databases: `name::sqlite` and `name::postgres`.
///
/// ```ignore
/// on_both! {
///     /// What the test promises, in a sentence, is its name.
///     async fn a_draft_is_kept(test: TestApp) { … }
/// }
/// ```
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($($test:ident)+: $fixture:ty) $body:block)+) => {
        $($(#[$meta])* mod $name {
            #[allow(unused_imports, reason = "a test may need nothing of its file")]
            use super::*;

            async fn body($($test)+: $fixture) $body

            #[test]
            fn sqlite() {
                $crate::support::run::run($crate::support::db::Backend::Sqlite, body);
            }

            #[test]
            fn postgres() {
                $crate::support::run::run($crate::support::db::Backend::Postgres, body);
            }
        })+
    };
}
pub(crate) use on_both;
