//! Letters before a placement.

use askama::Template;

use crate::applications;
use crate::confirmations::Confirmation;
use crate::dates::{day, days, moment, weekday};
use crate::error::Error;
use crate::mail::{self, Letter};
use crate::opportunities::{self as offered, Opportunity};
use crate::placements::Placed;
use crate::tx::Tx;

#[derive(Template)]
#[template(path = "mail/preparation/risk-notice.txt")]
struct RiskNotice<'a> {
    name: String,
    first_name: String,
    about: &'a Opportunity,
    dates: String,
    reminder: bool,
    service: &'a str,
}

/// Asks a guardian to read the risk notice.
pub(super) fn risk_notice(tx: &mut Tx<'_>, placed: &Placed, guardian: &Confirmation, reminder: bool) -> Result<Letter, Error> {
    let about = offered::by_id(tx.db, placed.opportunity_id)?;
    let words = RiskNotice {
        name: one_line(&guardian.name),
        first_name: first_name(tx, placed)?,
        dates: days(about.first_day, about.last_day),
        about: &about,
        reminder,
        service: &tx.env.service_name,
    };
    mail::compose("placement.risk_notice", 1, &guardian.email, &words)
}

#[derive(Template)]
#[template(path = "mail/preparation/still-coming.txt")]
struct StillComing<'a> {
    first_name: String,
    about: &'a Opportunity,
    first_day: String,
    cut_off: String,
}

/// Asks whoever has a place whether they still come.
pub(super) fn still_coming(tx: &mut Tx<'_>, placed: &Placed) -> Result<Letter, Error> {
    let about = offered::by_id(tx.db, placed.opportunity_id)?;
    let (email, _) = applications::recipient(tx.db, placed.application_id)?;
    let words = StillComing {
        first_name: first_name(tx, placed)?,
        first_day: weekday(about.first_day),
        cut_off: moment(offered::cut_off(about.first_day)),
        about: &about,
    };
    mail::compose("placement.still_coming", 1, &email, &words)
}

#[derive(Template)]
#[template(path = "mail/preparation/silent.txt")]
struct Silent<'a> {
    reference: &'a str,
    title: &'a str,
    first_day: String,
    url: String,
}

/// Tells a coordinator that somebody has not said whether they still come.
pub(super) fn silent(tx: &mut Tx<'_>, placed: &Placed, to: &str) -> Result<Letter, Error> {
    let words = Silent {
        reference: &placed.application,
        title: &placed.title,
        first_day: day(placed.first_day),
        url: format!("{}/coordinate/placements/{}", tx.env.public_url, placed.reference),
    };
    mail::compose("placement.silent", 1, to, &words)
}

fn first_name(tx: &mut Tx<'_>, placed: &Placed) -> Result<String, Error> {
    let (_, name) = applications::recipient(tx.db, placed.application_id)?;
    Ok(name.map_or_else(|| "applicant".to_owned(), |name| one_line(&name.first)))
}

/// Words from a form as one line: a line break would begin a new block of the letter, and brackets its button.
fn one_line(words: &str) -> String {
    let words = words.replace("[[", "").replace("]]", "");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
