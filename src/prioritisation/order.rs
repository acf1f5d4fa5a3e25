//! Sorting where order is already half known: the draw by its uniform numbers, and priorities by counting.

use super::lottery::Number;

/// Indexes of `numbers` from the smallest number to the largest; equal numbers keep the order they came in.
pub fn draw_order(numbers: &[Number]) -> Vec<u32> {
    let prefix = |number: &Number| {
        let first = number.iter().take(8);
        first.fold(0u64, |all, byte| all << 8 | u64::from(*byte))
    };
    // The numbers are uniform: their first bits are almost a sorted order, and a few neighbours are left to compare.
    let bits = usize::BITS - (numbers.len() / 8).leading_zeros();
    let shift = u64::BITS - bits.clamp(1, 24);
    let bucket = |key: u64| usize::try_from(key >> shift).unwrap_or(0);
    let keys = || numbers.iter().map(prefix);
    let items = keys().zip(0u32..).map(|item| (bucket(item.0), item));
    let drawn = scatter(bucket(u64::MAX) + 1, keys().map(bucket), items);
    let (starts, mut keyed) = (drawn.starts, drawn.values);
    for pair in starts.windows(2) {
        keyed[pair[0] as usize..pair[1] as usize].sort_unstable();
    }
    if keyed.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        let number = |i: u32| (numbers[i as usize], i);
        keyed.sort_by_key(|&(_, i)| number(i));
    }
    keyed.into_iter().map(|(_, i)| i).collect()
}

/// Fewer items than this are put into their buckets at once: everything is near enough.
const FITS_THE_CACHE: usize = 1 << 21;
/// How many places are written to at a time when there are more.
const STREAMS: usize = 128;

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
    for bucket in buckets_of {
        starts[bucket + 2] += 1;
    }
    for bucket in 2..starts.len() {
        starts[bucket] += starts[bucket - 1];
    }
    let mut values = vec![T::default(); starts[buckets + 1] as usize];
    if values.len() < FITS_THE_CACHE {
        place(items, &mut starts, &mut values);
    } else {
        let near = gathered(buckets, &starts, items);
        place(
            near.into_iter().map(|(bucket, value)| (bucket as usize, value)),
            &mut starts,
            &mut values,
        );
    }
    starts.truncate(buckets + 1);
    Buckets { starts, values }
}

/// Puts every value at its bucket's next free place; `starts` of a bucket is one further on, and moves.
fn place<T>(items: impl Iterator<Item = (usize, T)>, starts: &mut [u32], values: &mut [T]) {
    for (bucket, value) in items {
        let at = &mut starts[bucket + 1];
        values[*at as usize] = value;
        *at += 1;
    }
}

/// The items with those of neighbouring buckets together, in the order they came. Who then puts them into their buckets stays in
/// a small part of the memory at a time.
fn gathered<T: Copy + Default>(buckets: usize, starts: &[u32], items: impl Iterator<Item = (usize, T)>) -> Vec<(u32, T)> {
    let width = (buckets / STREAMS + 1).next_power_of_two();
    let shift = width.trailing_zeros();
    let mut next: Vec<u32> = starts[1..].iter().step_by(width).copied().collect();
    let mut all = vec![(0, T::default()); starts[buckets + 1] as usize];
    for (bucket, value) in items {
        let at = &mut next[bucket >> shift];
        all[*at as usize] = (u32::try_from(bucket).unwrap_or(u32::MAX), value);
        *at += 1;
    }
    all
}
