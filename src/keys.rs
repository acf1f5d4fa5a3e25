//! Keys: everything secret that the portal makes is derived from one secret by HMAC-SHA-256, so that nothing raw is stored.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::config::Secret;

/// Derives tokens, codes and digests. Whoever has the database still lacks this, whoever has this still lacks the database.
#[derive(Clone, Debug)]
pub struct Keys {
    secret: Secret,
    /// The secret before this one, as long as what was made with it still counts.
    before: Option<Secret>,
}

impl Keys {
    /// Keys from the configured secret.
    pub fn new(secret: Secret) -> Self {
        Self { secret, before: None }
    }

    /// The same, while what was made with the secret `before` still counts.
    #[must_use]
    pub fn after(self, before: Option<Secret>) -> Self {
        Self { before, ..self }
    }

    /// These keys, and then those of the secret before, if that still counts: for what may have been made with either. What is new is always made with
    /// these.
    pub fn each(&self) -> impl Iterator<Item = Self> {
        let secrets = [Some(self.secret.clone()), self.before.clone()];
        secrets.into_iter().flatten().map(Self::new)
    }

    /// 32 bytes for `label` and `parts`; each part is preceded by its length, so that no two lists of parts meet.
    pub fn derive(&self, label: &str, parts: &[&[u8]]) -> [u8; 32] {
        // The secret is hashed first: a key of exactly 32 bytes, whatever its length.
        let key: [u8; 32] = Sha256::digest(self.secret.reveal().as_bytes()).into();
        let mut block = [0_u8; 64];
        block[..32].copy_from_slice(&key);
        let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block.into());
        mac.update(label.as_bytes());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// A keyed digest of an account or address, for counting without keeping it.
    pub fn account(&self, email: &str) -> [u8; 32] {
        self.derive("account", &[email.as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_secret_before_made_still_counts_and_nothing_new_is_made_with_it() {
        let keys = |text: &str| Keys::new(Secret::new(text));
        let (old, new) = (
            keys("an old secret that has 32 characters"),
            keys("a new secret that has 32 characters"),
        );
        let both = new.clone().after(Some(Secret::new("an old secret that has 32 characters")));
        let made = |keys: &Keys| keys.derive("a thing", &[b"1"]);
        assert_eq!(made(&both), made(&new));
        assert_eq!(both.each().map(|keys| made(&keys)).collect::<Vec<_>>(), [made(&new), made(&old)]);
        assert_eq!(new.each().count(), 1);
    }
}
