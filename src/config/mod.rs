//! Configuration: typed, from the environment, with every problem reported at once.

mod parts;
mod reader;
mod types;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use parts::{database, database_replica, drain, keep, limits, mail, metrics_listen, public_url, secret, secret_before};
use reader::Reader;

pub use types::{DatabaseUrl, Environment, Keep, Limits, MailUrl, Secret};

/// Everything that can be set from outside.
#[derive(Clone, Debug)]
pub struct Config {
    /// `PRACTISE_ENV`.
    pub environment: Environment,
    /// `DATABASE_URL`.
    pub database: DatabaseUrl,
    /// `DATABASE_REPLICA_URL`: a Postgres that follows the one of `DATABASE_URL`; public pages are read there.
    pub replica: Option<DatabaseUrl>,
    /// `PRACTISE_DATABASE_CONNECTIONS`: readers on `SQLite`, all connections on Postgres.
    pub database_connections: u32,
    /// `PRACTISE_LISTEN`.
    pub listen: SocketAddr,
    /// `PRACTISE_METRICS_LISTEN`: where Prometheus asks what was counted; nothing is counted without it. Never an address that visitors reach.
    pub metrics_listen: Option<SocketAddr>,
    /// `PRACTISE_WORKERS`: threads that serve requests; 0 = one per core.
    pub workers: usize,
    /// `PRACTISE_PUBLIC_URL`: what links in mail begin with, and the only host that is answered. No slash at the end.
    pub public_url: String,
    /// `PRACTISE_MAIL_URL`.
    pub mail: MailUrl,
    /// `PRACTISE_MAIL_FROM`: the sender, `Name <address>`.
    pub mail_from: String,
    /// `PRACTISE_SECRET`: the key that links and codes are derived from.
    pub secret: Secret,
    /// `PRACTISE_SECRET_BEFORE`: the secret before that one; what was made with it still counts.
    pub secret_before: Option<Secret>,
    /// `PRACTISE_SERVICE_NAME`.
    pub service_name: String,
    /// `PRACTISE_ORGANISATION`: who runs the portal; header and footer.
    pub organisation: String,
    /// `PRACTISE_CONTACT_EMAIL`: where people who need help write to; shown on the pages about help, privacy and accessibility.
    pub contact_email: Option<String>,
    /// `PRACTISE_CONTACT_PHONE`: where they call, in words, such as `0113 496 0000, Monday to Friday, 9am to 5pm`.
    pub contact_phone: Option<String>,
    /// `PRACTISE_NHS_LOGO`: `true` shows the NHS logo. Only for bodies that are allowed to use it.
    pub nhs_logo: bool,
    /// `PRACTISE_TRUSTED_PROXIES`: how many proxies in front add to `X-Forwarded-For` (0: the peer is the client).
    pub trusted_proxies: usize,
    /// `PRACTISE_LOG`: `json` or `pretty`.
    pub json_log: bool,
    /// The limits, each by a variable of its own.
    pub limits: Limits,
    /// `PRACTISE_KEEP_…`: how long personal data is kept.
    pub keep: Keep,
    /// `PRACTISE_BACKGROUND`: `false` serves pages without the mail worker and the scheduler.
    pub background: bool,
    /// `PRACTISE_DRAIN_SECONDS`: when it is told to stop, it serves for so long while `/readyz` says that it is going.
    pub drain: Duration,
    /// `PRACTISE_LEAST_FREE_DISK`: with less of the `SQLite` file's disk free, in percent, `/readyz` says no.
    pub least_free_disk: u8,
}

impl Config {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// All problems, one sentence each, for the operator.
    pub fn from_environment() -> Result<Self, Vec<String>> {
        Self::from_variables(&std::env::vars().collect())
    }

