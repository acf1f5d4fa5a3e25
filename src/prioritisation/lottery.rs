//! The draw (7.6): commitments, the seed they make together, and one public number per applicant.

use super::Ref;
use super::input::{Contribution, Kind};
use super::policy::Policy;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// A lottery number: 32 bytes, compared from the first; smaller is better.
pub type Number = [u8; 32];

/// Whether `text` can be a contribution: 64 lower-case hexadecimal digits.
pub fn is_value(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// What a contributor publishes before the closing time instead of the value itself.
pub fn commitment(round_id: &str, value: &str) -> [u8; 32] {
    Sha256::digest(format!("practise/1/commit\n{round_id}\n{value}")).into()
}

/// SHA-256 of all references, bytewise sorted, each followed by a line feed. Permuting `references` changes nothing.
pub fn list_sha256<'a>(references: impl IntoIterator<Item = &'a str>) -> [u8; 32] {
    let mut sorted: Vec<&str> = references.into_iter().collect();
    sorted.sort_unstable();
    let mut hash = Sha256::new();
    for reference in sorted {
        hash.update(reference);
        hash.update("\n");
    }
    hash.finalize().into()
}

/// The seed all lottery numbers of a round come from; `values` in the announced order.
pub fn seed<'a>(round_id: &str, policy: &Policy, list_sha256: [u8; 32], values: impl IntoIterator<Item = &'a str>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(format!(
        "practise/1/seed\n{round_id}\n{}\n{}\n",
        policy.sha256_hex(),
        hex::encode(list_sha256)
    ));
    for value in values {
        hash.update(value);
        hash.update("\n");
    }
    hash.finalize().into()
}

/// Gives the lottery numbers of one seed. The key's half of the work is done once.
#[derive(Clone)]
pub struct Lottery {
    keyed: Hmac<Sha256>,
}

impl Lottery {
    /// The lottery of this seed.
    pub fn new(seed: &[u8; 32]) -> Self {
        let mut block = [0u8; 64];
        block[..32].copy_from_slice(seed);
        // HMAC pads a short key with zeros to one block, so this is the same key.
        Self {
            keyed: Hmac::<Sha256>::new(&block.into()),
        }
    }

    /// HMAC-SHA256 of `"practise/1/lottery\n"` and the reference, keyed with the seed.
    pub fn number(&self, reference: &str) -> Number {
        let mut mac = self.keyed.clone();
        mac.update(b"practise/1/lottery\n");
        mac.update(reference.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// How a number is shown: its first 8 hexadecimal digits in upper case.
pub fn shown(number: &Number) -> String {
    hex::encode_upper(&number[..4])
}

/// A round's draw: the published values and where they lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// Hash of the list of references.
    pub list_sha256: [u8; 32],
    /// The seed.
    pub seed: [u8; 32],
    /// Name and commitment of every contribution that was committed to, in the announced order.
    pub commitments: Vec<(String, [u8; 32])>,
}

impl Draw {
    /// The draw of a checked round with these references.
    pub fn of<'a>(round_id: &str, policy: &Policy, contributions: &[Contribution], references: impl IntoIterator<Item = &'a Ref>) -> Self {
        let list_sha256 = list_sha256(references.into_iter().map(String::as_str));
        let committed = contributions.iter().filter(|c| c.kind == Kind::Commit);
        Self {
            list_sha256,
            seed: seed(round_id, policy, list_sha256, contributions.iter().map(|c| c.value.as_str())),
            commitments: committed.map(|c| (c.name.clone(), commitment(round_id, &c.value))).collect(),
        }
    }
}
