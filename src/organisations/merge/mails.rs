//! The letter that asks a successor to make a commitment again.

use std::collections::BTreeSet;

use askama::Template;

use crate::auth::{Role, addresses_with, coordinators_of};
use crate::error::Error;
use crate::mail;
use crate::tx::Tx;

/// The words.
#[derive(Template)]
#[template(path = "mail/organisations/sign-again.txt")]
struct SignAgain<'a> {
    old: &'a str,
    new: &'a str,
    url: String,
    service: &'a str,
}

/// Asks the successor's champions and coordinators, each once; answers how many.
pub(super) fn ask_to_sign_again(tx: &mut Tx<'_>, old: &str, new: &str, new_id: i64) -> Result<usize, Error> {
    let mut people: BTreeSet<String> = addresses_with(tx.db, Role::Champion, new_id)?.into_iter().collect();
    people.extend(coordinators_of(tx.db, new_id)?.into_iter().map(|(_, email)| email));
    for email in &people {
        let words = SignAgain {
            old,
            new,
            url: format!("{}/pledge", tx.env.public_url),
            service: &tx.env.service_name,
        };
        mail::enqueue(tx, &mail::compose("organisation.sign_again", 1, email, &words)?)?;
    }
    Ok(people.len())
}
