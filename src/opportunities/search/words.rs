//! Which placements have which words.

use std::collections::HashMap;

use super::bits::Bits;
use super::fold::{fold_into, folded};

/// More words than this are not looked for.
const MOST_TERMS: usize = 8;

/// The placements that have one word: as a list, or as a set where that takes less room.
enum Having {
    Few(Vec<u32>),
    Many(Bits),
}

/// All words in the order of the alphabet, so that those with one beginning stand together.
pub struct Words {
    length: usize,
    known: Vec<(Box<str>, Having)>,
}

impl Words {
    /// The words of placements, each given as its texts.
    pub fn of<'a, T: IntoIterator<Item = &'a str>>(texts: impl Iterator<Item = T>) -> Self {
        let mut known: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let (mut length, mut buffer) = (0_u32, String::new());
        for parts in texts {
            buffer.clear();
            parts.into_iter().for_each(|text| fold_into(text, &mut buffer));
            for word in buffer.split(' ').filter(|word| !word.is_empty()) {
                match known.get_mut(word) {
                    Some(having) if having.last() == Some(&length) => {}
                    Some(having) => having.push(length),
                    None => {
                        known.insert(word.into(), vec![length]);
                    }
                }
            }
            length += 1;
        }
        let length = length as usize;
        let mut known: Vec<(Box<str>, Having)> = known.into_iter().map(|(word, having)| (word, Having::of(having, length))).collect();
        known.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self { length, known }
    }

    /// The placements that have, for each word of `typed`, a word that begins with it; none if nothing is typed that could be looked for.
    pub fn matching(&self, typed: &str) -> Option<Bits> {
        let terms = folded(typed).into_iter().take(MOST_TERMS);
        terms.map(|term| self.beginning(&term)).reduce(|mut all, one| {
            all.and(&one);
            all
        })
    }

    fn beginning(&self, term: &str) -> Bits {
        let mut found = Bits::none(self.length);
        let first = self.known.partition_point(|(word, _)| &**word < term);
        for (_, having) in self.known.iter().skip(first).take_while(|(word, _)| word.starts_with(term)) {
            match having {
                Having::Few(list) => list.iter().for_each(|number| found.add(*number as usize)),
                Having::Many(bits) => found.or(bits),
            }
        }
        found
    }
}

impl Having {
    fn of(mut list: Vec<u32>, length: usize) -> Self {
        if list.len() * 32 > length {
            let mut bits = Bits::none(length);
            for number in list {
                bits.add(number as usize);
            }
            return Self::Many(bits);
        }
        list.shrink_to_fit();
        Self::Few(list)
    }
}
