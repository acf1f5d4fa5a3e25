//! The settings that need more than one look.

use std::net::SocketAddr;
use std::time::Duration;

use url::Url;

use super::reader::Reader;
use super::types::{DatabaseUrl, Keep, Limits, MailUrl, Secret};

/// The key of development: known to everybody, refused in production.
const DEVELOPMENT_SECRET: &str = "development only: this key is public";

pub(super) fn database(from: &mut Reader<'_>) -> DatabaseUrl {
    let default = "sqlite:var/practise.db";
    match DatabaseUrl::parse(from.text("DATABASE_URL").unwrap_or(default)) {
        Ok(url) => url,
        Err(words) => {
            from.problem("DATABASE_URL", words);
            DatabaseUrl::Sqlite("var/practise.db".to_owned())
        }
    }
}

pub(super) fn metrics_listen(from: &mut Reader<'_>, listen: SocketAddr) -> Option<SocketAddr> {
    let expected = "an address and port, such as 127.0.0.1:9091";
    let address = from.parsed("PRACTISE_METRICS_LISTEN", None, expected, |text| text.parse().ok().map(Some));
    if address == Some(listen) {
        from.problem("PRACTISE_METRICS_LISTEN", "must not be where visitors are answered");
    }
    address
}

/// A replica is of the same kind as the primary: an `SQLite` file has none.
pub(super) fn database_replica(from: &mut Reader<'_>) -> Option<DatabaseUrl> {
    let text = from.text("DATABASE_REPLICA_URL")?.to_owned();
    let primary = from.text("DATABASE_URL").map(DatabaseUrl::parse);
    if let (Ok(url @ DatabaseUrl::Postgres(_)), Some(Ok(DatabaseUrl::Postgres(_)))) = (DatabaseUrl::parse(&text), primary) {
        return Some(url);
    }
    from.problem("DATABASE_REPLICA_URL", "must begin with postgres://, and DATABASE_URL too");
    None
}

pub(super) fn drain(from: &mut Reader<'_>) -> Duration {
    from.parsed("PRACTISE_DRAIN_SECONDS", Duration::ZERO, "a number of seconds up to 60", |text| {
        text.parse().ok().filter(|seconds| *seconds <= 60).map(Duration::from_secs)
    })
}

pub(super) fn public_url(from: &mut Reader<'_>, production: bool, listen: SocketAddr) -> String {
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

pub(super) fn mail(from: &mut Reader<'_>, production: bool) -> MailUrl {
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

pub(super) fn secret(from: &mut Reader<'_>, production: bool) -> Secret {
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

pub(super) fn secret_before(from: &mut Reader<'_>) -> Option<Secret> {
    let before = from.text("PRACTISE_SECRET_BEFORE").map(str::to_owned)?;
    if before.len() < 32 || from.text("PRACTISE_SECRET") == Some(before.as_str()) {
        from.problem(
            "PRACTISE_SECRET_BEFORE",
            "must be the whole secret that PRACTISE_SECRET has taken the place of",
        );
        return None;
    }
    Some(Secret::new(before))
}

pub(super) fn limits(from: &mut Reader<'_>) -> Limits {
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

pub(super) fn keep(from: &mut Reader<'_>) -> Keep {
    let usual = Keep::default();
    Keep {
        draft_days: from.number("PRACTISE_KEEP_DRAFT_DAYS", usual.draft_days),
        not_placed_months: from.number("PRACTISE_KEEP_NOT_PLACED_MONTHS", usual.not_placed_months),
        placed_months: from.number("PRACTISE_KEEP_PLACED_MONTHS", usual.placed_months),
    }
}
