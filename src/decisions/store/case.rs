//! What the page of a proposal shows around it, in as few questions as it takes.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{COLUMNS, Row, from};
use crate::applications::{self, Answers, ApplicationState, Name, Reasons, Step};
use crate::audit::{self, SeenPage};
use crate::auth::{Role, normalise_email};
use crate::confirmations::{Answers as Confirmed, Kind};
use crate::db::schema::{
    application, application_answer, confirmation, opportunity, organisation, person, proposal, role_grant, sensitive_read, standing,
};
use crate::db::{AnyConnection, Instant};
use crate::decisions::model::Proposal;
use crate::error::Error;
use crate::rounds::{Standing, TURNS, first_turn};
use crate::tx::Actor;
use crate::{knows, one_of};

/// A proposal as somebody comes to it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The proposal.
    pub proposal: Proposal,
    /// True if the reader has said that they know its person.
    pub known: bool,
    /// Of [`case`] whoever decided, of [`case_for`] the recipient.
    pub who: Option<Holder>,
}

/// Somebody, as whom they decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Their number.
    pub person_id: i64,
    /// Their name, or their address if there is none.
    pub name: String,
    /// As what: the first of the turns that they have now. Nothing if they have none any more.
    pub role: Option<Role>,
}

type Found = (Row, bool, Option<(i64, Option<String>, String)>, Option<Role>);

/// One row for each role.
fn folded(rows: Vec<Found>) -> Result<Case, Error> {
    let mut found = None;
    let mut roles = Vec::new();
    for (row, known, who, role) in rows {
        roles.extend(role);
        found = Some((row, known, who));
    }
    let (row, known, who) = found.ok_or(Error::NotFound)?;
    Ok(Case {
        proposal: from(row),
        known,
        who: who.map(|(person_id, name, email)| Holder {
            person_id,
            name: name.unwrap_or(email),
            role: first_turn(roles),
        }),
    })
}

/// The question for a proposal, for somebody (`$is`, a condition on `person`) with the roles that they have for its organisation, and for whether
/// `$by` knows its person.
macro_rules! cases {
    ($is:expr, $by:expr) => {{
        let at = role_grant::organisation_id
            .eq(organisation::id.nullable())
            .or(role_grant::area_id.eq(organisation::area_id.nullable()));
        let held = role_grant::person_id
            .nullable()
            .eq(person::id.nullable())
            .and(role_grant::revoked_at.is_null())
            .and(person::disabled_at.is_null())
            .and(one_of!(role_grant::role, TURNS[0], TURNS[1], TURNS[2]))
            .and(at);
        proposal::table
            .inner_join(application::table)
            .inner_join(opportunity::table.inner_join(organisation::table))
            .left_join(person::table.on($is))
            .left_join(role_grant::table.on(held))
            .select((
                COLUMNS,
                knows!(proposal::application_id, $by),
                (person::id, person::name, person::email).nullable(),
                role_grant::role.nullable(),
            ))
    }};
}

/// The proposal with this public reference, with who decided. `reader` is who is signed in.
pub fn case(db: &mut AnyConnection, reference: &str, reader: Option<i64>) -> Result<Case, Error> {
    let decided = person::id.nullable().eq(proposal::decided_by);
    let rows: Vec<Found> = cases!(decided, reader.unwrap_or_default())
        .filter(proposal::public_ref.eq(reference))
        .load(db)?;
    folded(rows)
}

/// The proposal with this number, for whoever a letter about it was sent to.
pub fn case_for(db: &mut AnyConnection, id: i64, recipient: &str) -> Result<Case, Error> {
    let written_to = person::email.eq(normalise_email(recipient));
    let rows: Vec<Found> = cases!(written_to, person::id).filter(proposal::id.eq(id)).load(db)?;
    folded(rows)
}

/// What a decision about an open proposal needs.
#[derive(Clone, Debug)]
pub struct Matter {
    /// Why the application stands where it stands.
    pub standing: Standing,
    /// What interests the person.
    pub reasons: Option<Reasons>,
    /// Their name, if the reader asked for it in the hour of now.
    pub name: Option<Name>,
    /// Whom to talk to first, if a school said that the organisation should.
    pub talk_first: Option<String>,
}

/// What of a school's confirmation pages tell: the name that was given, the name that was declared, the relationship, the answers as JSON.
type School = (String, Option<String>, String, Option<String>);