    /// Reads the given variables; unknown ones that begin with `PRACTISE_` are problems too, because they are misspelt.
    ///
    /// # Errors
    /// All problems, one sentence each, for the operator.
    pub fn from_variables(variables: &BTreeMap<String, String>) -> Result<Self, Vec<String>> {
        let mut from = Reader {
            variables,
            problems: Vec::new(),
        };
        let production = from.parsed("PRACTISE_ENV", false, "development or production", |text| match text {
            "development" => Some(false),
            "production" => Some(true),
            _ => None,
        });
        let listen = from.parsed(
            "PRACTISE_LISTEN",
            SocketAddr::from(([127, 0, 0, 1], 8080)),
            "an address and port, such as 127.0.0.1:8080",
            |text| text.parse().ok(),
        );
        let config = Self {
            environment: if production {
                Environment::Production
            } else {
                Environment::Development
            },
            database: database(&mut from),
            replica: database_replica(&mut from),
            database_connections: from.number("PRACTISE_DATABASE_CONNECTIONS", default_connections()),
            listen,
            metrics_listen: metrics_listen(&mut from, listen),
            workers: from.parsed("PRACTISE_WORKERS", 0, "a whole number", |text| text.parse().ok()),
            public_url: public_url(&mut from, production, listen),
            mail: mail(&mut from, production),
            mail_from: from.text_or("PRACTISE_MAIL_FROM", "Practise <no-reply@practise.example.org>"),
            secret: secret(&mut from, production),
            secret_before: secret_before(&mut from),
            service_name: from.text_or("PRACTISE_SERVICE_NAME", "Practise"),
            organisation: from.text_or("PRACTISE_ORGANISATION", "Work experience in healthcare"),
            contact_email: from.text("PRACTISE_CONTACT_EMAIL").map(str::to_owned),
            contact_phone: from.text("PRACTISE_CONTACT_PHONE").map(str::to_owned),
            nhs_logo: from.flag("PRACTISE_NHS_LOGO", false),
            trusted_proxies: from.parsed("PRACTISE_TRUSTED_PROXIES", 0, "a whole number", |text| text.parse().ok()),
            json_log: from.parsed("PRACTISE_LOG", production, "json or pretty", |text| match text {
                "json" => Some(true),
                "pretty" => Some(false),
                _ => None,
            }),
            limits: limits(&mut from),
            keep: keep(&mut from),
            background: from.flag("PRACTISE_BACKGROUND", true),
            drain: drain(&mut from),
            least_free_disk: from.parsed("PRACTISE_LEAST_FREE_DISK", 5, "a number of percent up to 99", |text| {
                text.parse().ok().filter(|percent| *percent < 100)
            }),
        };
        let beyond = !config.listen.ip().is_loopback() || config.public_url.starts_with("https://");
        if !production && beyond {
            from.problem("PRACTISE_ENV", "must be production unless the portal is on this machine only");
        }
        for name in variables
            .keys()
            .filter(|name| name.starts_with("PRACTISE_") && !KNOWN.contains(&name.as_str()))
        {
            from.problem(name, "is not a setting of this program");
        }
        if from.problems.is_empty() { Ok(config) } else { Err(from.problems) }
    }
}

/// Every variable that this program reads; the README lists the same.
pub const KNOWN: [&str; 31] = [
    "PRACTISE_ENV",
    "PRACTISE_LISTEN",
    "PRACTISE_METRICS_LISTEN",
    "PRACTISE_PUBLIC_URL",
    "PRACTISE_MAIL_URL",
    "PRACTISE_MAIL_FROM",
    "PRACTISE_SECRET",
    "PRACTISE_SECRET_BEFORE",
    "PRACTISE_SERVICE_NAME",
    "PRACTISE_ORGANISATION",
    "PRACTISE_CONTACT_EMAIL",
    "PRACTISE_CONTACT_PHONE",
    "PRACTISE_NHS_LOGO",
    "PRACTISE_TRUSTED_PROXIES",
    "PRACTISE_LOG",
    "PRACTISE_WORKERS",
    "PRACTISE_DATABASE_CONNECTIONS",
    "PRACTISE_BACKGROUND",
    "PRACTISE_DRAIN_SECONDS",
    "PRACTISE_LEAST_FREE_DISK",
    "PRACTISE_LIMIT_BODY_BYTES",
    "PRACTISE_BODY_DEADLINE_SECONDS",
    "PRACTISE_LIMIT_PAGES_PER_MINUTE",
    "PRACTISE_LIMIT_POSTS_PER_MINUTE",
    "PRACTISE_LIMIT_SIGN_INS_PER_ACCOUNT",
    "PRACTISE_LIMIT_SIGN_INS_PER_MINUTE",
    "PRACTISE_LIMIT_REISSUES_PER_HOUR",
    "PRACTISE_LIMIT_GUESSES_PER_MINUTE",
    "PRACTISE_KEEP_DRAFT_DAYS",
    "PRACTISE_KEEP_NOT_PLACED_MONTHS",
    "PRACTISE_KEEP_PLACED_MONTHS",
];

/// Connections to the database, where nobody says how many: each keeps some megabytes, and what a core does at once is little more than one question.
fn default_connections() -> u32 {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    u32::try_from(2 * cores).unwrap_or(u32::MAX).max(4)
}
