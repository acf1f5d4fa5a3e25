//! Signings: begun, filled in step by step, read with everything that their pages need.

use diesel::prelude::*;
use time::{Date, Duration};

use super::{organisations, pledges, signatures};
use crate::db::schema::{commitment_text, organisation, pledge, pledge_signature, signing, signing_answer};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::pledges::answers::{Answers, Step};
use crate::pledges::commitment::Commitment;
use crate::pledges::draft::Draft;
use crate::pledges::model::{Pledge, PledgeState, Signing};
use crate::tx::Tx;

pub(super) type Row = (i64, String, i64, Option<i64>, Instant, Instant);

pub(super) fn signing_of((id, reference, started_by, organisation_id, created_at, _): Row) -> Signing {
    Signing {
        id,
        reference,
        started_by,
        organisation_id,
        created_at,
    }
}

/// Begins a signing.
pub fn begin(tx: &mut Tx<'_>, person_id: i64) -> Result<Signing, Error> {
    let row: Row = diesel::insert_into(signing::table)
        .values((
            signing::public_ref.eq(tx.env.random.reference()?),
            signing::started_by.eq(person_id),
            signing::created_at.eq(tx.now),
            signing::changed_at.eq(tx.now),
        ))
        .returning(signing::all_columns)
        .get_result(tx.db)?;
    Ok(signing_of(row))
}

/// The signing with this reference.
pub fn by_ref(db: &mut AnyConnection, reference: &str) -> Result<Signing, Error> {
    let row: Row = signing::table.filter(signing::public_ref.eq(reference)).get_result(db)?;
    Ok(signing_of(row))
}

/// The signings that a person began, newest first.
pub fn of_person(db: &mut AnyConnection, person_id: i64) -> Result<Vec<Signing>, Error> {
    let rows: Vec<Row> = signing::table
        .filter(signing::started_by.eq(person_id))
        .order(signing::id.desc())
        .load(db)?;
    Ok(rows.into_iter().map(signing_of).collect())
}

/// A signing with its organisation and one of its pledges, which comes with its words.
type Found = (Row, Option<organisations::Row>, Option<(pledges::Row, String)>);

/// A signing with its organisation and its pledges, the Practise Commitment first.
macro_rules! found {
    () => {
        signing::table
            .left_join(organisation::table)
            .left_join(pledge::table)
            .left_join(commitment_text::table.on(commitment_text::id.nullable().eq(pledge::text_id.nullable())))
            .order(pledge::kind.desc())
            .select((
                signing::all_columns,
                organisations::COLUMNS.nullable(),
                (pledge::all_columns, commitment_text::body).nullable(),
            ))
    };
}

/// The draft of these rows, which are of one signing, without what is read by [`complete`].
fn begun(rows: Vec<Found>, today: Date) -> Result<Draft, Error> {
    let (mut known, mut signed) = (None, Vec::with_capacity(rows.len()));
    for (signing, organisation, pledge) in rows {
        signed.extend(pledge);
        known.get_or_insert((signing, organisation));
    }
    let (signing, organisation) = known.ok_or(Error::NotFound)?;
    let signed: Vec<(Pledge, Commitment)> = signed.into_iter().map(pledges::with_words).collect::<Result<_, Error>>()?;
    let (pledges, texts) = signed.into_iter().unzip();
    Ok(Draft {
        signing: signing_of(signing),
        pledges,
        texts,
        answers: Answers::default(),
        organisation: organisation.map(|row| organisations::organisation_of(row, today)),
        found: Vec::new(),
        signatures: Vec::new(),
        today,
    })
}

/// Adds what was answered, and who was asked.
fn complete(db: &mut AnyConnection, draft: Draft) -> Result<Draft, Error> {
    Ok(Draft {
        answers: answers(db, draft.signing.id)?,
        signatures: signatures::of_signing(db, draft.signing.id)?,
        ..draft
    })
}

