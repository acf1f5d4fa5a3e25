//! What was typed into a form whose session had ended: kept for its person, shown to them once they have signed in again, never acted on by itself.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::Duration;

use crate::db::schema::kept_form;
use crate::db::{AnyConnection, Instant};
use crate::error::Error;
use crate::keys::Keys;
use crate::tx::Tx;
use crate::web::form::Pairs;

/// How long it is kept.
const LIVES: Duration = Duration::hours(1);
/// The longest form that is kept, in bytes; those of our own pages are shorter.
const LONGEST: usize = 16 * 1024;
/// So many are kept for one person at a time: whoever sends forms in somebody's name fills nothing.
const MOST: i64 = 20;

/// What the session of the browser that sent a form has of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The path of the page that the form is on.
    pub path: String,
    key: String,
}

impl Kept {
    /// The session's key for this value.
    pub const IN_SESSION: &'static str = "kept";

    fn digest(&self) -> Vec<u8> {
        Sha256::digest(format!("kept form\0{}", self.key).as_bytes()).to_vec()
    }

    /// The cipher of this one form. Its key is made of what only the session has and of the portal's secret, and seals nothing else; so the nonce can
    /// come from the same.
    fn cipher(&self, keys: &Keys) -> (Aes256Gcm, [u8; 12]) {
        let derived = keys.derive("kept form", &[self.key.as_bytes()]);
        let bytes = keys.derive("kept form nonce", &[self.key.as_bytes()]);
        let mut nonce = [0; 12];
        nonce.copy_from_slice(&bytes[..12]);
        (Aes256Gcm::new(&derived.into()), nonce)
    }

    /// What is sealed together with the words: they open for this person and this page only.
    fn bound(&self, person_id: i64) -> Vec<u8> {
        format!("{person_id}\0{}", self.path).into_bytes()
    }
}

/// Keeps what was typed on the page at `path` for the person whose page it is. Nothing if it is too long, or if too much is kept for them already.
///
/// # Errors
/// What the database says.
pub fn keep(tx: &mut Tx<'_>, person_id: i64, path: &str, typed: &Pairs) -> Result<Option<Kept>, Error> {
    let words = typed.encoded();
    let alive = kept_form::table
        .filter(kept_form::person_id.eq(person_id))
        .filter(kept_form::expires_at.gt(tx.now));
    if words.len() > LONGEST || alive.count().get_result::<i64>(tx.db)? >= MOST {
        return Ok(None);
    }
    let kept = Kept {
        path: path.to_owned(),
        key: URL_SAFE_NO_PAD.encode(tx.env.random.bytes32()?),
    };
    let (cipher, nonce) = kept.cipher(&tx.env.keys);
    let bound = kept.bound(person_id);
    let payload = Payload {
        msg: words.as_bytes(),
        aad: &bound,
    };
    let sealed = cipher.encrypt(Nonce::from_slice(&nonce), payload).map_err(Error::internal)?;
    diesel::insert_into(kept_form::table)
        .values((
            kept_form::digest.eq(kept.digest()),
            kept_form::person_id.eq(person_id),
            kept_form::path.eq(path),
            kept_form::sealed.eq(sealed),
            kept_form::expires_at.eq(tx.now.plus(LIVES)),
        ))
        .execute(tx.db)?;
    Ok(Some(kept))
}

/// What was kept of a form for this person, if its time is not over. For anybody else there is nothing.
///
/// # Errors
/// What the database says; `Internal` if the row was changed.
pub fn kept(db: &mut AnyConnection, keys: &Keys, kept: &Kept, person_id: i64, now: Instant) -> Result<Option<Pairs>, Error> {
    let sealed: Option<Vec<u8>> = kept_form::table
        .filter(kept_form::digest.eq(kept.digest()))
        .filter(kept_form::person_id.eq(person_id))
        .filter(kept_form::path.eq(&kept.path))
        .filter(kept_form::expires_at.gt(now))
        .select(kept_form::sealed)
        .get_result(db)
        .optional()?;
    let Some(sealed) = sealed else { return Ok(None) };
    let (cipher, nonce) = kept.cipher(keys);
    let bound = kept.bound(person_id);
    let payload = Payload { msg: &sealed, aad: &bound };
    let words = cipher.decrypt(Nonce::from_slice(&nonce), payload).map_err(Error::internal)?;
    Pairs::decode(&words).map(Some)
}

/// Throws away what was kept of a form: its person has sent it.
///
/// # Errors
/// What the database says.
pub fn use_up(tx: &mut Tx<'_>, kept: &Kept) -> Result<(), Error> {
    diesel::delete(kept_form::table.find(kept.digest())).execute(tx.db)?;
    Ok(())
}
