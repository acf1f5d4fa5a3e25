//! Sorting where order is already half known: the draw by its uniform numbers, and priorities by counting.

use super::lottery::Number;

/// Indexes of `numbers` from the smallest number to the largest; equal numbers keep the order they came in.
pub fn draw_order(numbers: &[Number]) -> Vec<u32> {
    let prefix = |number: &Number| {
        number
            .iter()
            .take(8)
            .fold(0u64, |all, byte| all << 8 | u64::from(*byte))
    };
    // The numbers are uniform: their first bits are almost a sorted order, and a few neighbours are left to compare.
    let bits = usize::BITS - (numbers.len() / 8).leading_zeros();
    let bits = bits.clamp(1, 24);
    let bucket = |number: &Number| (prefix(number) >> (u64::BITS - bits)) as usize;
    let Buckets { starts, values } = scatter(1 << bits, || numbers.iter().map(bucket).zip(0u32..));
    let mut keyed: Vec<(u64, u32)> = values
        .iter()
        .map(|&i| (prefix(&numbers[i as usize]), i))
        .collect();
    for pair in starts.windows(2) {
        keyed[pair[0] as usize..pair[1] as usize].sort_unstable();
    }
    if keyed.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        keyed.sort_by(|a, b| {
            numbers[a.1 as usize]
                .cmp(&numbers[b.1 as usize])
                .then(a.1.cmp(&b.1))
        });
    }
    keyed.into_iter().map(|(_, i)| i).collect()
}

/// Values put into buckets, in each bucket in the order they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buckets {
    /// Where each bucket begins in `values`, and the end of the last.
    pub starts: Vec<u32>,
    /// All values, bucket after bucket.
    pub values: Vec<u32>,
}

/// A counting sort: `items` gives (bucket, value) pairs and is asked twice, first to count.
pub fn scatter<I: Iterator<Item = (usize, u32)>>(buckets: usize, items: impl Fn() -> I) -> Buckets {
    let mut starts = vec![0u32; buckets + 2];
    for (bucket, _) in items() {
        starts[bucket + 2] += 1;
    }
    for bucket in 2..starts.len() {
        starts[bucket] += starts[bucket - 1];
    }
    let mut values = vec![0; starts[buckets + 1] as usize];
    for (bucket, value) in items() {
        let at = &mut starts[bucket + 1];
        values[*at as usize] = value;
        *at += 1;
    }
    starts.truncate(buckets + 1);
    Buckets { starts, values }
}
