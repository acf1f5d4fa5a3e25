//! A guardian's link to the risk notice: what a young person may meet and how it is controlled, yes or no.

use serde_json::json;

use super::chasing::{guardian, send};
use super::forms::GuardianForm;
use super::model::{Detail, Planned, RISK_NOTICE, Task, TaskState};
use super::store;
use super::views::{RiskNoticeOutcome, RiskNoticePage, RiskNoticeSaid};
use crate::applications;
use crate::audit::{self, ReaderRole, Seen, SeenPage};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::opportunities as offered;
use crate::placements::{self, Placed, PlacementState, placed_by_id};
use crate::tx::{Actor, Tx};
use crate::web::form::Errors;

/// Links of purpose `risk_notice`; the subject is a placement.
pub struct RiskNoticeLink;

fn task(db: &mut AnyConnection, placed: &Placed) -> Result<Option<Planned>, Error> {
    Ok(store::tasks(db, placed.id)?.into_iter().find(|one| one.task == Task::RiskNotice))
}

/// True if the notice still waits for this link's recipient.
fn waits(db: &mut AnyConnection, link: &Link, placed: &Placed) -> Result<bool, Error> {
    let open = task(db, placed)?.is_some_and(|one| one.state == TaskState::Open);
    let asked = guardian(db, placed.application_id)?.is_some_and(|one| one.email == link.recipient);
    Ok(open && asked && placed.state == PlacementState::Agreed)
}

fn page(db: &mut AnyConnection, placed: &Placed, form: GuardianForm, errors: Errors) -> Result<Page, Error> {
    let (_, name) = applications::recipient(db, placed.application_id)?;
    let about = offered::by_id(db, placed.opportunity_id)?;
    let risks = offered::detail(db, placed.opportunity_id)?
        .map(|detail| detail.risks)
        .unwrap_or_default();
    let first = name.map(|name| name.first).unwrap_or_default();
    Ok(Box::new(RiskNoticePage::new(first, &about, &risks, form, errors)))
}

impl Handler for RiskNoticeLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _: Instant) -> Result<Page, Error> {
        let placed = placed_by_id(db, link.subject_id)?;
        if !waits(db, link, &placed)? {
            return self.outcome(db, link);
        }
        let relationship = guardian(db, placed.application_id)?.map(|one| one.relationship).unwrap_or_default();
        let form = GuardianForm {
            relationship,
            ..GuardianForm::default()
        };
        page(db, &placed, form, Errors::default())
    }

    fn shows(&self, db: &mut AnyConnection, link: &Link) -> Result<Option<Seen>, Error> {
        let placed = placed_by_id(db, link.subject_id)?;
        Ok(waits(db, link, &placed)?.then(|| Seen {
            by: Actor::Link(link.id),
            role: ReaderRole::Guardian,
            organisation_id: None,
            page: SeenPage::Guardian,
            applications: vec![placed.application_id],
        }))
    }

    fn outcome(&self, _: &mut AnyConnection, link: &Link) -> Result<Page, Error> {
        let said = match link.used_how.as_deref() {
            Some("yes") => RiskNoticeSaid::Yes,
            Some(_) => RiskNoticeSaid::No,
            None => RiskNoticeSaid::NotNeeded,
        };
        Ok(Box::new(RiskNoticeOutcome { said }))
    }

    fn answer(&self, tx: &mut Tx<'_>, link: &Link, posted: &Posted) -> Result<Answer, Error> {
        let mut form: GuardianForm = posted.form.parse()?;
        let placed = placed_by_id(tx.db, link.subject_id)?;
        let (agrees, detail) = match form.answer() {
            Ok(answer) => answer,
            Err(errors) => return Ok(Answer::Invalid(page(tx.db, &placed, form, errors)?)),
        };
        offered::hold_round(tx, placed.round_id)?;
        let placed = placed_by_id(tx.db, placed.id)?;
        let open = waits(tx.db, link, &placed)?;
        if links::spend(tx, link.id, if agrees { "yes" } else { "no" })? && open {
            record(tx, &placed, agrees, &detail)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let placed = placed_by_id(tx.db, link.subject_id)?;
        if waits(tx.db, link, &placed)? {
            send(tx, &placed, false)
        } else {
            Ok(())
        }
    }
}

/// Stores the answer. A no gives the place back: nobody under 18 comes without it.
fn record(tx: &mut Tx<'_>, placed: &Placed, agrees: bool, detail: &Detail) -> Result<(), Error> {
    let state = if agrees { TaskState::Done } else { TaskState::NotNeeded };
    store::save_task(tx, placed.id, Task::RiskNotice, state, Some(detail), None)?;
    let facts = json!({"agrees": agrees, "wording": RISK_NOTICE});
    audit::record(tx, "risk_notice.answered", "placement", placed.id, &facts)?;
    if agrees {
        return Ok(());
    }
    let application = applications::application_by_id(tx.db, placed.application_id)?;
    placements::give_back(tx, &application, "consent_withdrawn")
}
