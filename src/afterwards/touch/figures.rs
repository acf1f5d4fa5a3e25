//! What people do after their placements, as counts that may be shown.

use std::collections::BTreeMap;

use super::model::Doing;
use crate::monitoring::shown;
use crate::web::components::{Cell, Table};

/// Fewer answers than this are not told at all.
const FEWEST: u64 = 5;

/// Each destination with its count, rounded to a multiple of five and without small numbers; nothing for fewer than five answers.
pub fn told(counts: &BTreeMap<Doing, u64>) -> Option<Vec<(Doing, Option<u64>)>> {
    let of = |doing: &Doing| counts.get(doing).copied().unwrap_or_default();
    let numbers: Vec<u64> = Doing::ALL.iter().map(of).collect();
    let all: u64 = numbers.iter().sum();
    (all >= FEWEST).then(|| Doing::ALL.iter().copied().zip(shown(&numbers)).collect())
}

/// The same as a table.
pub fn table(counts: &BTreeMap<Doing, u64>) -> Option<Table> {
    let columns = Table::new("What people do after their placement")
        .column("Now")
        .column(Cell::numeric("People"));
    let rows = told(counts)?.into_iter();
    Some(rows.fold(columns, |table, (doing, count)| {
        let words = count.map_or_else(|| "Not shown".to_owned(), |count| count.to_string());
        table.row([Cell::from(doing.counted()), Cell::numeric(words)])
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_hidden_and_others_rounded() {
        assert_eq!(told(&BTreeMap::from([(Doing::School, 4)])), None);
        let counts = BTreeMap::from([(Doing::School, 12), (Doing::Working, 3), (Doing::Other, 7)]);
        let told: BTreeMap<_, _> = told(&counts).unwrap().into_iter().collect();
        assert_eq!(
            (told[&Doing::School], told[&Doing::Working], told[&Doing::Other]),
            (Some(10), None, Some(5))
        );
    }
}
