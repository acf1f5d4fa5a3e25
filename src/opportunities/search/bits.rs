//! Sets of placements as one bit each: sets are joined and counted 64 placements at a time.

/// A set of numbers below a fixed length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// No number below `length`.
    pub fn none(length: usize) -> Self {
        Self {
            words: vec![0; length.div_ceil(64)],
        }
    }

    /// The numbers below `length` for which `has` is true.
    pub fn of(length: usize, has: impl Fn(usize) -> bool) -> Self {
        let word = |first: usize| (first..length.min(first + 64)).fold(0, |word, number| word | u64::from(has(number)) << (number - first));
        Self {
            words: (0..length).step_by(64).map(word).collect(),
        }
    }

    /// Adds a number below the length.
    pub fn add(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// True if the number is in it.
    pub fn has(&self, number: usize) -> bool {
        self.words.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Keeps what is in both.
    pub fn and(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds all of the other.
    pub fn or(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// How many are in it.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many are in both.
    pub fn count_with(&self, other: &Self) -> usize {
        let both = self.words.iter().zip(&other.words);
        both.map(|(word, other)| (word & other).count_ones() as usize).sum()
    }

    /// The numbers in it from `first` on, in order.
    pub fn from(&self, first: usize) -> impl Iterator<Item = usize> + '_ {
        let at = first / 64;
        self.words.iter().enumerate().skip(at).flat_map(move |(index, word)| {
            let begin = if index == at { u64::MAX << (first % 64) } else { u64::MAX };
            let mut left = word & begin;
            std::iter::from_fn(move || {
                let next = (left != 0).then(|| index * 64 + left.trailing_zeros() as usize);
                left &= left.wrapping_sub(1);
                next
            })
        })
    }
}
