//! `practise doctor`: what is well and what is not, in words, before visitors notice.

use std::path::Path;

use diesel::dsl::max;
use diesel::prelude::*;
use time::Duration;

use super::{Failure, ledger, say};
use crate::app_jobs;
use crate::audit as log;
use crate::config::{Config, Environment, MailUrl};
use crate::db::schema::audit;
use crate::db::{AnyConnection, Instant, migrate};
use crate::error::Error;
use crate::jobs;
use crate::mail::{self, Transport};

/// One thing that was looked at: what it is, and either what was found or what is wrong.
type Finding = (&'static str, Result<String, String>);

/// Looks at everything, says each, and fails if anything is wrong.
pub fn run(config: &Config) -> Result<(), Failure> {
    let ledger = ledger(config);
    let now = ledger.clock.now();
    let mut findings = vec![("settings", settings(config))];
    match ledger.db.read_now(|db| database(db, now)) {
        Ok(more) => findings.extend(more),
        Err(error) => findings.push(("database", Err(format!("cannot be read: {error}")))),
    }
    findings.push(("mail", mail_leaves(config)));
    let mut wrong = 0_u8;
    for (what, found) in findings {
        match found {
            Ok(words) => say(format_args!("ok       {what}: {words}")),
            Err(words) => {
                wrong = wrong.saturating_add(1);
                say(format_args!("PROBLEM  {what}: {words}"));
            }
        }
    }
    if wrong == 0 { Ok(()) } else { Err(Failure::Said(1)) }
}

fn settings(config: &Config) -> Result<String, String> {
    if config.environment == Environment::Production && !config.public_url.starts_with("https://") {
        return Err("PRACTISE_PUBLIC_URL is not https in production".to_owned());
    }
    if config.environment == Environment::Production && config.contact_email.is_none() {
        return Err("PRACTISE_CONTACT_EMAIL is not set: nobody can ask for help".to_owned());
    }
    Ok(match config.environment {
        Environment::Production => format!("production, at {}", config.public_url),
        Environment::Development => format!("development, at {}", config.public_url),
    })
}

fn database(db: &mut AnyConnection, now: Instant) -> Result<Vec<Finding>, Error> {
    let schema = if migrate::is_current(db)? {
        Ok("every migration has run".to_owned())
    } else {
        Err("migrations have not run: start `practise migrate`".to_owned())
    };
    let newest: Option<Instant> = audit::table.select(max(audit::at)).get_result(db)?;
    let clock = match newest {
        Some(at) if now < at.plus(-Duration::minutes(1)) => Err(format!("the log has rows of {at}, which is to come")),
        _ => Ok(format!("{now}, after everything in the log")),
    };
    let chain = match log::verify(db)? {
        Ok((rows, _)) => Ok(format!("{rows} rows, none changed")),
        Err(broken) => Err(broken.to_string()),
    };
    let queue = match mail::oldest_due(db, now)? {
        Some(due) if now.since(due) >= mail::PATIENCE => Err(format!("a letter has waited since {due}")),
        Some(_) => Ok("letters are about to leave".to_owned()),
        None => Ok("nothing waits".to_owned()),
    };
    let dead = mail::dead_letters(db)?.len();
    let given_up = if dead == 0 {
        Ok("none".to_owned())
    } else {
        Err(format!("{dead}; see `practise mail dead`"))
    };
    Ok(vec![
        ("database", schema),
        ("clock", clock),
        ("audit log", chain),
        ("outgoing mail", queue),
        ("letters given up", given_up),
        ("scheduled work", scheduled(&jobs::statuses(db)?, now)),
    ])
}

/// Every job that has run before should not be late.
fn scheduled(known: &[jobs::Status], now: Instant) -> Result<String, String> {
    if known.is_empty() {
        return Err("no job has ever run: is `practise serve` running?".to_owned());
    }
    let late = app_jobs::jobs().into_iter().filter_map(|job| {
        let status = known.iter().find(|status| status.name == job.name)?;
        job.is_late(status, now)
            .then(|| format!("{} last ran {}", job.name, status.started_at))
    });
    let late: Vec<String> = late.collect();
    if late.is_empty() {
        Ok(format!("{} jobs, none late", known.len()))
    } else {
        Err(late.join("; "))
    }
}

/// Whether the way that mail takes is open; nothing is sent.
fn mail_leaves(config: &Config) -> Result<String, String> {
    let transport = Transport::from_config(config)?;
    match &config.mail {
        MailUrl::File(folder) => {
            let usable = std::fs::create_dir_all(folder).and_then(|()| {
                let probe = Path::new(folder).join(".doctor");
                std::fs::write(&probe, b"")?;
                std::fs::remove_file(probe)
            });
            usable.map_err(|error| format!("cannot write into {folder}: {error}"))?;
            Ok(format!("goes into the folder {folder}"))
        }
        MailUrl::Memory => Err("goes into memory and nowhere else".to_owned()),
        MailUrl::Smtp(_) => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| error.to_string())?;
            runtime
                .block_on(transport.answers())
                .map_err(|trouble| trouble.words().to_owned())?;
            Ok("the mail server answers".to_owned())
        }
    }
}
