//! Answers a search: what is found, in which order, and how many there would be for every other choice.

use time::Date;

use super::bits::Bits;
use super::index::{Index, Round};
use super::near::Distances;
use super::wanted::{Filter, OFFERED, Sort, Wanted, Who};
use crate::db::Instant;
use crate::opportunities::families::FAMILIES;
use crate::places::Point;

/// Which part of what is found to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The last placement of the page before: its first day and number. One that is not found any more begins from where it stood, or from the start.
    pub after: Option<(Date, i64)>,
    /// At most so many.
    pub size: usize,
}

/// A placement that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its number in the database.
    pub id: i64,
    /// Miles to it, if a place is looked for and its own is known.
    pub miles: Option<f64>,
}

/// A town with the number of what was found there.
#[derive(Clone, Debug, PartialEq)]
pub struct TownCount {
    /// Its name.
    pub name: String,
    /// Where it is, if that is known.
    pub point: Option<Point>,
    /// How many.
    pub count: usize,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Results {
    /// How many there are in all.
    pub total: usize,
    /// Those of the page.
    pub hits: Vec<Hit>,
    /// True if more follow.
    pub more: bool,
    /// True if the page is the first.
    pub first: bool,
    /// How many each family would leave, the other filters as they are; in the order of [`FAMILIES`].
    pub families: Vec<usize>,
    /// The same for [`Who`].
    pub who: Vec<usize>,
    /// The same for [`OFFERED`], each with the support that is asked for already.
    pub support: Vec<usize>,
    /// The same for [`super::How`].
    pub how: Vec<usize>,
    /// The same for [`super::MILES`]; nothing if no place is looked for.
    pub miles: Vec<usize>,
    /// How many there would be without each filter that is set.
    pub without: Vec<(Filter, usize)>,
    /// Where they are, most first.
    pub towns: Vec<TownCount>,
}

/// A search under way: the placements that each filter leaves.
struct Masks<'i> {
    index: &'i Index,
    open: Bits,
    filters: Vec<(Filter, Bits)>,
}

impl<'i> Masks<'i> {
    fn new(index: &'i Index, wanted: &Wanted, distances: Option<&Distances<'_>>, now: Instant) -> Self {
        let mut masks = Vec::new();
        let mut mask = |filter, bits: Option<Bits>| masks.extend(bits.map(|bits| (filter, bits)));
        mask(Filter::Words, index.words.matching(&wanted.words));
        let miles = wanted.near.as_ref().and_then(|near| near.miles);
        mask(Filter::Near, distances.zip(miles).map(|(distances, miles)| distances.within(miles)));
        let family = wanted
            .family
            .as_deref()
            .and_then(|family| FAMILIES.iter().position(|(key, _)| *key == family));
        mask(Filter::Family, family.and_then(|at| index.families.get(at)).cloned());
        mask(Filter::Days, days(index, wanted.from, wanted.to));
        mask(Filter::Age, wanted.age.map(|age| index.at_age(age)));
        let who = wanted.who.and_then(|who| Who::ALL.iter().position(|one| *one == who));
        mask(Filter::Who, who.and_then(|at| index.who.get(at)).cloned());
        for (one, bits) in OFFERED.iter().zip(&index.support) {
            mask(Filter::Support(*one), wanted.support.contains(one).then(|| bits.clone()));
        }
        mask(Filter::How, wanted.how.map(|how| index.of_how(how).clone()));
        let mut open = Bits::none(index.len());
        open_rounds(index, now).for_each(|round| open.or(&round.placements));
        Self {
            index,
            open,
            filters: masks,
        }
    }

    /// The placements that all filters leave but this one.
    fn but(&self, filter: Option<Filter>) -> Bits {
        let mut left = self.open.clone();
        let others = self.filters.iter().filter(|(own, _)| Some(*own) != filter);
        others.for_each(|(_, mask)| left.and(mask));
        left
    }

    fn counts(&self, filter: Filter, choices: &[Bits]) -> Vec<usize> {
        let left = self.but(Some(filter));
        choices.iter().map(|choice| left.count_with(choice)).collect()
    }

    fn towns(&self, found: &Bits) -> Vec<TownCount> {
        let mut counts = vec![0; self.index.towns.len()];
        for number in found.from(0) {
            let town = self.index.town_of.get(number).and_then(|town| counts.get_mut(*town as usize));
            if let Some(count) = town {
                *count += 1;
            }
        }
        let towns = self.index.towns.iter().zip(counts).filter(|(_, count)| *count > 0);
        let mut towns: Vec<TownCount> = towns
            .map(|(town, count)| TownCount {
                name: town.name.clone(),
                point: town.point,
                count,
            })
            .collect();
        towns.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.name.cmp(&other.name)));
        towns
    }
}

/// The rounds that take applications at a moment, the first to close first.
fn open_rounds(index: &Index, now: Instant) -> impl Iterator<Item = &Round> {
    index
        .rounds
        .iter()
        .filter(move |round| round.window.opens_at <= now && now < round.window.closes_at)
}

