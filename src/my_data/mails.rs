//! The last letter.

use askama::Template;

use crate::error::Error;
use crate::mail;
use crate::tx::Tx;

#[derive(Template)]
#[template(path = "mail/my_data/erased.txt")]
struct ErasedMail<'a> {
    service: &'a str,
    asked: bool,
}

/// Tells somebody that their data is deleted. Nothing of this letter stays once it has left.
pub fn tell_erased(tx: &mut Tx<'_>, to: &str, asked: bool) -> Result<(), Error> {
    let words = ErasedMail {
        service: &tx.env.service_name,
        asked,
    };
    let letter = mail::compose("my_data.erased", 1, to, &words)?.forgotten();
    mail::enqueue(tx, &letter)?;
    Ok(())
}
