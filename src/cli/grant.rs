//! `practise grant` and `practise revoke`: roles of people, by their addresses.

use clap::Args;

use super::{Failure, ledger, say};
use crate::auth::{self, Grant, Role};
use crate::config::Config;
use crate::db::AnyConnection;
use crate::error::Error;
use crate::organisations;
use crate::tx::{Actor, Tx};

/// A role, whose it is, and what it is for.
#[derive(Debug, Args)]
pub struct Named {
    /// coordinator, champion, `area_lead` or national
    role: Role,
    /// The person's email address
    email: String,
    /// The organisation's code: for a coordinator or champion
    #[arg(long)]
    organisation: Option<String>,
    /// The area's code: for an area lead
    #[arg(long)]
    area: Option<String>,
}

impl Named {
    /// Gives the role; to give it twice changes nothing.
    pub fn grant(&self, config: &Config) -> Result<(), Failure> {
        let done = self.write(config, |tx, person, wanted| {
            let held = auth::held(tx.db, person, wanted)?.is_some();
            if !held {
                auth::grant(tx, person, wanted)?;
            }
            Ok(if held { "held already" } else { "granted" })
        })?;
        self.report(done);
        Ok(())
    }

    /// Takes the role away.
    pub fn revoke(&self, config: &Config) -> Result<(), Failure> {
        let done = self.write(config, |tx, person, wanted| match auth::held(tx.db, person, wanted)? {
            Some(grant) => auth::revoke(tx, grant).map(|()| "revoked"),
            None => Err(Error::conflict("This person does not hold this role.")),
        })?;
        self.report(done);
        Ok(())
    }

    fn report(&self, done: &str) {
        say(format_args!("{}: {done}", self.role));
    }

    fn write<T>(&self, config: &Config, act: impl FnOnce(&mut Tx<'_>, i64, &Grant) -> Result<T, Error>) -> Result<T, Failure> {
        let email = auth::normalise_email(&self.email);
        if !email.contains('@') {
            return Err(Failure::Words("the second argument must be an email address".to_owned()));
        }
        Ok(ledger(config).write_now(Actor::Operator, |tx| {
            let wanted = self.wanted(tx.db)?;
            let person = auth::person_for_email(tx, &email)?;
            act(tx, person, &wanted)
        })?)
    }

    /// The role with what it is for: exactly what that kind of role needs.
    fn wanted(&self, db: &mut AnyConnection) -> Result<Grant, Error> {
        let (organisation_id, area_id) = match (self.role, &self.organisation, &self.area) {
            (Role::Coordinator | Role::Champion, Some(code), None) => (Some(organisations::organisation_with_code(db, code)?), None),
            (Role::AreaLead, None, Some(code)) => (None, Some(organisations::area_with_code(db, code)?)),
            (Role::National, None, None) => (None, None),
            (Role::Coordinator | Role::Champion, ..) => return Err(Error::conflict("This role needs --organisation, and nothing else.")),
            (Role::AreaLead, ..) => return Err(Error::conflict("This role needs --area, and nothing else.")),
            (Role::National, ..) => return Err(Error::conflict("This role is for no organisation and no area.")),
        };
        Ok(Grant {
            role: self.role,
            organisation_id,
            area_id,
        })
    }
}
