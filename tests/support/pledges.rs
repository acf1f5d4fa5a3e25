//! Commitments that were signed, put straight into the database.

use diesel::prelude::*;
use practise::auth::person_for_email;
use practise::db::Instant;
use practise::db::schema::{commitment_text, pledge, pledge_ambassador, pledge_clause, pledge_review, signing};
use practise::pledges::{CommitmentKind, PledgeState, newest};
use practise::tx::Tx;
use time::{Date, Duration};

use super::app::TestApp;

/// A commitment to put into the database.
pub struct NewPledge<'a> {
    /// Which commitment.
    pub kind: CommitmentKind,
    /// Where it stands.
    pub state: PledgeState,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// When it is reviewed next.
    pub review_on: Option<Date>,
    /// What is said to clauses: the clause, the words, and the number that is promised.
    pub clauses: Vec<(&'a str, &'a str, Option<i32>)>,
    /// The jobs of the ambassadors.
    pub jobs: &'a [&'a str],
    /// When reviews were approved.
    pub renewed: Vec<Instant>,
}

impl NewPledge<'_> {
    /// One that was published at a moment and holds.
    pub fn published(kind: CommitmentKind, at: Instant) -> Self {
        Self {
            kind,
            state: PledgeState::Published,
            published_at: Some(at),
            ended_at: None,
            review_on: Some(at.date() + Duration::days(365)),
            clauses: Vec::new(),
            jobs: &[],
            renewed: Vec::new(),
        }
    }
}

fn text(tx: &mut Tx<'_>, kind: CommitmentKind) -> i64 {
    let words = newest(kind).unwrap();
    let known = commitment_text::table
        .filter(commitment_text::kind.eq(kind))
        .filter(commitment_text::version.eq(&words.version))
        .select(commitment_text::id)
        .get_result(tx.db)
        .optional()
        .unwrap();
    known.unwrap_or_else(|| {
        diesel::insert_into(commitment_text::table)
            .values((
                commitment_text::kind.eq(kind),
                commitment_text::version.eq(&words.version),
                commitment_text::sha256.eq(words.sha256()),
                commitment_text::body.eq(&words.body),
                commitment_text::in_force_from.eq(words.in_force_from),
            ))
            .returning(commitment_text::id)
            .get_result(tx.db)
            .unwrap()
    })
}

/// Adds it to an organisation; answers its reference.
pub fn add_pledge(tx: &mut Tx<'_>, organisation_id: i64, new: &NewPledge<'_>) -> String {
    let reference = tx.env.random.reference().unwrap();
    let text_id = text(tx, new.kind);
    let person = person_for_email(tx, "signs@example.org").unwrap();
    let signing_id: i64 = diesel::insert_into(signing::table)
        .values((
            signing::public_ref.eq(format!("S-{reference}")),
            signing::started_by.eq(person),
            signing::organisation_id.eq(organisation_id),
            signing::created_at.eq(tx.now),
            signing::changed_at.eq(tx.now),
        ))
        .returning(signing::id)
        .get_result(tx.db)
        .unwrap();
    let id: i64 = diesel::insert_into(pledge::table)
        .values((
            pledge::public_ref.eq(&reference),
            pledge::signing_id.eq(signing_id),
            pledge::organisation_id.eq(organisation_id),
            pledge::kind.eq(new.kind),
            pledge::text_id.eq(text_id),
            pledge::state.eq(new.state),
            pledge::state_since.eq(tx.now),
            pledge::created_at.eq(tx.now),
            pledge::published_at.eq(new.published_at),
            pledge::ended_at.eq(new.ended_at),
            pledge::review_on.eq(new.review_on),
        ))
        .returning(pledge::id)
        .get_result(tx.db)
        .unwrap();
    for (clause, statement, promised) in &new.clauses {
        let row = (
            pledge_clause::pledge_id.eq(id),
            pledge_clause::clause.eq(*clause),
            pledge_clause::statement.eq(*statement),
            pledge_clause::promised.eq(*promised),
        );
        diesel::insert_into(pledge_clause::table).values(row).execute(tx.db).unwrap();
    }
    for (position, job) in (1..).zip(new.jobs) {
        let row = (
            pledge_ambassador::pledge_id.eq(id),
            pledge_ambassador::position.eq(position),
            pledge_ambassador::name.eq("Canary Ambassador"),
            pledge_ambassador::job.eq(*job),
        );
        diesel::insert_into(pledge_ambassador::table).values(row).execute(tx.db).unwrap();
    }
    for (number, at) in (1..).zip(&new.renewed) {
        let row = (
            pledge_review::pledge_id.eq(id),
            pledge_review::number.eq(number),
            pledge_review::due_on.eq(at.date()),
            pledge_review::state.eq("approved"),
            pledge_review::reminders.eq(0),
            pledge_review::chases.eq(0),
            pledge_review::answers.eq("{}"),
            pledge_review::approved_at.eq(*at),
        );
        diesel::insert_into(pledge_review::table).values(row).execute(tx.db).unwrap();
    }
    reference
}

impl TestApp {
    /// A commitment of an organisation; answers its reference.
    pub fn pledge(&self, organisation_id: i64, new: &NewPledge<'_>) -> String {
        self.write(|tx| Ok(add_pledge(tx, organisation_id, new)))
    }

    /// A commitment that was published a year and a half ago and holds.
    pub fn committed(&self, organisation_id: i64, kind: CommitmentKind) -> String {
        let at = self.now().plus(-Duration::days(500));
        self.pledge(organisation_id, &NewPledge::published(kind, at))
    }
}
