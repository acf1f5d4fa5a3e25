//! What a setting can be.

use std::fmt;
use std::time::Duration;

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

/// How long personal data is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Days after its last change in which a draft can be gone on with.
    pub draft_days: u32,
    /// Months for which an application is kept that did not lead to a place.
    pub not_placed_months: u32,
    /// Months after its last day for which an application with a place is kept.
    pub placed_months: u32,
}

impl Default for Keep {
    fn default() -> Self {
        Self {
            draft_days: 60,
            not_placed_months: 12,
            placed_months: 24,
        }
    }
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
