//! The engine's speed as ratios to `sort_unstable` of as many random u128 keys in the same run, its growth and its memory.
//!
//! Run with `cargo bench --bench engine`. The bars are ratios, so they hold on any machine; times are printed for interest. One thread,
//! but for the lottery where a line says two: the engine then makes half of the numbers on another.

#![allow(missing_docs, clippy::print_stdout)]

use practise::allocation::choice_rule::Reserves;
use practise::allocation::market::{Choice, Market, Seats};
use practise::allocation::plan;
use practise::prioritisation::lottery::{Lottery, Number};
use practise::prioritisation::order::{Buckets, draw_order, scatter};
use std::hint::black_box;
use std::time::{Duration, Instant};

const CHOICES: u8 = 5;
/// People per opportunity, as in a market of 1,000,000 and 20,000.
const CROWD: u64 = 50;
const NOT_LOCAL: u32 = 1 << 31;
/// The argument with which this program measures the memory of one pipeline.
const PEAK: &str = "--peak";

/// A small generator of the benchmark's own (`SplitMix64`), so that every run has the same input.
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
    let opportunities = (people / CROWD).max(u64::from(CHOICES));
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
        while choices.len() - first < usize::from(CHOICES) {
            // Some opportunities are far more wanted than others.
            let wanted = random.below(opportunities).min(random.below(opportunities));
            let not_local = if random.below(10) < 7 { NOT_LOCAL } else { 0 };
            if !choices[first..].iter().any(|c: &u32| c & !NOT_LOCAL == wanted) {
                choices.push(wanted | not_local);
            }
        }
    }
    Round {
        references: (0..people).map(|_| format!("{:016x}", random.next())).collect(),
        bands: (0..people).map(|_| u8::from(random.below(100) >= 44)).collect(),
        pathways: (0..people).map(|_| u8::try_from(random.below(8)).unwrap_or(0)).collect(),
        choices,
        seats: (0..opportunities).map(|_| seats(&mut random)).collect(),
    }
}

/// The numbers as the engine makes them.
fn numbers(round: &Round) -> Vec<Number> {
    Lottery::new(&[7; 32]).numbers(&round.references)
}

fn numbers_on_one_thread(round: &Round) -> Vec<Number> {
    let lottery = Lottery::new(&[7; 32]);
    round.references.iter().map(|reference| lottery.number(reference)).collect()
}

/// The round with people in the order of the draw, as the engine keeps them.
fn drawn(round: &Round, order: &[u32]) -> Round {
    let people = || order.iter().map(|&person| person as usize);
    let wanted = usize::from(CHOICES);
    let mut choices = Vec::with_capacity(round.choices.len());
    people().for_each(|p| choices.extend_from_slice(&round.choices[p * wanted..(p + 1) * wanted]));
    Round {
        references: Vec::new(),
        bands: people().map(|p| round.bands[p]).collect(),
        pathways: people().map(|p| round.pathways[p]).collect(),
        choices,
        seats: round.seats.clone(),
    }
}

/// Every opportunity's priority order, by one counting scatter from the order of the draw.
fn rank(round: &Round) -> Buckets<u32> {
    let asks = || {
        let people = round.choices.chunks_exact(usize::from(CHOICES)).zip(&round.bands);
        people.zip(0u32..).flat_map(|((choices, band), person)| {
            choices.iter().map(move |choice| {
                let opportunity = (choice & !NOT_LOCAL) as usize;
                let not_local = usize::from(choice & NOT_LOCAL != 0);
                ((opportunity * 2 + usize::from(*band)) * 2 + not_local, person)
            })
        })
    };
    scatter(round.seats.len() * 4, asks().map(|ask| ask.0), asks())
}

