//! The six-digit code of a sign-in mail, for whoever reads their mail on another machine.

use crate::keys::Keys;

/// The code of the `sign_in` row `id`: six digits, derived from its nonce, so that it is nowhere stored and a mail that is sent again carries
/// the same one. A million codes are few: whoever checks one counts the tries.
pub fn sign_in_code(keys: &Keys, id: i64, nonce: &[u8]) -> String {
    let bytes = keys.derive("sign-in code", &[&id.to_be_bytes(), nonce]);
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[..8]);
    format!("{:06}", u64::from_be_bytes(eight) % 1_000_000)
}
