//! Pages of certificates.

use askama::Template;
use time::Date;

use super::forms::{CertificateForm, MOST, WithdrawForm};
use super::model::{Certificate, WhyWithdrawn};
use super::store::Checked;
use crate::afterwards::observed::store::Observation;
use crate::dates;
use crate::opportunities::Opportunity;
use crate::web::components::{CharacterCount, Checkboxes, FieldError, Input, Radios, SummaryList, Textarea};
use crate::web::form::Errors;

/// Makes a certificate.
#[derive(Template)]
#[template(path = "afterwards/certificate.html")]
pub struct IssuePage {
    back: String,
    errors: Vec<FieldError>,
    title: String,
    facts: SummaryList,
    hours: Input,
    activities: CharacterCount,
    values: Option<Checkboxes>,
}

impl IssuePage {
    /// The page about somebody who came on `days`, with what was typed.
    pub fn new(
        about: &Opportunity,
        (name, days): (String, &[Date]),
        seen: &[Observation],
        back: String,
        form: &CertificateForm,
        errors: Errors,
    ) -> Self {
        let boxes = seen.iter().fold(
            Checkboxes::new("values", "Which of the values seen should be printed? (optional)"),
            |boxes, one| {
                boxes
                    .item(one.id.to_string(), one.value.words())
                    .item_hint(format!("{} ({})", one.note, dates::day(one.on_day)))
            },
        );
        Self {
            back,
            title: about.title.clone(),
            facts: SummaryList::new()
                .row("Name", name)
                .row("With", about.organisation.as_str())
                .row("Days", days.iter().copied().map(dates::day).collect::<Vec<_>>().join(", ")),
            hours: Input::new("hours", "How many hours was that in all? (optional)")
                .value(form.hours.as_str())
                .numeric()
                .width(4)
                .error(errors.get("hours")),
            activities: Textarea::new("activities", "What did the person do?")
                .hint("It is printed. Do not name patients or colleagues")
                .value(form.activities.as_str())
                .rows(8)
                .error(errors.get("activities").map(str::to_owned))
                .max_length(u32::from(MOST)),
            values: (!seen.is_empty()).then(|| boxes.checked(form.values.iter().map(String::as_str))),
            errors: errors.0,
        }
    }
}

/// A certificate that was issued, for a coordinator.
#[derive(Template)]
#[template(path = "afterwards/certificate_issued.html")]
pub struct IssuedPage {
    back: String,
    path: String,
    check: String,
    facts: SummaryList,
}

impl IssuedPage {
    /// The page of the valid certificate of the placement with this reference.
    pub fn new(reference: &str, name: String, known: &Certificate) -> Self {
        let path = format!("/coordinate/placements/{reference}");
        Self {
            back: format!("{path}/afterwards"),
            path,
            check: known.path(),
            facts: SummaryList::new()
                .row("Name", name)
                .row("Number", known.number.as_str())
                .row("Issued", dates::day_of(known.issued_at)),
        }
    }
}

/// Asks why a certificate is withdrawn.
#[derive(Template)]
#[template(path = "afterwards/certificate_withdraw.html")]
pub struct WithdrawPage {
    back: String,
    errors: Vec<FieldError>,
    name: String,
    reason: Radios,
}

impl WithdrawPage {
    /// The page with what was chosen.
    pub fn new(reference: &str, name: String, form: &WithdrawForm, errors: Errors) -> Self {
        let reasons = WhyWithdrawn::ALL
            .iter()
            .fold(Radios::new("reason", "Why do you withdraw it?"), |radios, why| {
                radios.item(why.as_str(), why.words())
            });
        Self {
            back: format!("/coordinate/placements/{reference}/certificate"),
            name,
            reason: reasons
                .hint("The person is told this reason")
                .checked(form.reason.as_str())
                .error(errors.get("reason").map(str::to_owned)),
            errors: errors.0,
        }
    }
}

/// Says to anybody whether a certificate is valid.
#[derive(Template)]
#[template(path = "afterwards/certificate_check.html")]
pub struct CheckPage {
    valid: bool,
    facts: SummaryList,
}

impl CheckPage {
    /// The page of the certificate with this number.
    pub fn new(number: &str, known: &Checked) -> Self {
        let (first, last) = known.days;
        let facts = SummaryList::new()
            .row("Number", number.to_owned())
            .row("Placement", known.title.as_str())
            .row("Organisation", known.organisation.as_str())
            .row("Dates", dates::days(first, last))
            .row("Issued", dates::day_of(known.issued_at));
        Self {
            valid: known.withdrawn_at.is_none(),
            facts: match known.withdrawn_at {
                Some(at) => facts.row("Withdrawn", dates::day_of(at)),
                None => facts,
            },
        }
    }
}

/// 404: no certificate has this number.
#[derive(Template)]
#[template(path = "afterwards/certificate_unknown.html")]
pub struct UnknownPage;
