//! The second factor beside an emailed link: whoever has set it up gives a code there too, because a mailbox alone does not prove who they are.

use super::forms::FactorForm;
use super::store::{check, has_factor};
use super::words;
use crate::auth::store::person_with_email;
use crate::error::Error;
use crate::tx::Tx;

/// What is wrong with the code that was typed beside a link to this address; nothing if it is right or none is needed. Counts the try, so the
/// transaction has to be kept whatever comes of it.
pub fn wrong_code(tx: &mut Tx<'_>, email: &str, typed: &str) -> Result<Option<String>, Error> {
    let Some(person) = person_with_email(tx.db, email)? else {
        return Ok(None);
    };
    if !has_factor(tx.db, person)? {
        return Ok(None);
    }
    let form = FactorForm {
        code: typed.to_owned(),
        next: String::new(),
    };
    match form.parse() {
        Ok(code) => Ok(words::of(check(tx, person, &code)?)),
        Err(errors) => Ok(errors.get("code").map(str::to_owned)),
    }
}
