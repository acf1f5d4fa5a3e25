//! What is kept in memory to search: for each placement what filters look at, by its number in the order of first days. It is made of rows and
//! of nothing else, so that every process makes the same.

use std::collections::{BTreeMap, HashMap};

use time::Date;

use super::bits::Bits;
use super::fold::folded;
use super::wanted::{How, OFFERED, Who};
use super::words::Words;
use crate::db::Instant;
use crate::opportunities::families::FAMILIES;
use crate::opportunities::support::Support;
use crate::places::{self, Point};

/// A placement that is on show, as a search sees it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number in the database.
    pub id: i64,
    /// The number of its round in the database.
    pub round_id: i64,
    /// Its title.
    pub title: String,
    /// The name of its organisation.
    pub organisation: String,
    /// The key of its family.
    pub family: String,
    /// What people will do.
    pub activities: String,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// The town.
    pub town: String,
    /// The first half of the postcode.
    pub outcode: String,
    /// The age on the first day from which somebody can come.
    pub minimum_age: i32,
    /// How many can come.
    pub places: i32,
    /// Places kept by pathway.
    pub reserves: BTreeMap<String, u32>,
    /// The support offered.
    pub support: Vec<Support>,
    /// When it was put on show.
    pub published_at: Option<Instant>,
}

/// When a round takes applications.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// The round's number in the database.
    pub round_id: i64,
    /// From then on.
    pub opens_at: Instant,
    /// Until then.
    pub closes_at: Instant,
    /// When it was opened, if that was later than it should.
    pub opened_at: Option<Instant>,
}

/// A round with its placements.
pub(super) struct Round {
    pub window: Window,
    pub placements: Bits,
}

/// A town that has placements.
pub(super) struct Town {
    /// As its first placement writes it.
    pub name: String,
    folded: String,
    /// The middle of its placements.
    pub point: Option<Point>,
    /// How many placements it has, open or not.
    size: usize,
}

/// Everything that a search looks at.
pub struct Index {
    /// The state of the database that it was made of.
    pub version: i64,
    pub(super) ids: Vec<i64>,
    pub(super) first: Vec<i32>,
    pub(super) last: Vec<i32>,
    ages: Vec<u8>,
    published: Vec<Option<Instant>>,
    outcode_of: Vec<u32>,
    outcodes: Vec<Option<Point>>,
    pub(super) town_of: Vec<u32>,
    pub(super) towns: Vec<Town>,
    pub(super) words: Words,
    /// By their closing, the first first.
    pub(super) rounds: Vec<Round>,
    pub(super) families: Vec<Bits>,
    pub(super) who: Vec<Bits>,
    pub(super) support: Vec<Bits>,
    pub(super) how: [Bits; 2],
}

/// Numbers names as they come.
#[derive(Default)]
struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn of(&mut self, name: &str) -> u32 {
        if let Some(number) = self.0.get(name) {
            return *number;
        }
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(name.to_owned(), next);
        next
    }
}

impl Index {
    /// The index of these placements. Those of rounds without a window are left out.
    pub fn new(version: i64, mut entries: Vec<Entry>, windows: &[Window]) -> Self {
        let mut windows = windows.to_vec();
        windows.sort_by_key(|window| (window.closes_at, window.round_id));
        let round_number: HashMap<i64, usize> = windows.iter().enumerate().map(|(at, window)| (window.round_id, at)).collect();
        entries.retain(|entry| round_number.contains_key(&entry.round_id));
        entries.sort_by_key(|entry| (entry.first_day, entry.id));
        let length = entries.len();
        let (mut outcode_numbers, mut outcodes) = (Numbers::default(), Vec::new());
        let mut outcode_of = Vec::with_capacity(length);
        let mut rounds: Vec<Round> = windows
            .into_iter()
            .map(|window| Round {
                window,
                placements: Bits::none(length),
            })
            .collect();
        for (number, entry) in entries.iter().enumerate() {
            let outcode = outcode_numbers.of(&entry.outcode);
            if outcode as usize == outcodes.len() {
                outcodes.push(places::outcode(&entry.outcode));
            }
            outcode_of.push(outcode);
            if let Some(round) = round_number.get(&entry.round_id).and_then(|at| rounds.get_mut(*at)) {
                round.placements.add(number);
            }
        }
        let set = |has: &dyn Fn(&Entry) -> bool| Bits::of(length, |number| entries.get(number).is_some_and(has));
        let from_home = |entry: &Entry| entry.support.contains(&Support::Virtual);
        let texts = entries.iter().map(|entry| {
            let family = FAMILIES.iter().find(|(key, _)| *key == entry.family).map_or("", |(_, name)| name);
            [entry.title.as_str(), &entry.organisation, &entry.town, family, &entry.activities]
        });
        let (town_of, towns) = towns(&entries, &outcode_of, &outcodes);
        Self {
            version,
            ids: entries.iter().map(|entry| entry.id).collect(),
            first: entries.iter().map(|entry| entry.first_day.to_julian_day()).collect(),
            last: entries.iter().map(|entry| entry.last_day.to_julian_day()).collect(),
            ages: entries
                .iter()
                .map(|entry| u8::try_from(entry.minimum_age).unwrap_or(u8::MAX))
                .collect(),
            published: entries.iter().map(|entry| entry.published_at).collect(),
            words: Words::of(texts),
            families: FAMILIES.iter().map(|(key, _)| set(&|entry| entry.family == *key)).collect(),
            who: Who::ALL.iter().map(|who| set(&|entry| is_for(entry, *who))).collect(),
            support: OFFERED.iter().map(|one| set(&|entry| entry.support.contains(one))).collect(),
            how: [set(&|entry| !from_home(entry)), set(&from_home)],
            outcode_of,
            outcodes,
            town_of,
            towns,
            rounds,
        }
    }