/// The market with people in the order in which they ask: best band first, then the draw.
fn market(round: &Round) -> Market {
    let of_band = |band: u8| round.bands.iter().map(|other| usize::from(*other == band)).sum::<usize>();
    let sizes = [0, 1].map(|band| u32::try_from(of_band(band)).unwrap_or(0));
    let empty = Market::new(round.seats.clone(), 0);
    let mut market = empty.with_room(round.bands.len(), round.choices.len());
    for (band, before) in [(0u8, 0), (1, sizes[0])] {
        let people = round.choices.chunks_exact(usize::from(CHOICES));
        let people = people.zip(&round.bands).zip(&round.pathways);
        let of_band = people.filter(|((_, other), _)| **other == band);
        for (rank, ((choices, _), pathways)) in (0u32..).zip(of_band) {
            let local = 2 * before + rank;
            let keys = [local, local + sizes[usize::from(band)]];
            let choice = |choice: &u32| Choice {
                seats: choice & !NOT_LOCAL,
                key: keys[usize::from(choice & NOT_LOCAL != 0)],
            };
            market.person(*pathways, choices.iter().map(choice));
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

/// What everything after the applications makes: the ranking, and who gets which choice.
type Made = (Buckets<u32>, Vec<Option<usize>>);

fn pipeline(round: &Round, numbers: fn(&Round) -> Vec<Number>) -> Made {
    let drawn = drawn(round, &draw_order(&numbers(round)));
    (rank(&drawn), plan::solve(&market(&drawn)))
}

/// Most bytes that the whole pipeline has in use at a time beside its input, where the system tells.
fn peak(people: u64) -> Option<u64> {
    let kilobytes = |name: &str| {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    let round = round(people, true);
    // From here on the system's highest mark is that of what follows.
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    let before = kilobytes("VmRSS:")?;
    black_box(pipeline(&round, numbers));
    Some(kilobytes("VmHWM:")?.saturating_sub(before) * 1024)
}

/// [`peak`] in a process of its own, in which nothing else has left memory behind and what is freed goes back to the system.
fn peak_alone(people: u64) -> Option<u64> {
    let mut child = std::process::Command::new(std::env::current_exe().ok()?);
    child.args([PEAK, &people.to_string()]).env("MALLOC_MMAP_THRESHOLD_", "65536");
    String::from_utf8(child.output().ok()?.stdout).ok()?.trim().parse().ok()
}

/// A share that is printed: counts below 2^52 are exact.
#[allow(clippy::cast_precision_loss)]
fn per(amount: u64, count: u64) -> f64 {
    amount as f64 / count as f64
}

fn measure(people: u64) {
    let (plain, reserved) = (round(people, false), round(people, true));
    let baseline = sorting(people);
    let rows = sorting(people * u64::from(CHOICES));
    let drawn_numbers = numbers(&reserved);
    let order = draw_order(&drawn_numbers);
    let reserved_drawn = drawn(&reserved, &order);
    let plain_market = market(&drawn(&plain, &order));
    let reserved_market = market(&reserved_drawn);
    let count = reserved.seats.len();
    println!("{people} applicants, {count} opportunities; sorting as many keys takes {baseline:.1?}");
    let line = |name: &str, took: Duration, unit: Duration, bar: f64| {
        let ratio = took.as_secs_f64() / unit.as_secs_f64();
        let says = match bar {
            0.0 => String::new(),
            _ if ratio <= bar => format!("bar {bar}"),
            _ => format!("OVER {bar}"),
        };
        println!("  {name:<34} {ratio:>6.2} {says:<9} {took:>9.1?}");
    };
    line(
        "lottery numbers, one thread",
        time(|| numbers_on_one_thread(&reserved)),
        baseline,
        0.0,
    );
    line("lottery numbers, two threads", time(|| numbers(&reserved)), baseline, 0.0);
    line("order of the draw", time(|| draw_order(&drawn_numbers)), baseline, 0.0);
    line("people into that order", time(|| drawn(&reserved, &order)), baseline, 0.0);
    line("ranking (to as many rows)", time(|| rank(&reserved_drawn)), rows, 0.5);
    line("numbering the market", time(|| market(&reserved_drawn)), baseline, 0.0);
    line("allocation without reserves", time(|| plan::solve(&plain_market)), baseline, 0.0);
    line("allocation with reserves", time(|| plan::solve(&reserved_market)), baseline, 3.0);
    let alone = time(|| pipeline(&reserved, numbers_on_one_thread));
    line("whole pipeline, one thread", alone, baseline, 0.0);
    let whole = time(|| pipeline(&reserved, numbers));
    line("whole pipeline, two for the lottery", whole, baseline, 7.0);
    let doublings = f64::from(people.ilog2());
    let nanoseconds = u64::try_from(whole.as_nanos()).unwrap_or(u64::MAX);
    println!(
        "  {:.2} ns of it for each applicant and doubling (n log n)",
        per(nanoseconds, people) / doublings
    );
    if let Some(bytes) = peak_alone(people) {
        println!("  peak memory beside the input: {:.0} bytes an applicant", per(bytes, people));
    }
    let places: usize = reserved.seats.iter().map(|seats| usize::from(seats.places)).sum();
    let state = plan::state_bytes(&reserved_market);
    println!("  state of the allocation: {state} bytes; bar {}", 10 * places + 64 * count);
}

/// The largest opportunity there can be, wanted by everybody, one in three of them local.
fn largest() {
    let people = 500_000u32;
    let reserves = Reserves::new([(0, 9_000), (1, 9_000)]);
    let seats = Seats {
        places: u16::MAX,
        reserves,
    };
    let mut crowd = Market::new(vec![seats], 0);
    let mut random = Random(3);
    for rank in 0..people {
        let key = if random.below(3) == 0 { rank } else { people + rank };
        let pathways = u8::try_from(random.below(8)).unwrap_or(0);
        crowd.person(pathways, [Choice { seats: 0, key }]);
    }
    let took = time(|| plan::solve(&crowd));
    println!("one opportunity of 65,535 places, {people} applicants: {took:.1?}");
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, asked, people] = arguments.as_slice()
        && asked == PEAK
    {
        if let Some(bytes) = people.parse().ok().and_then(peak) {
            println!("{bytes}");
        }
        return;
    }
    for people in [10_000, 100_000, 1_000_000] {
        measure(people);
    }
    largest();
}
