//! The engine's speed as ratios to `sort_unstable` of as many random u128 keys in the same run, one thread, and its growth.
//!
//! Run with `cargo bench --bench engine`. The bars are ratios, so they hold on any machine; times are printed for interest.

#![allow(missing_docs, clippy::cast_precision_loss, clippy::print_stdout)]

use practise::allocation::choice_rule::Reserves;
use practise::allocation::market::{Choice, Market, Seats};
use practise::allocation::plan;
use practise::prioritisation::lottery::{Lottery, Number};
use practise::prioritisation::order::{Buckets, draw_order, scatter};
use std::hint::black_box;
use std::time::{Duration, Instant};

const CHOICES: u64 = 5;
/// People per opportunity, as in a market of 1,000,000 and 20,000.
const CROWD: u64 = 50;
const NOT_LOCAL: u32 = 1 << 31;

/// A small generator of the benchmark's own (SplitMix64), so that every run has the same input.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: u64) -> u32 {
        u32::try_from(self.next() % most).unwrap_or(0)
    }
}

/// A numbered round: what is known of everybody before the draw.
struct Round {
    references: Vec<String>,
    bands: Vec<u8>,
    pathways: Vec<u8>,
    /// Five choices each; the highest bit says that the person is not local there.
    choices: Vec<u32>,
    seats: Vec<Seats>,
}

fn round(people: u64, reserves: bool) -> Round {
    let mut random = Random(people);
    let opportunities = (people / CROWD).max(CHOICES);
    let seats = |random: &mut Random| {
        let places = 2 + random.below(7);
        let kept = if reserves && random.below(10) < 3 {
            vec![(0, 1), (1, places / 4), (2, places / 8)]
        } else {
            vec![]
        };
        Seats {
            places: u16::try_from(places).unwrap_or(1),
            reserves: Reserves::new(kept),
        }
    };
    let mut choices = Vec::new();
    for _ in 0..people {
        let first = choices.len();
        while (choices.len() - first) < CHOICES as usize {
            // Some opportunities are far more wanted than others.
            let wanted = random.below(opportunities).min(random.below(opportunities));
            let not_local = if random.below(10) < 7 { NOT_LOCAL } else { 0 };
            if !choices[first..]
                .iter()
                .any(|c: &u32| c & !NOT_LOCAL == wanted)
            {
                choices.push(wanted | not_local);
            }
        }
    }
    Round {
        references: (0..people)
            .map(|_| format!("{:016x}", random.next()))
            .collect(),
        bands: (0..people)
            .map(|_| u8::from(random.below(100) >= 44))
            .collect(),
        pathways: (0..people)
            .map(|_| u8::try_from(random.below(8)).unwrap_or(0))
            .collect(),
        choices,
        seats: (0..opportunities).map(|_| seats(&mut random)).collect(),
    }
}

fn choices(round: &Round, person: u32) -> &[u32] {
    let first = person as usize * CHOICES as usize;
    &round.choices[first..first + CHOICES as usize]
}

fn numbers(round: &Round) -> Vec<Number> {
    let lottery = Lottery::new(&[7; 32]);
    round
        .references
        .iter()
        .map(|reference| lottery.number(reference))
        .collect()
}

/// Every opportunity's priority order, by one counting scatter from the order of the draw.
fn rank(round: &Round, drawn: &[u32]) -> Buckets {
    scatter(round.seats.len() * 4, || {
        drawn.iter().flat_map(|&person| {
            let band = usize::from(round.bands[person as usize]);
            choices(round, person).iter().map(move |choice| {
                let not_local = usize::from(choice & NOT_LOCAL != 0);
                (
                    ((choice & !NOT_LOCAL) as usize * 2 + band) * 2 + not_local,
                    person,
                )
            })
        })
    })
}

