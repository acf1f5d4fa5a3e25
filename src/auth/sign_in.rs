//! Signing in by email: a letter with a link and a code, bound to the session that asked for it. Nobody learns whether an address is known.

use diesel::prelude::*;
use serde_json::json;
use subtle::ConstantTimeEq;
use time::Duration;

use super::mails::SignInLetter;
use super::model::{Role, SignedIn, home, normalise_email};
use super::store::{person_for_email, signed_in};
use crate::db::schema::{person, role_grant, sign_in};
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::links::{self, Purpose, lifetimes};
use crate::tx::Tx;
use crate::{audit, mail, meters};

/// How often a code may be entered.
pub const TRIES: i32 = 5;

/// Somebody who proved that they read the mail of an address.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Who they are.
    pub viewer: SignedIn,
    /// Whether their session rests only for a short time.
    pub shared_computer: bool,
    /// The path of our own to go on to.
    pub next: String,
}

/// What came of a code.
#[derive(Clone, Debug)]
pub enum CodeOutcome {
    /// It is right, and used up.
    Right(Opening),
    /// It is wrong; so many tries are left.
    Wrong(i32),
    /// It was tried too often, right or wrong.
    TooManyTries,
    /// Its time is over.
    Expired,
    /// This session waits for no code.
    NotAsked,
}

/// A sign-in that was asked for.
#[derive(Clone, Debug, Queryable)]
pub struct Asked {
    /// Its number.
    pub id: i64,
    /// The address that the letter went to.
    pub email: String,
    nonce: Vec<u8>,
    /// The session that asked.
    pub session_key: String,
    /// The path of our own to go on to.
    pub next: String,
    /// Whether the computer is shared.
    pub shared_computer: bool,
    created_at: Instant,
}

type Columns = (
    sign_in::id,
    sign_in::email,
    sign_in::nonce,
    sign_in::session_key,
    sign_in::next_path,
    sign_in::shared_computer,
    sign_in::created_at,
);
const COLUMNS: Columns = (
    sign_in::id,
    sign_in::email,
    sign_in::nonce,
    sign_in::session_key,
    sign_in::next_path,
    sign_in::shared_computer,
    sign_in::created_at,
);

/// Sends a link and a code to `email`, for the session `session_key` (see `session_key`). What the session asked for before is overtaken. The
/// work is the same whether or not anybody has the address.
pub fn begin_sign_in(tx: &mut Tx<'_>, email: &str, session_key: &str, next_path: &str, shared: bool) -> Result<(), Error> {
    let email = normalise_email(email);
    overtake(tx, session_key)?;
    let lives = if has_role(tx.db, &email)? {
        lifetimes::STAFF_SIGN_IN
    } else {
        lifetimes::APPLICANT_SIGN_IN
    };
    let id = add(tx, &email, session_key, next_path, shared, lives)?;
    let link = links::issue(tx, Purpose::SignIn, id, &email, lives)?;
    let words = SignInLetter {
        service: &tx.env.service_name,
        code_minutes: lifetimes::SIGN_IN_CODE.whole_minutes(),
        link_minutes: lives.whole_minutes(),
    };
    let letter = mail::compose("auth.sign_in", 1, &email, &words)?.with_link(link).with_code(id);
    mail::enqueue(tx, &letter)?;
    Ok(())
}

/// Adds a request whose letter is yet to be written; answers its number.
pub(super) fn add(tx: &mut Tx<'_>, email: &str, session_key: &str, next_path: &str, shared: bool, lives: Duration) -> Result<i64, Error> {
    let nonce = tx.env.random.bytes32()?;
    Ok(diesel::insert_into(sign_in::table)
        .values((
            sign_in::email.eq(email),
            sign_in::nonce.eq(&nonce[..]),
            sign_in::session_key.eq(session_key),
            sign_in::next_path.eq(next_path),
            sign_in::shared_computer.eq(shared),
            sign_in::created_at.eq(tx.now),
            sign_in::expires_at.eq(tx.now.plus(lives)),
        ))
        .returning(sign_in::id)
        .get_result(tx.db)?)
}

/// Ends what a session asked for before.
pub(super) fn overtake(tx: &mut Tx<'_>, session_key: &str) -> Result<(), Error> {
    let earlier: Vec<i64> = diesel::update(sign_in::table)
        .filter(sign_in::session_key.eq(session_key))
        .filter(sign_in::used_at.is_null())
        .filter(sign_in::superseded_at.is_null())
        .set(sign_in::superseded_at.eq(tx.now))
        .returning(sign_in::id)
        .get_results(tx.db)?;
    earlier.into_iter().try_for_each(|id| links::supersede(tx, Purpose::SignIn, id))
}

fn has_role(db: &mut AnyConnection, email: &str) -> Result<bool, Error> {
    let roles: Vec<Role> = role_grant::table
        .inner_join(person::table)
        .filter(person::email.eq(email))
        .filter(role_grant::revoked_at.is_null())
        .select(role_grant::role)
        .load(db)?;
    Ok(!roles.is_empty())
}

