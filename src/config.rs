//! Configuration: typed, from the environment, with every problem reported at once.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use url::Url;

/// A value that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Where the data is.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite:PATH`: the path of the file.
    Sqlite(String),
    /// `postgres://…`: the whole address, with its password.
    Postgres(String),
}

impl DatabaseUrl {
    /// Reads an address by its scheme.
    ///
    /// # Errors
    /// Words for the operator if the scheme is neither `sqlite:` nor `postgres://`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.contains('\0') {
                return Err("sqlite: needs the path of a file, such as sqlite:var/practise.db".to_owned());
            }
            Ok(Self::Sqlite(path.to_owned()))
        } else if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Ok(Self::Postgres(text.to_owned()))
        } else {
            Err("must begin with sqlite: or postgres://".to_owned())
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{path}"),
            Self::Postgres(_) => f.write_str("postgres://[secret]"),
        }
    }
}

/// How strict the portal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Plain HTTP on this machine, mail into a folder, `/dev/mail`.
    Development,
    /// HTTPS in front, real mail, a secret of its own.
    Production,
}

/// How mail leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailUrl {
    /// `file:FOLDER`: each mail becomes an `.eml` file there.
    File(String),
    /// `smtp://user:password@host:port` (STARTTLS where offered; `?tls=required` insists) or `smtps://…`.
    Smtp(Secret),
    /// `memory:`: kept in the process; for tests.
    Memory,
}

/// How much is taken, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a posted form.
    pub body_bytes: usize,
    /// Time for a request's body to arrive.
    pub body_deadline: Duration,
    /// Pages per minute and address.
    pub pages_per_minute: u32,
    /// Posts per minute and address.
    pub posts_per_minute: u32,
    /// Sign-in mails per 15 minutes and email address.
    pub sign_ins_per_account: u32,
    /// Posts to sign-in pages per minute and address.
    pub sign_ins_per_minute: u32,
    /// Fresh links per hour and link.
    pub reissues_per_hour: u32,
    /// Unknown links per minute and address.
    pub guesses_per_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 * 1024,
            body_deadline: Duration::from_secs(10),
            pages_per_minute: 60,
            posts_per_minute: 10,
            sign_ins_per_account: 5,
            sign_ins_per_minute: 3,
            reissues_per_hour: 3,
            guesses_per_minute: 10,
        }
    }
}

/// Everything that can be set from outside.
#[derive(Clone, Debug)]
pub struct Config {
    /// `PRACTISE_ENV`.
    pub environment: Environment,
    /// `DATABASE_URL`.
    pub database: DatabaseUrl,
    /// `PRACTISE_DATABASE_CONNECTIONS`: readers on SQLite, all connections on Postgres.
    pub database_connections: u32,
    /// `PRACTISE_LISTEN`.
    pub listen: SocketAddr,
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
    /// `PRACTISE_BACKGROUND`: `false` serves pages without the mail worker and the scheduler.
    pub background: bool,
}

/// Reads variables and collects what is wrong with them.
struct Reader<'a> {
    variables: &'a BTreeMap<String, String>,
    problems: Vec<String>,
}

impl Reader<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    fn problem(&mut self, name: &str, words: impl fmt::Display) {
        self.problems.push(format!("{name} {words}"));
    }

    fn parsed<T>(&mut self, name: &str, default: T, expected: &str, parse: impl Fn(&str) -> Option<T>) -> T {
        match self.text(name).map(|text| parse(text.trim())) {
            None => default,
            Some(Some(value)) => value,
            Some(None) => {
                self.problem(name, format_args!("must be {expected}"));
                default
            }
        }
    }

    fn flag(&mut self, name: &str, default: bool) -> bool {
        self.parsed(name, default, "true or false", |text| text.parse().ok())
    }

    fn number(&mut self, name: &str, default: u32) -> u32 {
        self.parsed(name, default, "a whole number above 0", |text| text.parse().ok().filter(|n| *n > 0))
    }
}

/// The key of development: known to everybody, refused in production.
const DEVELOPMENT_SECRET: &str = "development only: this key is public";

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
            database_connections: from.number("PRACTISE_DATABASE_CONNECTIONS", 8),
            listen,
            workers: from.parsed("PRACTISE_WORKERS", 0, "a whole number", |text| text.parse().ok()),
            public_url: public_url(&mut from, production, listen),
            mail: mail(&mut from, production),
            mail_from: from
                .text("PRACTISE_MAIL_FROM")
                .unwrap_or("Practise <no-reply@practise.example.org>")
                .to_owned(),
            secret: secret(&mut from, production),
            service_name: from.text("PRACTISE_SERVICE_NAME").unwrap_or("Practise").to_owned(),
            organisation: from
                .text("PRACTISE_ORGANISATION")
                .unwrap_or("Work experience in healthcare")
                .to_owned(),
            contact_email: from.parsed("PRACTISE_CONTACT_EMAIL", None, "an email address", |text| {
                text.contains('@').then(|| Some(text.to_owned()))
            }),
            contact_phone: from.text("PRACTISE_CONTACT_PHONE").map(str::to_owned),
            nhs_logo: from.flag("PRACTISE_NHS_LOGO", false),
            trusted_proxies: from.parsed("PRACTISE_TRUSTED_PROXIES", 0, "a whole number", |text| text.parse().ok()),
            json_log: from.parsed("PRACTISE_LOG", production, "json or pretty", |text| match text {
                "json" => Some(true),
                "pretty" => Some(false),
                _ => None,
            }),
            limits: limits(&mut from),
            background: from.flag("PRACTISE_BACKGROUND", true),
        };
        for name in variables
            .keys()
            .filter(|name| name.starts_with("PRACTISE_") && !KNOWN.contains(&name.as_str()))
        {
            from.problem(name, "is not a setting of this program");
        }
        if from.problems.is_empty() { Ok(config) } else { Err(from.problems) }
    }
}

