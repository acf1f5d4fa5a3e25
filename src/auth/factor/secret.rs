//! Secrets and codes: how they are made, sealed and compared.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Totp};

use crate::db::Instant;
use crate::error::Error;
use crate::keys::Keys;

/// An authenticator's secret has so many bytes.
const BYTES: usize = 20;
/// Before the sealed secret stand so many random bytes.
const NONCE: usize = 12;
/// So many recovery codes are made.
pub(super) const RECOVERY_CODES: u8 = 10;

/// The secret of an authenticator.
#[derive(Clone)]
pub(super) struct Secret([u8; BYTES]);

impl Secret {
    /// The secret that a session's page offers to a person: the same each time the page is shown, so that showing it stores nothing. It is
    /// known to the portal and to whoever sees that page.
    pub(super) fn offered(keys: &Keys, session: &str, person_id: i64) -> Self {
        let derived = keys.derive("second factor offer", &[session.as_bytes(), &person_id.to_be_bytes()]);
        let mut bytes = [0; BYTES];
        bytes.copy_from_slice(&derived[..BYTES]);
        Self(bytes)
    }

    /// The secret, encrypted for its person.
    pub(super) fn seal(&self, keys: &Keys, random: &[u8; 32], person_id: i64) -> Result<Vec<u8>, Error> {
        let nonce = &random[..NONCE];
        let payload = Payload {
            msg: &self.0,
            aad: &bound(person_id),
        };
        let sealed = cipher(keys).encrypt(Nonce::from_slice(nonce), payload).map_err(Error::internal)?;
        Ok([nonce, &sealed].concat())
    }

    /// The secret of a row, whichever of the portal's secrets it was sealed with.
    ///
    /// # Errors
    /// `Internal` if the row was changed, is another person's, or was sealed with a secret that does not count any more.
    pub(super) fn open(keys: &Keys, sealed: &[u8], person_id: i64) -> Result<Self, Error> {
        let opened = keys.each().find_map(|keys| Self::open_with(&keys, sealed, person_id).ok());
        opened.ok_or_else(|| Error::internal(format!("second_factor {person_id}: sealed")))
    }

    /// True if this is how the secret is sealed now, and not with the portal's secret before.
    pub(super) fn is_sealed_anew(keys: &Keys, sealed: &[u8], person_id: i64) -> bool {
        keys.each()
            .next()
            .is_some_and(|keys| Self::open_with(&keys, sealed, person_id).is_ok())
    }

    fn open_with(keys: &Keys, sealed: &[u8], person_id: i64) -> Result<Self, Error> {
        let unreadable = || Error::internal(format!("second_factor {person_id}: sealed"));
        let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or_else(unreadable)?;
        let payload = Payload {
            msg: sealed,
            aad: &bound(person_id),
        };
        let opened = cipher(keys).decrypt(Nonce::from_slice(nonce), payload).map_err(|_| unreadable())?;
        Ok(Self(opened.try_into().map_err(|_| unreadable())?))
    }

    /// The step of 30 seconds that a code of six digits belongs to: this one, or the one before or after it.
    pub(super) fn step_of(&self, code: &str, now: Instant) -> Result<Option<i64>, Error> {
        let seconds = u64::try_from(now.utc().assume_utc().unix_timestamp()).map_err(Error::internal)?;
        let step = self.authenticator("", "")?.check(code, seconds);
        step.map(i64::try_from).transpose().map_err(Error::internal)
    }

    /// The secret to be typed into an app, in groups of four.
    pub(super) fn words(&self) -> Result<String, Error> {
        let text = self.authenticator("", "")?.secret().to_base32();
        let groups: Vec<&str> = text
            .as_bytes()
            .chunks(4)
            .filter_map(|group| std::str::from_utf8(group).ok())
            .collect();
        Ok(groups.join(" "))
    }

