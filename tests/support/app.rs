//! The whole portal in this process: a real server on a free port, over a database of the test's own, with a clock that stands still.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::rc::Rc;
use std::thread::JoinHandle;
use std::time::Duration as Wait;

use actix_web::dev::ServerHandle;
use actix_web::{rt, web};
use practise::app::App;
use practise::clock::Clock;
use practise::config::{Config, DatabaseUrl, Limits};
use practise::db::{AnyConnection, Instant};
use practise::error::Error;
use practise::links::Handlers;
use practise::mail::Transport;
use practise::random::Random;
use practise::tx::{Actor, Ledger, Tx};
use practise::web::page_cache::PageCache;
use time::Duration;
use time::macros::datetime;

use super::client::Client;
use super::db::{Backend, TestDb};
use super::mailbox::Mailbox;
use super::run::Fixture;

/// The key that every test's portal derives its links from.
pub const SECRET: &str = "the tests' own secret, known to everybody";
/// More than any test asks for, unless the test is about limits.
const GENEROUS: u32 = 1_000_000;

/// A running portal. Clones are the same one; it stops when the last is gone.
#[derive(Clone)]
pub struct TestApp(Rc<Inner>);

struct Inner {
    _server: Server,
    config: Config,
    ledger: Ledger,
    transport: Transport,
    app: web::Data<App>,
    address: String,
    // The last field: the database goes when nothing uses it any more.
    db: Rc<TestDb>,
}

/// A portal that is yet to be started.
pub struct Builder {
    config: Config,
    clock: Clock,
    random: Random,
    links: Option<Handlers>,
    db: Rc<TestDb>,
}

/// The moment at which every test begins: a Monday morning.
pub fn first_moment() -> Instant {
    Instant::new(datetime!(2027-01-11 09:00))
}

impl Fixture for TestApp {
    async fn start(backend: Backend) -> Self {
        Self::builder(backend).start()
    }
}

impl TestApp {
    /// A portal over a fresh database, in development, with a clock that stands at [`first_moment`] and limits that nobody meets.
    pub fn builder(backend: Backend) -> Builder {
        Builder::over(Rc::new(TestDb::migrated(backend)))
    }

    /// A portal over a database that is there already.
    pub fn on(db: Rc<TestDb>) -> Builder {
        Builder::over(db)
    }

    /// Another instance of this portal: the same database and the same time, everything else its own, as behind a load balancer.
    pub fn another(&self) -> Self {
        let mut builder = Builder::over(Rc::clone(&self.0.db));
        builder.clock = self.ledger().clock.clone();
        builder.config.limits = self.0.config.limits;
        builder.start()
    }

    /// Somebody's browser, without any cookie.
    pub fn client(&self) -> Client {
        Client::new(&self.0.address, &self.0.config.public_url)
    }

    /// Where the server really listens: `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// The configuration that it runs with.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The public pages that the server keeps.
    pub fn pages(&self) -> &PageCache {
        &self.0.app.pages
    }

    /// The ledger that the server writes through.
    pub fn ledger(&self) -> &Ledger {
        &self.0.ledger
    }

    /// The database.
    pub fn db(&self) -> &TestDb {
        &self.0.db
    }

    /// The time now.
    pub fn now(&self) -> Instant {
        self.ledger().clock.now()
    }

    /// Lets time pass.
    pub fn pass(&self, by: Duration) {
        self.ledger().clock.advance(by);
    }

    /// Writes, as the operator.
    pub fn write<T>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> T {
        self.ledger().write_now(Actor::Operator, f).unwrap()
    }

    /// Reads.
    pub fn read<T>(&self, f: impl FnOnce(&mut AnyConnection) -> Result<T, Error>) -> T {
        self.ledger().db.read_now(f).unwrap()
    }

    /// Sends the mail that is due, and opens the mailbox of everybody.
    pub async fn mail(&self) -> Mailbox {
        Mailbox::collect(self.ledger(), &self.0.transport, &self.0.config.public_url).await
    }

