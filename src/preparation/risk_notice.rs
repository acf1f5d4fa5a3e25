//! A guardian's link to the risk notice: what a young person may meet and how it is controlled, yes or no.

use serde_json::json;

use super::chasing::send;
use super::forms::GuardianForm;
use super::model::{Detail, RISK_NOTICE, Task, TaskState};
use super::store;
use super::views::{RiskNoticeOutcome, RiskNoticePage, RiskNoticeSaid};
use crate::applications;
use crate::audit::{self, ReaderRole, Seen, SeenPage};
use crate::confirmations::guardian_of;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Answer, Handler, Link, Page, Posted};
use crate::opportunities as offered;
use crate::placements::{self, Placed, PlacementState};
use crate::tx::{Actor, Tx};
use crate::web::form::Errors;

/// Links of purpose `risk_notice`; the subject is a placement.
pub struct RiskNoticeLink;

/// A notice with whom it was sent to.
struct Notice {
    placed: Placed,
    /// True if it still waits for this link's recipient.
    waits: bool,
    /// The first name of who comes.
    first_name: String,
    /// Who the guardian is to them.
    relationship: String,
}

impl Notice {
    fn load(db: &mut AnyConnection, link: &Link) -> Result<Self, Error> {
        let (placed, state) = store::with_task(db, link.subject_id, Task::RiskNotice)?;
        let (guardian, name) = guardian_of(db, placed.application_id)?.unzip();
        let asked = guardian.as_ref().is_some_and(|one| one.email == link.recipient);
        Ok(Self {
            waits: state == Some(TaskState::Open) && asked && placed.state == PlacementState::Agreed,
            placed,
            first_name: name.flatten().map(|name| name.first).unwrap_or_default(),
            relationship: guardian.map(|one| one.relationship).unwrap_or_default(),
        })
    }

    fn page(self, db: &mut AnyConnection, form: GuardianForm, errors: Errors) -> Result<Page, Error> {
        let (about, plan) = offered::with_plan(db, self.placed.opportunity_id)?;
        let risks = plan.map(|plan| plan.risks).unwrap_or_default();
        Ok(Box::new(RiskNoticePage::new(self.first_name, &about, &risks, form, errors)))
    }
}

impl Handler for RiskNoticeLink {
    fn ask(&self, db: &mut AnyConnection, link: &Link, _: Instant) -> Result<(Page, Option<Seen>), Error> {
        let notice = Notice::load(db, link)?;
        if !notice.waits {
            return Ok((self.outcome(db, link)?, None));
        }
        let form = GuardianForm {
            relationship: notice.relationship.clone(),
            ..GuardianForm::default()
        };
        let seen = Seen {
            by: Actor::Link(link.id),
            role: ReaderRole::Guardian,
            organisation_id: None,
            page: SeenPage::Guardian,
            applications: vec![notice.placed.application_id],
        };
        Ok((notice.page(db, form, Errors::default())?, Some(seen)))
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
        let notice = Notice::load(tx.db, link)?;
        let (agrees, detail) = match form.answer() {
            Ok(answer) => answer,
            Err(errors) => return Ok(Answer::Invalid(notice.page(tx.db, form, errors)?)),
        };
        offered::hold_round(tx, notice.placed.round_id)?;
        let notice = Notice::load(tx.db, link)?;
        if links::spend(tx, link.id, if agrees { "yes" } else { "no" })? && notice.waits {
            record(tx, &notice.placed, agrees, &detail)?;
        }
        Ok(Answer::Done)
    }

    fn resend(&self, tx: &mut Tx<'_>, link: &Link) -> Result<(), Error> {
        let notice = Notice::load(tx.db, link)?;
        if notice.waits { send(tx, &notice.placed, false) } else { Ok(()) }
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
