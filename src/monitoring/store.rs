//! The one table of answers. It is written here and counted here; nothing else reads it. Whether a row is counted is a condition of its indexes, so it is
//! never compared with a bound value.

use diesel::prelude::*;

use crate::db::AnyConnection;
use crate::db::schema::equality_answer;
use crate::error::Error;
use crate::tx::Tx;

/// Bytes of a row's random key: enough that none comes twice.
const KEY_BYTES: usize = 16;

/// Adds answers, each in a row with a random key: not even two answers of one person belong together.
pub fn add(tx: &mut Tx<'_>, answers: &[(&'static str, &'static str)]) -> Result<(), Error> {
    for (question, answer) in answers {
        let random = tx.env.random.bytes32()?;
        diesel::insert_into(equality_answer::table)
            .values((
                equality_answer::id.eq(hex::encode(&random[..KEY_BYTES])),
                equality_answer::year.eq(tx.now.date().year()),
                equality_answer::question.eq(question),
                equality_answer::answer.eq(answer),
                equality_answer::counted.eq(false),
            ))
            .execute(tx.db)?;
    }
    Ok(())
}

/// The keys of some rows that are not counted yet, in the order of the keys.
pub fn new_keys(db: &mut AnyConnection, most: i64) -> Result<Vec<String>, Error> {
    Ok(equality_answer::table
        .filter(diesel::dsl::not(equality_answer::counted))
        .order(equality_answer::id)
        .limit(most)
        .select(equality_answer::id)
        .load(db)?)
}

/// Counts a row from now on.
pub fn count(tx: &mut Tx<'_>, key: &str) -> Result<usize, Error> {
    Ok(diesel::update(equality_answer::table.filter(equality_answer::id.eq(key)))
        .set(equality_answer::counted.eq(true))
        .execute(tx.db)?)
}

/// The years that have counted answers, newest first.
pub fn years(db: &mut AnyConnection) -> Result<Vec<i32>, Error> {
    Ok(equality_answer::table
        .filter(equality_answer::counted)
        .select(equality_answer::year)
        .distinct()
        .order(equality_answer::year.desc())
        .load(db)?)
}

/// How often each answer was given in a year: question, answer, number.
pub fn counts(db: &mut AnyConnection, year: i32) -> Result<Vec<(String, String, i64)>, Error> {
    Ok(equality_answer::table
        .filter(equality_answer::year.eq(year))
        .filter(equality_answer::counted)
        .group_by((equality_answer::question, equality_answer::answer))
        .select((equality_answer::question, equality_answer::answer, diesel::dsl::count_star()))
        .load(db)?)
}