/// The placements that are not over before `from` and begin by `to`.
fn days(index: &Index, from: Option<Date>, to: Option<Date>) -> Option<Bits> {
    if from.is_none() && to.is_none() {
        return None;
    }
    let from = from.map_or(i32::MIN, Date::to_julian_day);
    let to = to.map_or(i32::MAX, Date::to_julian_day);
    let (first, last) = (&index.first, &index.last);
    Some(Bits::of(index.len(), |number| {
        last.get(number).is_some_and(|day| *day >= from) && first.get(number).is_some_and(|day| *day <= to)
    }))
}

/// Answers a search at `now`.
pub fn search(index: &Index, wanted: &Wanted, now: Instant, page: Page) -> Results {
    let distances = wanted.near.as_ref().map(|near| Distances::of(index, near));
    let masks = Masks::new(index, wanted, distances.as_ref(), now);
    let found = masks.but(None);
    let (numbers, first) = ordered(&masks, &found, wanted.order(), distances.as_ref(), now, page);
    let miles_to = |number| {
        distances
            .as_ref()
            .map(|distances| distances.miles(number))
            .filter(|miles| miles.is_finite())
    };
    let hit = |number: &usize| {
        Some(Hit {
            id: *index.ids.get(*number)?,
            miles: miles_to(*number),
        })
    };
    Results {
        total: found.count(),
        hits: numbers.iter().take(page.size).filter_map(hit).collect(),
        more: numbers.len() > page.size,
        first,
        families: masks.counts(Filter::Family, &index.families),
        who: masks.counts(Filter::Who, &index.who),
        support: index.support.iter().map(|bits| found.count_with(bits)).collect(),
        how: masks.counts(Filter::How, &index.how),
        miles: distances.map_or_else(Vec::new, |distances| distances.counts(&masks.but(Some(Filter::Near))).to_vec()),
        without: masks
            .filters
            .iter()
            .map(|(filter, _)| (*filter, masks.but(Some(*filter)).count()))
            .collect(),
        towns: masks.towns(&found),
    }
}

/// The numbers of what can be applied for at `now`, of a family or of all, by first day.
pub fn soonest(index: &Index, family: Option<&str>, now: Instant, page: Page) -> Vec<i64> {
    let wanted = Wanted {
        family: family.map(str::to_owned),
        ..Wanted::default()
    };
    let found = Masks::new(index, &wanted, None, now).but(None);
    let begin = page.after.map_or(0, |key| index.place_after(key).0);
    let numbers = found.from(begin).take(page.size);
    numbers.filter_map(|number| index.ids.get(number).copied()).collect()
}

/// What is found at `now` and could not be found until `since`, but by `until`: in the order of first days.
pub fn new_since(index: &Index, wanted: &Wanted, now: Instant, since: Instant, until: Instant) -> Vec<i64> {
    let distances = wanted.near.as_ref().map(|near| Distances::of(index, near));
    let found = Masks::new(index, wanted, distances.as_ref(), now).but(None);
    let is_new = |number: &usize| {
        let mut rounds = index.rounds.iter().filter(|round| round.placements.has(*number));
        rounds.any(|round| {
            let at = index.found_since(*number, &round.window);
            since < at && at <= until
        })
    };
    found
        .from(0)
        .filter(is_new)
        .filter_map(|number| index.ids.get(number).copied())
        .collect()
}

/// The numbers of a page and one more if there is one, in order; and whether the page is the first.
fn ordered(masks: &Masks<'_>, found: &Bits, sort: Sort, distances: Option<&Distances<'_>>, now: Instant, page: Page) -> (Vec<usize>, bool) {
    let index = masks.index;
    // Where the page before ended, and whether that placement is still known.
    let after = page.after.map(|key| index.place_after(key));
    let exact = after.and_then(|(next, known)| known.then(|| next - 1));
    let size = page.size + 1;
    match (sort, distances) {
        (Sort::Nearest, Some(distances)) => {
            let key = |number: usize| (distances.miles(number).to_bits(), number);
            let last = exact.map(key);
            let mut keys: Vec<_> = found.from(0).map(key).filter(|key| last.is_none_or(|last| *key > last)).collect();
            if keys.len() > size {
                keys.select_nth_unstable(size);
                keys.truncate(size);
            }
            keys.sort_unstable();
            (keys.into_iter().map(|(_, number)| number).collect(), last.is_none())
        }
        (Sort::Closing, _) => {
            let rounds: Vec<&Round> = open_rounds(index, now).collect();
            let at = exact.and_then(|number| rounds.iter().position(|round| round.placements.has(number)).map(|at| (at, number)));
            let (skip, mut begin) = at.map_or((0, 0), |(at, number)| (at, number + 1));
            let mut numbers = Vec::with_capacity(size);
            for round in rounds.into_iter().skip(skip) {
                let left = size - numbers.len();
                numbers.extend(round.placements.from(begin).filter(|number| found.has(*number)).take(left));
                begin = 0;
            }
            (numbers, at.is_none())
        }
        (Sort::Soonest | Sort::Nearest, _) => {
            let begin = after.map_or(0, |(next, _)| next);
            (found.from(begin).take(size).collect(), after.is_none())
        }
    }
}
