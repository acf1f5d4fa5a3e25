//! Letters about offers and placements.

use askama::Template;

use super::calendar;
use super::model::Offer;
use super::store;
use crate::applications::{self, Application, ApplicationState, Name};
use crate::auth;
use crate::dates::{days, moment};
use crate::db::Instant;
use crate::error::Error;
use crate::mail::{self, Attachment, Letter};
use crate::opportunities::{self as offered, Opportunity};
use crate::tx::Tx;

#[derive(Template)]
#[template(path = "mail/placements/offer.txt")]
struct OfferMail<'a> {
    first_name: &'a str,
    about: &'a Opportunity,
    dates: String,
    until: String,
}

/// Offers a placement to an applicant.
pub(super) fn offer(to: &str, name: Option<&Name>, about: &Opportunity, expires_at: Instant) -> Result<Letter, Error> {
    let words = OfferMail {
        first_name: first(name),
        about,
        dates: dates(about),
        until: moment(expires_at),
    };
    mail::compose("offer.made", 1, to, &words)
}

#[derive(Template)]
#[template(path = "mail/placements/expired.txt")]
struct ExpiredMail<'a> {
    first_name: &'a str,
    title: &'a str,
    url: String,
}

/// Tells an applicant that their offer has lapsed.
pub(super) fn expired(tx: &mut Tx<'_>, offer: &Offer) -> Result<Letter, Error> {
    let (email, name) = applications::recipient(tx.db, offer.application_id)?;
    let about = offered::by_id(tx.db, offer.opportunity_id)?;
    let url = format!("{}/work-experience", tx.env.public_url);
    mail::compose(
        "offer.expired",
        1,
        &email,
        &ExpiredMail {
            first_name: first(name.as_ref()),
            title: &about.title,
            url,
        },
    )
}

#[derive(Template)]
#[template(path = "mail/placements/left.txt")]
struct LeftMail<'a> {
    first_name: &'a str,
    reference: &'a str,
    placed: bool,
    url: String,
}

/// Tells an applicant that they have left a ranked round.
pub(super) fn left(tx: &mut Tx<'_>, leaving: &Application) -> Result<(), Error> {
    let (email, name) = applications::recipient(tx.db, leaving.id)?;
    let words = LeftMail {
        first_name: first(name.as_ref()),
        reference: &leaving.reference,
        placed: leaving.state == ApplicationState::Placed,
        url: format!("{}/work-experience", tx.env.public_url),
    };
    mail::enqueue(tx, &mail::compose("application.left", 1, &email, &words)?)?;
    Ok(())
}

#[derive(Template)]
#[template(path = "mail/placements/confirmed.txt")]
struct ConfirmedMail<'a> {
    first_name: &'a str,
    about: &'a Opportunity,
    dates: String,
    emergency: String,
    ready: String,
    url: String,
}

#[derive(Template)]
#[template(path = "mail/placements/confirmed-coordinator.txt")]
struct ConfirmedCoordinatorMail<'a> {
    reference: &'a str,
    about: &'a Opportunity,
    dates: String,
    url: String,
}

/// Confirms an agreed placement to the applicant and to every coordinator, each with the calendar file.
pub(super) fn confirm(tx: &mut Tx<'_>, offer: &Offer) -> Result<(), Error> {
    let application = applications::application_by_id(tx.db, offer.application_id)?;
    let (email, name) = applications::recipient(tx.db, offer.application_id)?;
    let about = offered::by_id(tx.db, offer.opportunity_id)?;
    let detail = offered::detail(tx.db, offer.opportunity_id)?;
    let (reference, _) = store::agreed_of(tx.db, offer.application_id)?;
    let file = Attachment {
        name: "placement.ics",
        media_type: "text/calendar",
        body: calendar::file(&reference, &about, detail.as_ref(), tx.now)?,
    };
    let url = format!("{}/applications/{}", tx.env.public_url, application.reference);
    let words = ConfirmedMail {
        first_name: first(name.as_ref()),
        about: &about,
        dates: dates(&about),
        emergency: format!("{url}/emergency-contact"),
        ready: format!("{url}/placement"),
        url,
    };
    let letter = mail::compose("placement.confirmed", 3, &email, &words)?.with_attachment(file.clone());
    mail::enqueue(tx, &letter)?;
    let proposal = store::proposal_of(tx.db, offer.id)?;
    for (_, coordinator) in auth::coordinators_of(tx.db, about.organisation_id)? {
        let url = format!("{}/coordinate/proposals/{proposal}", tx.env.public_url);
        let words = ConfirmedCoordinatorMail {
            reference: &application.reference,
            about: &about,
            dates: dates(&about),
            url,
        };
        let letter = mail::compose("placement.confirmed.coordinator", 2, &coordinator, &words)?.with_attachment(file.clone());
        mail::enqueue(tx, &letter)?;
    }
    Ok(())
}

fn first(name: Option<&Name>) -> &str {
    name.map_or("applicant", |name| name.first.as_str())
}

fn dates(about: &Opportunity) -> String {
    days(about.first_day, about.last_day)
}
