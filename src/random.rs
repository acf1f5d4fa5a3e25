//! Randomness: from the operating system, or a fixed stream for tests and demonstration data.

use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::error::Error;

/// Letters of a public reference: no vowels and nothing that looks like something else.
const REFERENCE_ALPHABET: &[u8; 24] = b"23456789BCDFGHJKMNPQRTWX";

/// Where random bytes come from.
#[derive(Clone, Debug, Default)]
pub enum Random {
    /// The operating system's generator.
    #[default]
    System,
    /// SHA-256 in counter mode over a seed: the same bytes in every run.
    Seeded(Arc<Mutex<Stream>>),
}

/// The state of a seeded stream.
#[derive(Debug)]
pub struct Stream {
    seed: [u8; 32],
    counter: u64,
}

impl Random {
    /// A stream that is the same for the same `seed`. Never for secrets of real people.
    pub fn seeded(seed: &str) -> Self {
        Self::Seeded(Arc::new(Mutex::new(Stream {
            seed: Sha256::digest(seed.as_bytes()).into(),
            counter: 0,
        })))
    }

    /// 32 random bytes.
    pub fn bytes32(&self) -> Result<[u8; 32], Error> {
        match self {
            Self::System => {
                let mut bytes = [0; 32];
                getrandom::fill(&mut bytes).map_err(Error::internal)?;
                Ok(bytes)
            }
            Self::Seeded(stream) => {
                let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                stream.counter += 1;
                let mut hash = Sha256::new();
                hash.update(stream.seed);
                hash.update(stream.counter.to_be_bytes());
                Ok(hash.finalize().into())
            }
        }
    }

    /// A random number below `end` (which must be above 0); the bias is below 2^-32 for small ends.
    pub fn below(&self, end: u32) -> Result<u32, Error> {
        let bytes = self.bytes32()?;
        let mut eight = [0; 8];
        eight.copy_from_slice(&bytes[..8]);
        let value = u64::from_be_bytes(eight) % u64::from(end.max(1));
        u32::try_from(value).map_err(Error::internal)
    }

    /// A public reference of 12 letters and digits (55 bits), in upper case: `XXXX-XXXX-XXXX`.
    pub fn reference(&self) -> Result<String, Error> {
        let bytes = self.bytes32()?;
        let mut reference = String::with_capacity(14);
        for (index, pair) in bytes.chunks_exact(2).take(12).enumerate() {
            if index == 4 || index == 8 {
                reference.push('-');
            }
            let value = usize::from(u16::from_be_bytes([pair[0], pair[1]]));
            reference.push(char::from(REFERENCE_ALPHABET[value % REFERENCE_ALPHABET.len()]));
        }
        Ok(reference)
    }
}
