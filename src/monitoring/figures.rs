//! From counts to what may be shown: rounded, without small numbers, and compared with who lives in England.

use super::baseline::Measure;

/// No smaller count is shown.
const FEWEST: u64 = 5;
/// Counts are rounded to a multiple of this.
const STEP: u64 = 5;
/// No comparison is made for fewer people; half a person above the largest number that is rounded down to 20.
const FEWEST_COMPARED: f64 = 22.5;
/// No comparison is made with a group of which fewer than this would be expected.
const FEWEST_EXPECTED: f64 = 5.0;

/// A group as it may be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The group.
    pub name: String,
    /// How many people, rounded; nothing if it may not be shown.
    pub people: Option<u64>,
    /// How many of a hundred people of England.
    pub england: f64,
    /// The representation index: 100 if the share is that of England, 50 for half of it; nothing if there are too few people to say.
    pub index: Option<u64>,
}

/// A measure as it may be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What is compared.
    pub name: String,
    /// The groups.
    pub lines: Vec<Line>,
}

fn rounded(count: u64) -> u64 {
    (count + STEP / 2) / STEP * STEP
}

/// Which counts may be shown. One hidden count alone could be found from a total that somebody knows, so the smallest of the others is hidden
/// with it.
pub fn shown(counts: &[u64]) -> Vec<Option<u64>> {
    let mut shown: Vec<_> = counts.iter().map(|count| (*count >= FEWEST).then(|| rounded(*count))).collect();
    if shown.iter().filter(|count| count.is_none()).count() == 1
        && let Some(next) = (0..counts.len()).filter(|at| shown[*at].is_some()).min_by_key(|at| counts[*at])
    {
        shown[next] = None;
    }
    shown
}

/// The figures of one measure. Nothing in them depends on an exact count: comparisons are made from the rounded ones that are shown.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "people of one country, and a ratio of them"
)]
pub fn table(measure: &Measure, count: impl Fn(&str) -> u64) -> Table {
    let counts: Vec<u64> = measure
        .groups
        .iter()
        .map(|group| group.answers.iter().map(|answer| count(answer)).sum())
        .collect();
    let all: f64 = measure.groups.iter().map(|group| f64::from(group.people)).sum();
    let shown = shown(&counts);
    let known = rounded(counts.iter().sum()) as f64;
    let lines = measure.groups.iter().zip(shown).map(|(group, people)| {
        let share = f64::from(group.people) / all;
        let comparable = known >= FEWEST_COMPARED && known * share >= FEWEST_EXPECTED;
        Line {
            name: group.name.clone(),
            people,
            england: 100.0 * share,
            index: people
                .filter(|_| comparable)
                .map(|people| (100.0 * people as f64 / known / share).round() as u64),
        }
    });
    Table {
        name: measure.name.clone(),
        lines: lines.collect(),
    }
}

/// Of a hundred people who answered, how many named a group: `declined` did not want to say. Nothing for too few people.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "people of one country, and a ratio of them"
)]
pub fn known(measure: &Measure, count: impl Fn(&str) -> u64, declined: u64) -> Option<u64> {
    let known: u64 = measure
        .groups
        .iter()
        .flat_map(|group| &group.answers)
        .map(|answer| count(answer))
        .sum();
    let all = rounded(known + declined) as f64;
    (all >= FEWEST_COMPARED).then(|| (100.0 * rounded(known) as f64 / all).min(100.0).round() as u64)
}