/// The market with people in the order in which they ask: best band first, then the draw.
fn market(round: &Round, drawn: &[u32]) -> Market {
    let asking = scatter(2, || {
        drawn
            .iter()
            .map(|&person| (usize::from(round.bands[person as usize]), person))
    });
    let mut market = Market::new(round.seats.clone(), 0);
    for band in 0..2 {
        let (start, end) = (asking.starts[band], asking.starts[band + 1]);
        for (rank, &person) in (0u32..).zip(&asking.values[start as usize..end as usize]) {
            let key = |choice: &u32| {
                2 * start
                    + if choice & NOT_LOCAL == 0 {
                        0
                    } else {
                        end - start
                    }
                    + rank
            };
            let choice = |choice: &u32| Choice {
                seats: choice & !NOT_LOCAL,
                key: key(choice),
            };
            market.person(
                round.pathways[person as usize],
                choices(round, person).iter().map(choice),
            );
        }
    }
    market
}

/// The median time of `work` in five runs.
fn time<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[2]
}

fn sorting(count: u64) -> Duration {
    let mut random = Random(1);
    let keys: Vec<u128> = (0..count)
        .map(|_| u128::from(random.next()) << 64 | u128::from(random.next()))
        .collect();
    let copying = time(|| keys.clone());
    time(|| {
        let mut keys = keys.clone();
        keys.sort_unstable();
        keys
    })
    .saturating_sub(copying)
}

fn measure(people: u64) {
    let plain = round(people, false);
    let reserved = round(people, true);
    let baseline = sorting(people);
    let rows = sorting(people * CHOICES);
    let numbers = self::numbers(&reserved);
    let drawn = draw_order(&numbers);
    let (plain_market, reserved_market) = (market(&plain, &drawn), market(&reserved, &drawn));
    let pipeline = time(|| {
        let drawn = draw_order(&self::numbers(&reserved));
        let order = rank(&reserved, &drawn);
        (order, plan::solve(&market(&reserved, &drawn)))
    });
    println!(
        "{people} applicants, {} opportunities, sorting as many keys takes {baseline:.1?}",
        reserved.seats.len()
    );
    let line = |name: &str, took: Duration, unit: Duration, bar: &str| {
        println!(
            "  {name:<34} {:>6.2} {bar:<9} {took:>9.1?}",
            took.as_secs_f64() / unit.as_secs_f64()
        );
    };
    line(
        "lottery numbers",
        time(|| self::numbers(&reserved)),
        baseline,
        "",
    );
    line(
        "order of the draw",
        time(|| draw_order(&numbers)),
        baseline,
        "",
    );
    line(
        "ranking (to as many rows)",
        time(|| rank(&reserved, &drawn)),
        rows,
        "bar 0.5",
    );
    line(
        "numbering the market",
        time(|| market(&reserved, &drawn)),
        baseline,
        "",
    );
    line(
        "allocation without reserves",
        time(|| plan::solve(&plain_market)),
        baseline,
        "",
    );
    line(
        "allocation with reserves",
        time(|| plan::solve(&reserved_market)),
        baseline,
        "bar 3",
    );
    line("whole pipeline", pipeline, baseline, "bar 7");
    let places: u64 = reserved.seats.iter().map(|s| u64::from(s.places)).sum();
    let state = plan::state_bytes(&reserved_market) as u64;
    let bar = 10 * places + 64 * reserved.seats.len() as u64;
    println!(
        "  state {state} bytes, bar {bar}; {:.1} bytes per applicant",
        state as f64 / people as f64
    );
}

fn main() {
    for people in [10_000, 100_000, 1_000_000] {
        measure(people);
    }
    // The largest opportunity there can be, wanted by everybody.
    let mut random = Random(3);
    let people = 500_000u32;
    let mut crowd = Market::new(
        vec![Seats {
            places: u16::MAX,
            reserves: Reserves::new([(0, 9_000), (1, 9_000)]),
        }],
        0,
    );
    let mut keys: Vec<(u64, u32)> = (0..people).map(|key| (random.next(), key)).collect();
    keys.sort_unstable();
    for (_, key) in keys {
        let pathways = u8::try_from(random.below(8)).unwrap_or(0);
        crowd.person(pathways, [Choice { seats: 0, key }]);
    }
    let took = time(|| plan::solve(&crowd));
    println!("one opportunity of 65,535 places, 500,000 applicants in random order: {took:.1?}");
}