    /// How many placements it has, open or not.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True if it has none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The position of each outcode that placements have, if it is known.
    pub(super) fn outcodes(&self) -> &[Option<Point>] {
        &self.outcodes
    }

    /// The number of a placement's outcode.
    pub(super) fn outcode(&self, number: usize) -> usize {
        self.outcode_of.get(number).map_or(usize::MAX, |outcode| *outcode as usize)
    }

    /// The placements that can be done from home.
    pub(super) fn at_home(&self) -> &Bits {
        let [_, home] = &self.how;
        home
    }

    /// The placements that somebody of this age can come to.
    pub(super) fn at_age(&self, age: u8) -> Bits {
        Bits::of(self.len(), |number| self.ages.get(number).is_some_and(|minimum| *minimum <= age))
    }

    /// Since when each placement can be found, of the rounds that are open at `now`.
    pub(super) fn found_since(&self, number: usize, window: &Window) -> Instant {
        let published = self.published.get(number).copied().flatten();
        let times = [published, window.opened_at].into_iter().flatten();
        times.fold(window.opens_at, Ord::max)
    }

    /// The choices of one filter, in the order of their enum.
    pub(super) fn of_how(&self, how: How) -> &Bits {
        let [person, home] = &self.how;
        if how == How::InPerson { person } else { home }
    }

    /// The number after that of the placement with this first day and number in the database, or that from which later ones stand; and whether there is
    /// such a placement.
    pub(super) fn place_after(&self, (day, id): (Date, i64)) -> (usize, bool) {
        let key = (day.to_julian_day(), id);
        let at = |number: usize| (self.first.get(number).copied(), self.ids.get(number).copied());
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if at(middle) <= (Some(key.0), Some(key.1)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let known = low > 0 && at(low - 1) == (Some(key.0), Some(key.1));
        (low, known)
    }

    /// The town with this name, or whose name begins so: first those with placements, then others by their size.
    pub fn town(&self, typed: &str) -> Option<(String, Point)> {
        let wanted = folded(typed).join(" ");
        if wanted.is_empty() {
            return None;
        }
        let begins = |name: &str| {
            name.strip_prefix(wanted.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let ours = |fits: &dyn Fn(&str) -> bool| {
            let towns = self.towns.iter().filter(|town| fits(&town.folded));
            let found = towns.filter_map(|town| Some((town, town.point?))).max_by_key(|(town, _)| town.size);
            found.map(|(town, point)| (town.name.clone(), point))
        };
        let others = |fits: &dyn Fn(&str) -> bool| {
            let found = places::towns().iter().find(|town| fits(&folded(town.name).join(" ")));
            found.map(|town| (town.name.to_owned(), town.point))
        };
        let same = |name: &str| name == wanted;
        ours(&same)
            .or_else(|| others(&same))
            .or_else(|| ours(&begins))
            .or_else(|| others(&begins))
    }
}

/// The towns, and the number of each placement's. Capitals and accents make no other town.
fn towns(entries: &[Entry], outcode_of: &[u32], outcodes: &[Option<Point>]) -> (Vec<u32>, Vec<Town>) {
    let (mut numbers, mut towns, mut points) = (Numbers::default(), Vec::new(), Vec::new());
    let number = |(entry, outcode): (&Entry, &u32)| {
        let folded = folded(&entry.town).join(" ");
        let number = numbers.of(&folded);
        if number as usize == towns.len() {
            points.push(Vec::new());
            towns.push(Town {
                name: entry.town.clone(),
                folded,
                point: None,
                size: 0,
            });
        }
        if let (Some(town), Some(points)) = (towns.get_mut(number as usize), points.get_mut(number as usize)) {
            town.size += 1;
            points.extend(outcodes.get(*outcode as usize).copied().flatten());
        }
        number
    };
    let town_of = entries.iter().zip(outcode_of).map(number).collect();
    for (town, points) in towns.iter_mut().zip(points) {
        town.point = Point::middle(points);
    }
    (town_of, towns)
}

/// True if a placement has places of this kind.
fn is_for(entry: &Entry, who: Who) -> bool {
    match who {
        Who::Everybody => {
            let kept: u32 = entry.reserves.values().sum();
            u32::try_from(entry.places).is_ok_and(|places| places > kept)
        }
        pathway => entry.reserves.get(pathway.as_str()).is_some_and(|places| *places > 0),
    }
}