fn database(from: &mut Reader<'_>) -> DatabaseUrl {
    let default = "sqlite:var/practise.db";
    match DatabaseUrl::parse(from.text("DATABASE_URL").unwrap_or(default)) {
        Ok(url) => url,
        Err(words) => {
            from.problem("DATABASE_URL", words);
            DatabaseUrl::Sqlite("var/practise.db".to_owned())
        }
    }
}

fn public_url(from: &mut Reader<'_>, production: bool, listen: SocketAddr) -> String {
    let Some(text) = from.text("PRACTISE_PUBLIC_URL").map(str::to_owned) else {
        if production {
            from.problem("PRACTISE_PUBLIC_URL", "is needed in production");
        }
        return format!("http://{listen}");
    };
    match Url::parse(&text) {
        Ok(url) if url.host_str().is_some() && matches!(url.path(), "" | "/") && url.query().is_none() => {
            if production && url.scheme() != "https" {
                from.problem("PRACTISE_PUBLIC_URL", "must begin with https:// in production");
            }
            url.origin().ascii_serialization()
        }
        _ => {
            from.problem(
                "PRACTISE_PUBLIC_URL",
                "must be an address without a path, such as https://practise.example.org",
            );
            text
        }
    }
}

fn mail(from: &mut Reader<'_>, production: bool) -> MailUrl {
    match from.text("PRACTISE_MAIL_URL") {
        None if production => {
            from.problem("PRACTISE_MAIL_URL", "is needed in production");
            MailUrl::Memory
        }
        None => MailUrl::File("var/mail".to_owned()),
        Some("memory:") => MailUrl::Memory,
        Some(text) if text.starts_with("file:") && text.len() > 5 => MailUrl::File(text[5..].to_owned()),
        Some(text) if text.starts_with("smtp://") || text.starts_with("smtps://") => MailUrl::Smtp(Secret::new(text)),
        Some(_) => {
            from.problem("PRACTISE_MAIL_URL", "must begin with smtp://, smtps:// or file:");
            MailUrl::Memory
        }
    }
}

fn secret(from: &mut Reader<'_>, production: bool) -> Secret {
    match from.text("PRACTISE_SECRET").map(str::to_owned) {
        Some(text) if text.len() >= 32 && !(production && text == DEVELOPMENT_SECRET) => Secret::new(text),
        Some(_) => {
            from.problem("PRACTISE_SECRET", "must have at least 32 characters of its own");
            Secret::new(DEVELOPMENT_SECRET)
        }
        None => {
            if production {
                from.problem("PRACTISE_SECRET", "is needed in production: at least 32 random characters");
            }
            Secret::new(DEVELOPMENT_SECRET)
        }
    }
}

fn limits(from: &mut Reader<'_>) -> Limits {
    let usual = Limits::default();
    Limits {
        body_bytes: from.parsed(
            "PRACTISE_LIMIT_BODY_BYTES",
            usual.body_bytes,
            "a number of bytes from 1024",
            |text| text.parse().ok().filter(|bytes| *bytes >= 1024),
        ),
        body_deadline: from.parsed(
            "PRACTISE_BODY_DEADLINE_SECONDS",
            usual.body_deadline,
            "a number of seconds from 1 to 60",
            |text| {
                text.parse()
                    .ok()
                    .filter(|seconds| (1..=60).contains(seconds))
                    .map(Duration::from_secs)
            },
        ),
        pages_per_minute: from.number("PRACTISE_LIMIT_PAGES_PER_MINUTE", usual.pages_per_minute),
        posts_per_minute: from.number("PRACTISE_LIMIT_POSTS_PER_MINUTE", usual.posts_per_minute),
        sign_ins_per_account: from.number("PRACTISE_LIMIT_SIGN_INS_PER_ACCOUNT", usual.sign_ins_per_account),
        sign_ins_per_minute: from.number("PRACTISE_LIMIT_SIGN_INS_PER_MINUTE", usual.sign_ins_per_minute),
        reissues_per_hour: from.number("PRACTISE_LIMIT_REISSUES_PER_HOUR", usual.reissues_per_hour),
        guesses_per_minute: from.number("PRACTISE_LIMIT_GUESSES_PER_MINUTE", usual.guesses_per_minute),
    }
}

/// Every variable that this program reads; the README lists the same.
pub const KNOWN: [&str; 24] = [
    "PRACTISE_ENV",
    "PRACTISE_LISTEN",
    "PRACTISE_PUBLIC_URL",
    "PRACTISE_MAIL_URL",
    "PRACTISE_MAIL_FROM",
    "PRACTISE_SECRET",
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
    "PRACTISE_LIMIT_BODY_BYTES",
    "PRACTISE_BODY_DEADLINE_SECONDS",
    "PRACTISE_LIMIT_PAGES_PER_MINUTE",
    "PRACTISE_LIMIT_POSTS_PER_MINUTE",
    "PRACTISE_LIMIT_SIGN_INS_PER_ACCOUNT",
    "PRACTISE_LIMIT_SIGN_INS_PER_MINUTE",
    "PRACTISE_LIMIT_REISSUES_PER_HOUR",
    "PRACTISE_LIMIT_GUESSES_PER_MINUTE",
];