    /// The picture that an app reads: whose it is, and the secret.
    pub(super) fn picture(&self, service: &str, email: &str) -> Result<String, Error> {
        let address = self.authenticator(service, email)?.to_url().map_err(Error::internal)?;
        let code = QrCode::new(address).map_err(Error::internal)?;
        Ok(code.render::<svg::Color<'_>>().min_dimensions(240, 240).build())
    }

    fn authenticator(&self, service: &str, email: &str) -> Result<Totp, Error> {
        // A colon would end the name.
        let without = |text: &str| text.replace(':', " ");
        let issuer = Some(without(service)).filter(|name| !name.is_empty());
        Builder::new()
            .with_secret(&self.0[..])
            .with_account_name(without(email))
            .with_issuer(issuer)
            .build()
            .map_err(Error::internal)
    }
}

fn cipher(keys: &Keys) -> Aes256Gcm {
    Aes256Gcm::new(&keys.derive("second factor", &[]).into())
}

/// What is sealed together with a secret: it opens for its person only.
fn bound(person_id: i64) -> Vec<u8> {
    format!("second_factor\0{person_id}").into_bytes()
}

/// The recovery codes that a seed stands for: the seed is in the session of whoever is to write them down, and nowhere else.
pub(super) fn recovery_codes(keys: &Keys, seed: &str) -> Vec<String> {
    (0..RECOVERY_CODES)
        .map(|number| {
            let text = hex::encode(&keys.derive("recovery code", &[seed.as_bytes(), &[number]])[..6]);
            format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..])
        })
        .collect()
}

/// What is stored of a recovery code, which is given without hyphens in small letters.
pub(super) fn digest(keys: &Keys, person_id: i64, code: &str) -> Vec<u8> {
    keys.derive("recovery code digest", &[&person_id.to_be_bytes(), code.as_bytes()])
        .to_vec()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::config::Secret as Configured;

    fn keys() -> Keys {
        Keys::new(Configured::new("a secret that is long enough for a test".to_owned()))
    }

    #[test]
    fn a_code_belongs_to_its_step_and_its_neighbours() {
        // RFC 6238, appendix B, cut to six digits.
        let secret = Secret(*b"12345678901234567890");
        let at = |seconds: i64| Instant::from(time::OffsetDateTime::from_unix_timestamp(seconds).unwrap());
        assert_eq!(secret.step_of("287082", at(59)).unwrap(), Some(1));
        assert_eq!(secret.step_of("287082", at(89)).unwrap(), Some(1), "the step after");
        assert_eq!(secret.step_of("287082", at(120)).unwrap(), None);
        assert_eq!(secret.step_of("287083", at(59)).unwrap(), None);
        assert_eq!(
            secret.step_of("081804", Instant::new(datetime!(2005-03-18 01:58:29))).unwrap(),
            Some(37_037_036)
        );
        assert_eq!(secret.words().unwrap(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn a_sealed_secret_opens_for_its_person_only() {
        let (keys, secret) = (keys(), Secret([7; BYTES]));
        let sealed = secret.seal(&keys, &[3; 32], 5).unwrap();
        assert_eq!(Secret::open(&keys, &sealed, 5).unwrap().0, secret.0);
        assert!(Secret::open(&keys, &sealed, 6).is_err());
        let mut changed = sealed.clone();
        changed[20] ^= 1;
        assert!(Secret::open(&keys, &changed, 5).is_err());
        assert!(Secret::open(&keys, &sealed[..5], 5).is_err());
    }

    #[test]
    fn recovery_codes_are_many_and_different() {
        let codes = recovery_codes(&keys(), "seed");
        let different: std::collections::BTreeSet<&String> = codes.iter().collect();
        assert_eq!((codes.len(), different.len(), codes[0].len()), (10, 10, 14));
        assert_ne!(codes, recovery_codes(&keys(), "another"));
    }

    #[test]
    fn the_picture_is_a_drawing() {
        let picture = Secret([7; BYTES]).picture("Practise: work experience", "lead@example.org").unwrap();
        assert!(picture.contains("<svg") && !picture.contains("style") && !picture.contains("<script"));
    }
}
