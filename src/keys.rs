//! Keys: everything secret that the portal makes is derived from one secret by HMAC-SHA-256, so that nothing raw is stored.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::config::Secret;

/// Derives tokens, codes and digests. Whoever has the database still lacks this, whoever has this still lacks the database.
#[derive(Clone, Debug)]
pub struct Keys(Secret);

impl Keys {
    /// Keys from the configured secret.
    pub fn new(secret: Secret) -> Self {
        Self(secret)
    }

    /// 32 bytes for `label` and `parts`; each part is preceded by its length, so that no two lists of parts meet.
    pub fn derive(&self, label: &str, parts: &[&[u8]]) -> [u8; 32] {
        // The secret is hashed first: a key of exactly 32 bytes, whatever its length.
        let key: [u8; 32] = Sha256::digest(self.0.reveal().as_bytes()).into();
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