/// What the session waits for, if it waits.
pub fn asked(db: &mut AnyConnection, session_key: &str) -> Result<Option<Asked>, Error> {
    Ok(sign_in::table
        .filter(sign_in::session_key.eq(session_key))
        .filter(sign_in::used_at.is_null())
        .filter(sign_in::superseded_at.is_null())
        .order(sign_in::id.desc())
        .select(COLUMNS)
        .first(db)
        .optional()?)
}

/// The sign-in with this number.
pub fn asked_by_id(db: &mut AnyConnection, id: i64) -> Result<Asked, Error> {
    Ok(sign_in::table.find(id).select(COLUMNS).get_result(db)?)
}

/// Checks a code of six digits for a session and counts the try, whatever comes of it. A right one is used up, and its link with it.
pub fn check_code(tx: &mut Tx<'_>, session_key: &str, code: &str) -> Result<CodeOutcome, Error> {
    match try_code(tx, session_key, code)? {
        Ok(asked) => Ok(CodeOutcome::Right(open(tx, asked, "code")?)),
        Err(outcome) => Ok(outcome),
    }
}

/// Tries a code: what it was asked for if it is right, for the caller to use up; otherwise why not.
pub(super) fn try_code(tx: &mut Tx<'_>, session_key: &str, code: &str) -> Result<Result<Asked, CodeOutcome>, Error> {
    let Some(asked) = asked(tx.db, session_key)? else {
        return Ok(Err(CodeOutcome::NotAsked));
    };
    if tries_today(tx.db, &asked.email, tx.now)? >= TRIES_A_DAY {
        return Ok(Err(CodeOutcome::TooManyTries));
    }
    // One statement counts and decides, so that tries at the same moment are counted one by one.
    let tries: Option<i32> = diesel::update(sign_in::table)
        .filter(sign_in::id.eq(asked.id))
        .filter(sign_in::used_at.is_null())
        .filter(sign_in::superseded_at.is_null())
        .filter(sign_in::created_at.gt(tx.now.plus(-lifetimes::SIGN_IN_CODE)))
        .filter(sign_in::tries.lt(TRIES))
        .set(sign_in::tries.eq(sign_in::tries + 1))
        .returning(sign_in::tries)
        .get_result(tx.db)
        .optional()?;
    let Some(tries) = tries else {
        return Ok(Err(if tx.now >= asked.created_at.plus(lifetimes::SIGN_IN_CODE) {
            CodeOutcome::Expired
        } else {
            CodeOutcome::TooManyTries
        }));
    };
    let expected = links::sign_in_code(&tx.env.keys, asked.id, &asked.nonce);
    if bool::from(expected.as_bytes().ct_eq(code.as_bytes())) {
        links::supersede(tx, Purpose::SignIn, asked.id)?;
        return Ok(Ok(asked));
    }
    meters::wrong_code("sign_in");
    audit::record(tx, "sign_in.refused", "sign_in", asked.id, &json!({"tries": tries}))?;
    Ok(Err(if tries < TRIES {
        CodeOutcome::Wrong(TRIES - tries)
    } else {
        CodeOutcome::TooManyTries
    }))
}

/// Wrong codes for an address in a day, over all letters: then only the link in the letter signs in.
const TRIES_A_DAY: i64 = 20;

fn tries_today(db: &mut AnyConnection, email: &str, now: Instant) -> Result<i64, Error> {
    let tries: Option<i64> = sign_in::table
        .filter(sign_in::email.eq(email))
        .filter(sign_in::used_at.is_null())
        .filter(sign_in::created_at.gt(now.plus(-Duration::DAY)))
        .select(diesel::dsl::sum(sign_in::tries))
        .get_result(db)?;
    Ok(tries.unwrap_or_default())
}

/// Uses a sign-in up: whoever proved their address by `how` is a person from now on.
pub fn open(tx: &mut Tx<'_>, asked: Asked, how: &str) -> Result<Opening, Error> {
    use_up(tx, asked.id)?;
    let id = person_for_email(tx, &asked.email)?;
    let Some(viewer) = signed_in(tx.db, id)? else {
        return Err(Error::conflict("This account is closed. Contact us if you think that is wrong."));
    };
    audit::record(
        tx,
        "session.opened",
        "person",
        id,
        &json!({"sign_in": asked.id, "by": how, "shared": asked.shared_computer}),
    )?;
    let next = if asked.next.is_empty() {
        home(&viewer).to_owned()
    } else {
        asked.next
    };
    Ok(Opening {
        viewer,
        shared_computer: asked.shared_computer,
        next,
    })
}

/// Marks a request as used.
pub(super) fn use_up(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    diesel::update(sign_in::table.find(id))
        .set(sign_in::used_at.eq(tx.now))
        .execute(tx.db)?;
    Ok(())
}

impl CodeOutcome {
    /// What the page says of it; nothing if there is another page to go to.
    pub fn words(&self) -> Option<String> {
        Some(match self {
            Self::Right(_) | Self::NotAsked => return None,
            Self::Wrong(1) => "Code does not match the one we sent. You can try 1 more time".to_owned(),
            Self::Wrong(left) => format!("Code does not match the one we sent. You can try {left} more times"),
            Self::TooManyTries => "Code was wrong too many times. Ask for a new code".to_owned(),
            Self::Expired => "Code has expired. Ask for a new code".to_owned(),
        })
    }
}