    /// Signs in with the link that the portal mails: a browser whose session is open. Whoever needs a second factor has proven it.
    pub async fn sign_in(&self, email: &str) -> Client {
        let client = self.sign_in_without_factor(email).await;
        self.prove_factor(email);
        client
    }

    /// Signs in by email alone.
    pub async fn sign_in_without_factor(&self, email: &str) -> Client {
        let client = self.client();
        let page = client.get("/sign-in").await.form().set("email", email).submit().await;
        page.should_be(200);
        let link = self.mail().await.latest_for(email).link();
        let page = client.open(&link).await.form().submit().await;
        page.should_be(200);
        client
    }
}

impl Builder {
    fn over(db: Rc<TestDb>) -> Self {
        let database = match db.url() {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{path}"),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        let variables = [
            ("DATABASE_URL", database.as_str()),
            ("PRACTISE_MAIL_URL", "memory:"),
            ("PRACTISE_SECRET", SECRET),
            ("PRACTISE_WORKERS", "1"),
            ("PRACTISE_BACKGROUND", "false"),
        ];
        let variables: BTreeMap<String, String> = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let mut config = Config::from_variables(&variables).expect("the tests' configuration should be right");
        config.limits = Limits {
            pages_per_minute: GENEROUS,
            posts_per_minute: GENEROUS,
            sign_ins_per_account: GENEROUS,
            sign_ins_per_minute: GENEROUS,
            reissues_per_hour: GENEROUS,
            guesses_per_minute: GENEROUS,
            ..config.limits
        };
        Self {
            config,
            clock: Clock::fixed(first_moment()),
            random: Random::System,
            links: None,
            db,
        }
    }

    /// Changes the configuration.
    #[must_use]
    pub fn configure(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// As in production: behind HTTPS, under a name of its own.
    #[must_use]
    pub fn production(self) -> Self {
        self.configure(|config| {
            config.environment = practise::config::Environment::Production;
            config.public_url = "https://practise.example.org".to_owned();
        })
    }

    /// The same random bytes in every run: for pages that are compared whole.
    #[must_use]
    pub fn seeded(mut self, seed: &str) -> Self {
        self.random = Random::seeded(seed);
        self
    }

    /// Other handlers of emailed links than the portal's own.
    #[must_use]
    pub fn links(mut self, links: Handlers) -> Self {
        self.links = Some(links);
        self
    }

    /// Time as it really passes.
    #[must_use]
    pub fn real_time(mut self) -> Self {
        self.clock = Clock::System;
        self
    }

    /// Starts it.
    pub fn start(mut self) -> TestApp {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        self.config.listen = listener.local_addr().unwrap();
        if self.config.environment == practise::config::Environment::Development {
            self.config.public_url.clone_from(&address);
        }
        let ledger = Ledger::new(&self.config, self.db.pools(), self.clock, self.random);
        let transport = Transport::from_config(&self.config).unwrap();
        let mut app = App::new(self.config.clone(), ledger.clone());
        if let Some(links) = self.links {
            app.links = links;
        }
        let app = web::Data::new(app);
        let server = Server::start(listener, app.clone());
        TestApp(Rc::new(Inner {
            _server: server,
            config: self.config,
            ledger,
            transport,
            app,
            address,
            db: self.db,
        }))
    }
}

/// The server, on a thread of its own: it ends with this value, whatever the test's own thread is doing.
struct Server {
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    fn start(listener: TcpListener, app: web::Data<App>) -> Self {
        let (started, handle) = std::sync::mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("portal".to_owned())
            .spawn(move || {
                rt::System::new().block_on(async {
                    let server = practise::server::start(listener, app).unwrap();
                    started.send(server.handle()).unwrap();
                    server.await.unwrap();
                });
            })
            .unwrap();
        let handle = handle.recv_timeout(Wait::from_secs(30)).expect("the server should start");
        Self {
            handle,
            thread: Some(thread),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The command is on its way once `stop` was called; its future only waits.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