/// Whom to talk to first, if a school said that the organisation should: name, role and place.
fn talk_first(school: Option<School>) -> Result<Option<String>, Error> {
    let Some((name, declared, relationship, Some(answers))) = school else {
        return Ok(None);
    };
    Ok(match serde_json::from_str(&answers)? {
        Confirmed::School(says) if says.fit == Some(false) => Some(format!("{} ({relationship})", declared.unwrap_or(name))),
        Confirmed::School(_) | Confirmed::Guardian { .. } => None,
    })
}

/// Reads what a decision needs, for a reader at `now`.
pub fn matter(db: &mut AnyConnection, proposal: &Proposal, reader: Actor, now: Instant) -> Result<Matter, Error> {
    type Found = (Standing, Option<String>, Option<String>, Option<School>, bool);
    let (by_kind, by_id) = audit::reader(reader).unwrap_or_default();
    let name_seen = exists(
        sensitive_read::table
            .filter(sensitive_read::application_id.eq(standing::application_id))
            .filter(sensitive_read::page.eq(SeenPage::Name))
            .filter(sensitive_read::by_kind.eq(by_kind))
            .filter(sensitive_read::by_id.eq(by_id))
            .filter(sensitive_read::hour.eq(audit::hour(now))),
    );
    let reasons = application_answer::application_id
        .eq(standing::application_id)
        .and(application_answer::step.eq(Step::Reasons));
    let named = diesel::alias!(application_answer as named);
    let of_name = named
        .field(application_answer::application_id)
        .eq(standing::application_id)
        .and(named.field(application_answer::step).eq(Step::Name));
    let school = confirmation::application_id
        .eq(standing::application_id)
        .and(confirmation::kind.eq(Kind::School));
    let (standing, reasons, name, school, name_seen): Found = standing::table
        .left_join(application_answer::table.on(reasons))
        .left_join(named.on(of_name))
        .left_join(confirmation::table.on(school))
        .filter(standing::application_id.eq(proposal.application_id))
        .filter(standing::opportunity_id.eq(proposal.opportunity_id))
        .select((
            standing::all_columns,
            application_answer::answer.nullable(),
            named.field(application_answer::answer).nullable(),
            (
                confirmation::name,
                confirmation::answered_name,
                confirmation::relationship,
                confirmation::answers,
            )
                .nullable(),
            name_seen,
        ))
        .get_result(db)?;
    Ok(Matter {
        standing,
        reasons: reasons.map(|json| serde_json::from_str(&json)).transpose()?,
        name: name.filter(|_| name_seen).map(|json| serde_json::from_str(&json)).transpose()?,
        talk_first: talk_first(school)?,
    })
}

/// Somebody's application, once they have a place.
#[derive(Clone, Debug)]
pub struct Applied {
    /// Where it stands.
    pub state: ApplicationState,
    /// Their address.
    pub email: String,
    /// What they answered.
    pub answers: Answers,
    /// Whom to talk to first, if a school said that the organisation should.
    pub talk_first: Option<String>,
}

/// Applications with all that was answered, by number.
pub fn applied(db: &mut AnyConnection, ids: &[i64]) -> Result<BTreeMap<i64, Applied>, Error> {
    type Found = (i64, ApplicationState, String, Option<School>, Option<(Step, String)>);
    type OfOne = (ApplicationState, String, Option<School>, Vec<(Step, String)>);
    let school = confirmation::application_id
        .eq(application::id)
        .and(confirmation::kind.eq(Kind::School));
    let rows: Vec<Found> = application::table
        .inner_join(person::table)
        .left_join(confirmation::table.on(school))
        .left_join(application_answer::table)
        .filter(application::id.eq_any(ids))
        .select((
            application::id,
            application::state,
            person::email,
            (
                confirmation::name,
                confirmation::answered_name,
                confirmation::relationship,
                confirmation::answers,
            )
                .nullable(),
            (application_answer::step, application_answer::answer).nullable(),
        ))
        .load(db)?;
    let mut found: BTreeMap<i64, OfOne> = BTreeMap::new();
    for (id, state, email, school, answer) in rows {
        found.entry(id).or_insert((state, email, school, Vec::new())).3.extend(answer);
    }
    let applied = |(id, (state, email, school, rows))| {
        let applied = Applied {
            state,
            email,
            answers: applications::answers_of(id, rows)?,
            talk_first: talk_first(school)?,
        };
        Ok((id, applied))
    };
    found.into_iter().map(applied).collect()
}
