//! Sorting where order is already half known: the draw by its uniform numbers, and priorities by counting.

use super::lottery::Number;

/// Indexes of `numbers` from the smallest number to the largest; equal numbers keep the order they came in.
pub fn draw_order(numbers: &[Number]) -> Vec<u32> {
    // The numbers are uniform: their first bits are almost a sorted order, and a few neighbours are left to compare. Of those, the
    // next 32 bits and the index are one key; where 32 bits are not enough, the whole numbers decide.
    let bits = usize::BITS - (numbers.len() / 8).leading_zeros();
    let bits = bits.clamp(1, 24);
    let bucket = |number: &Number| usize::try_from(beginning(number) >> (u64::BITS - bits)).unwrap_or(0);
    let key = |number: &Number, index: u32| (beginning(number) << bits) >> 32 << 32 | u64::from(index);
    let items = numbers.iter().zip(0u32..).map(|(number, i)| (bucket(number), key(number, i)));
    let Buckets { starts, mut values } = scatter(1 << bits, numbers.iter().map(bucket), items);
    for pair in starts.windows(2) {
        let near = &mut values[pair[0] as usize..pair[1] as usize];
        near.sort_unstable();
        if near.windows(2).any(|pair| pair[0] >> 32 == pair[1] >> 32) {
            near.sort_by_key(|&key| (numbers[index(key) as usize], key));
        }
    }
    values.into_iter().map(index).collect()
}

/// The first 64 bits of a number.
fn beginning(number: &Number) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&number[..8]);
    u64::from_be_bytes(first)
}

/// The index in the lower half of a key.
fn index(key: u64) -> u32 {
    (key & 0xFFFF_FFFF) as u32
}

/// Values put into buckets, in each bucket in the order they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buckets<T> {
    /// Where each bucket begins in `values`, and the end of the last.
    pub starts: Vec<u32>,
    /// All values, bucket after bucket.
    pub values: Vec<T>,
}

/// A counting sort of (bucket, value) pairs. `buckets_of` are the pairs' buckets in any order, whichever is fastest to read.
pub fn scatter<T: Copy + Default>(
    buckets: usize,
    buckets_of: impl Iterator<Item = usize>,
    items: impl Iterator<Item = (usize, T)>,
) -> Buckets<T> {
    let mut starts = vec![0u32; buckets + 2];
    // `for_each` lets nested iterators run as the loops they are.
    buckets_of.for_each(|bucket| starts[bucket + 2] += 1);
    for bucket in 2..starts.len() {
        starts[bucket] += starts[bucket - 1];
    }
    let mut values = vec![T::default(); starts[buckets + 1] as usize];
    // The start of a bucket is one further on, and moves as the bucket fills.
    items.for_each(|(bucket, value)| {
        let at = &mut starts[bucket + 1];
        values[*at as usize] = value;
        *at += 1;
    });
    starts.truncate(buckets + 1);
    Buckets { starts, values }
}
