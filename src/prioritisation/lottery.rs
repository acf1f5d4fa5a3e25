//! The draw (7.6): commitments, the seed they make together, and one public number per applicant.

use super::Ref;
use super::input::Contribution;
use super::policy::Policy;
use sha2::digest::generic_array::GenericArray;
use sha2::digest::typenum::U64;
use sha2::{Digest, Sha256, compress256};

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
/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;
/// Where a message's last block says how long it is, in bits.
const LENGTH: usize = BLOCK - 8;
/// What follows a message.
const END: u8 = 0x80;
/// How SHA-256 begins.
const BEGIN: State = [
    0x6A09_E667,
    0xBB67_AE85,
    0x3C6E_F372,
    0xA54F_F53A,
    0x510E_527F,
    0x9B05_688C,
    0x1F83_D9AB,
    0x5BE0_CD19,
];

/// SHA-256 between two blocks.
type State = [u32; 8];
/// A block of SHA-256.
type Block = GenericArray<u8, U64>;

/// From this many applicants on a second thread takes half of the numbers.
const WORTH_A_THREAD: usize = 4_096;
/// How many numbers are made at a time: first all their blocks, then one hash after another. Neighbours do not wait for each other, so
/// that the processor begins one before it has ended the last.
const AT_A_TIME: usize = 16;

/// Gives the lottery numbers of one seed. The key's half of the work is done once: a reference of up to 36 bytes then costs two
/// blocks of SHA-256 and no memory.
#[derive(Clone)]
pub struct Lottery {
    /// SHA-256 after the key's inner block.
    inner: State,
    /// SHA-256 after the key's outer block.
    outer: State,
}

impl Lottery {
    /// The lottery of this seed.
    pub fn new(seed: &[u8; 32]) -> Self {
        let padded = |pad: u8| {
            let mut block = Block::from([pad; BLOCK]);
            block.iter_mut().zip(seed).for_each(|(byte, key)| *byte ^= key);
            let mut state = BEGIN;
            compress256(&mut state, &[block]);
            state
        };
        Self {
            inner: padded(0x36),
            outer: padded(0x5C),
        }
    }

    /// HMAC-SHA256 of `"practise/1/lottery\n"` and the reference, keyed with the seed.
    pub fn number(&self, reference: &str) -> Number {
        let mut number = [0; 32];
        self.fill(std::slice::from_mut(&mut number), &[reference]);
        number
    }

    /// The numbers of these references, in their order. Of many, a second thread makes half: each number depends on its own
    /// reference alone, so they are the same.
    pub fn numbers<T: AsRef<str> + Sync>(&self, references: &[T]) -> Vec<Number> {
        let mut numbers = vec![[0; 32]; references.len()];
        if references.len() < WORTH_A_THREAD {
            self.fill(&mut numbers, references);
        } else {
            let half = references.len() / 2;
            let (first, second) = numbers.split_at_mut(half);
            std::thread::scope(|threads| {
                threads.spawn(|| self.fill(second, &references[half..]));
                self.fill(first, &references[..half]);
            });
        }
        numbers
    }

    /// The same on the caller's thread alone, into `numbers`, one for each reference.
    pub fn fill<T: AsRef<str>>(&self, numbers: &mut [Number], references: &[T]) {
        let mut outer = [last_block(32); AT_A_TIME];
        for block in &mut outer {
            block[32] = END;
        }
        for (numbers, references) in numbers.chunks_mut(AT_A_TIME).zip(references.chunks(AT_A_TIME)) {
            let mut inner = [Block::default(); AT_A_TIME];
            let mut states = [self.inner; AT_A_TIME];
            for ((state, block), reference) in states.iter_mut().zip(&mut inner).zip(references) {
                begin(state, block, reference.as_ref());
            }
            for (state, block) in states.iter_mut().zip(&inner).take(references.len()) {
                compress256(state, std::slice::from_ref(block));
            }
            for (state, block) in states.iter_mut().zip(&mut outer) {
                write(state, &mut block[..32]);
                *state = self.outer;
            }
            for (state, block) in states.iter_mut().zip(&outer).take(references.len()) {
                compress256(state, std::slice::from_ref(block));
            }
            for (state, number) in states.iter().zip(numbers) {
                write(state, number);
            }
        }
    }
}

/// Puts what is hashed of a reference into `block`, which is empty; all blocks but the last go into `state` at once.
fn begin(state: &mut State, block: &mut Block, reference: &str) {
    let length = PREFIX.len() + reference.len();
    let mut rest = reference.as_bytes();
    let mut filled = PREFIX.len();
    block[..filled].copy_from_slice(PREFIX);
    while filled + rest.len() >= BLOCK {
        let (now, later) = rest.split_at(BLOCK - filled);
        block[filled..].copy_from_slice(now);
        compress256(state, std::slice::from_ref(block));
        *block = Block::default();
        (filled, rest) = (0, later);
    }
    block[filled..filled + rest.len()].copy_from_slice(rest);
    filled += rest.len();
    block[filled] = END;
    if filled >= LENGTH {
        compress256(state, std::slice::from_ref(block));
        *block = Block::default();
    }
    block[LENGTH..].copy_from_slice(&last_block(length)[LENGTH..]);
}

/// A message's last block with nothing but the length of it: `bytes`, and the key's block before them.
fn last_block(bytes: usize) -> Block {
    let mut block = Block::default();
    block[LENGTH..].copy_from_slice(&((BLOCK as u64 + bytes as u64) * 8).to_be_bytes());
    block
}

/// Writes a hash as bytes.
fn write(state: &State, bytes: &mut [u8]) {
    for (four, word) in bytes.chunks_exact_mut(4).zip(state) {
        four.copy_from_slice(&word.to_be_bytes());
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
