//! The draw (7.6): commitments, the seed they make together, and one public number per applicant.

use super::Ref;
use super::input::Contribution;
use super::policy::Policy;
use sha2::digest::Output;
use sha2::digest::core_api::{Block, Buffer, CoreProxy, FixedOutputCore, UpdateCore};
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

/// What comes before the reference in the text of a lottery number.
const PREFIX: &[u8] = b"practise/1/lottery\n";
/// SHA-256 without the buffer for what does not fill a block.
type Core = <Sha256 as CoreProxy>::Core;

/// From this many applicants on a second thread takes half of the numbers.
const WORTH_A_THREAD: usize = 4_096;

/// Gives the lottery numbers of one seed. The key's half of the work is done once: a reference of up to 36 bytes then costs two
/// blocks of SHA-256 and no memory.
#[derive(Clone)]
pub struct Lottery {
    /// SHA-256 after the key's inner block.
    inner: Core,
    /// SHA-256 after the key's outer block.
    outer: Core,
    /// The inner block that has begun with [`PREFIX`].
    begun: Buffer<Core>,
}

impl Lottery {
    /// The lottery of this seed.
    pub fn new(seed: &[u8; 32]) -> Self {
        let padded = |pad: u8| {
            let mut block = Block::<Core>::from([pad; 64]);
            block.iter_mut().zip(seed).for_each(|(byte, key)| *byte ^= key);
            let mut core = Core::default();
            core.update_blocks(&[block]);
            core
        };
        Self {
            inner: padded(0x36),
            outer: padded(0x5C),
            begun: Buffer::<Core>::new(PREFIX),
        }
    }

    /// HMAC-SHA256 of `"practise/1/lottery\n"` and the reference, keyed with the seed.
    pub fn number(&self, reference: &str) -> Number {
        let (mut inner, mut buffer) = (self.inner.clone(), self.begun.clone());
        buffer.digest_blocks(reference.as_bytes(), |blocks| inner.update_blocks(blocks));
        let mut hash = Output::<Core>::default();
        inner.finalize_fixed_core(&mut buffer, &mut hash);
        let mut outer = self.outer.clone();
        let mut number = Output::<Core>::default();
        outer.finalize_fixed_core(&mut Buffer::<Core>::new(&hash), &mut number);
        number.into()
    }

    /// The numbers of these references, in their order. Of many, a second thread makes half: each number depends on its own
    /// reference alone, so they are the same.
    pub fn numbers<T: AsRef<str> + Sync>(&self, references: &[T]) -> Vec<Number> {
        let mut numbers = vec![[0; 32]; references.len()];
        let fill = |numbers: &mut [Number], references: &[T]| {
            for (number, reference) in numbers.iter_mut().zip(references) {
                *number = self.number(reference.as_ref());
            }
        };
        if references.len() < WORTH_A_THREAD {
            fill(&mut numbers, references);
        } else {
            let half = references.len() / 2;
            let (first, second) = numbers.split_at_mut(half);
            std::thread::scope(|threads| {
                threads.spawn(|| fill(second, &references[half..]));
                fill(first, &references[..half]);
            });
        }
        numbers
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
    /// Name and commitment of every contribution, in the announced order.
    pub commitments: Vec<(String, [u8; 32])>,
}

impl Draw {
    /// The draw of a checked round with these references.
    pub fn of<'a>(round_id: &str, policy: &Policy, contributions: &[Contribution], references: impl IntoIterator<Item = &'a Ref>) -> Self {
        let list_sha256 = list_sha256(references.into_iter().map(String::as_str));
        Self {
            list_sha256,
            seed: seed(round_id, policy, list_sha256, contributions.iter().map(|c| c.value.as_str())),
            commitments: contributions
                .iter()
                .map(|c| (c.name.clone(), commitment(round_id, &c.value)))
                .collect(),
        }
    }
}