/// The person's own signing with everything about it: three questions. Somebody else's is not found.
pub fn own(db: &mut AnyConnection, person_id: i64, reference: &str, today: Date) -> Result<Draft, Error> {
    let draft = begun(found!().filter(signing::public_ref.eq(reference)).load(db)?, today)?;
    if draft.signing.started_by == person_id {
        complete(db, draft)
    } else {
        Err(Error::NotYours {
            kind: "signing",
            id: draft.signing.id,
            by: person_id,
        })
    }
}

/// The signing with this number with everything about it.
pub fn filled(db: &mut AnyConnection, id: i64, today: Date) -> Result<Draft, Error> {
    let draft = begun(found!().filter(signing::id.eq(id)).load(db)?, today)?;
    complete(db, draft)
}

/// What was answered.
pub fn answers(db: &mut AnyConnection, signing_id: i64) -> Result<Answers, Error> {
    let rows: Vec<(String, String)> = signing_answer::table
        .filter(signing_answer::signing_id.eq(signing_id))
        .select((signing_answer::step, signing_answer::answer))
        .load(db)?;
    answers_of(signing_id, rows)
}

/// The answers that rows of a signing hold.
pub(super) fn answers_of(signing_id: i64, rows: Vec<(String, String)>) -> Result<Answers, Error> {
    let mut answers = Answers::default();
    for (name, json) in rows {
        let step: Step = name
            .parse()
            .map_err(|_| Error::internal(format!("signing_answer of {signing_id}: no step {name}")))?;
        answers
            .add(&step, &json)
            .map_err(|error| Error::internal(format!("signing_answer of {signing_id}, {name}: at column {}", error.column())))?;
    }
    Ok(answers)
}

/// Stores the answer of a step, in place of the one before.
pub fn put(tx: &mut Tx<'_>, signing_id: i64, step: &Step, json: &str) -> Result<(), Error> {
    let step = step.to_string();
    diesel::delete(signing_answer::table.find((signing_id, &step))).execute(tx.db)?;
    diesel::insert_into(signing_answer::table)
        .values((
            signing_answer::signing_id.eq(signing_id),
            signing_answer::step.eq(&step),
            signing_answer::answer.eq(json),
            signing_answer::saved_at.eq(tx.now),
        ))
        .execute(tx.db)?;
    touch(tx, signing_id)
}

/// Forgets every answer: what was promised is kept with the pledges.
pub fn forget_answers(tx: &mut Tx<'_>, signing_id: i64) -> Result<(), Error> {
    diesel::delete(signing_answer::table.filter(signing_answer::signing_id.eq(signing_id))).execute(tx.db)?;
    Ok(())
}

/// Says which organisation signs.
pub fn set_organisation(tx: &mut Tx<'_>, signing_id: i64, organisation_id: i64) -> Result<(), Error> {
    diesel::update(signing::table.find(signing_id))
        .set(signing::organisation_id.eq(organisation_id))
        .execute(tx.db)?;
    touch(tx, signing_id)
}

/// Marks that it was changed; holds its row, so that of two changes at once the second waits for the first.
pub fn touch(tx: &mut Tx<'_>, signing_id: i64) -> Result<(), Error> {
    diesel::update(signing::table.find(signing_id))
        .set(signing::changed_at.eq(tx.now))
        .execute(tx.db)?;
    Ok(())
}

/// How many people were asked in the last day in signings that this person began.
pub fn asked_lately(db: &mut AnyConnection, person_id: i64, now: Instant) -> Result<i64, Error> {
    Ok(pledge_signature::table
        .inner_join(signing::table)
        .filter(signing::started_by.eq(person_id))
        .filter(pledge_signature::asked_at.gt(now.plus(-Duration::DAY)))
        .count()
        .get_result(db)?)
}

/// How many signings a person began and did not send.
pub fn unsent(db: &mut AnyConnection, person_id: i64) -> Result<usize, Error> {
    let begun: Vec<i64> = signing::table
        .filter(signing::started_by.eq(person_id))
        .select(signing::id)
        .load(db)?;
    let sent: Vec<i64> = pledge::table
        .filter(pledge::signing_id.eq_any(&begun))
        .filter(pledge::state.ne(PledgeState::Draft))
        .select(pledge::signing_id)
        .load(db)?;
    Ok(begun.iter().filter(|id| !sent.contains(id)).count())
}
