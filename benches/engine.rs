//! The engine's speed as ratios to `sort_unstable` of as many random u128 keys in the same run, its growth and its memory.
//!
//! Run with `cargo bench --bench engine`. The bars are ratios, so they hold on any machine; times are printed for interest. One thread,
//! but for the lottery where a line says two: the engine then makes half of the numbers on another. The parts of the pipeline are the
//! lines from the lottery to the allocation with reserves.

#![allow(missing_docs, clippy::print_stdout)]

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, SamplingMode};
use practise::allocation::choice_rule::Reserves;
use practise::allocation::market::{Choice, Market, Seats};
use practise::allocation::plan::{self, Got};
use practise::prioritisation::lottery::{Lottery, Number};
use practise::prioritisation::order::{Buckets, draw_order, scatter};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// As many people as the bar of the whole pipeline is for: with fewer, the sort that it is compared with is cheaper for each.
const MILLION: u64 = 1_000_000;
const CHOICES: u8 = 5;
const BANDS: usize = 2;
/// How many people's choices are fetched at a time.
const NEAR: usize = 256;
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
    let mut numbers = vec![[0; 32]; round.references.len()];
    Lottery::new(&[7; 32]).fill(&mut numbers, &round.references);
    numbers
}

/// People in the order in which they ask: in each band, best first, the order of the draw.
fn in_bands(round: &Round, draw: &[u32]) -> Buckets<u32> {
    let band = |person: &u32| (usize::from(round.bands[*person as usize]), *person);
    scatter(BANDS, round.bands.iter().map(|band| usize::from(*band)), draw.iter().map(band))
}

/// How many people are in better bands, and how many in this one.
fn sizes(people: &Buckets<u32>, band: usize) -> (u32, u32) {
    (people.starts[band], people.starts[band + 1] - people.starts[band])
}

/// The market with people in that order.
fn market(round: &Round, people: &Buckets<u32>) -> Market {
    let empty = Market::new(round.seats.clone(), 0);
    let mut market = empty.with_room(people.values.len(), round.choices.len());
    let wanted = usize::from(CHOICES);
    let mut near = Vec::with_capacity(NEAR * wanted);
    for band in 0..BANDS {
        let (before, size) = sizes(people, band);
        let in_band = &people.values[before as usize..(before + size) as usize];
        for (some, first) in in_band.chunks(NEAR).zip((0u32..).step_by(NEAR)) {
            // What is far apart is fetched together.
            near.clear();
            let asked = some.iter().map(|person| *person as usize * wanted);
            asked.for_each(|at| near.extend_from_slice(&round.choices[at..at + wanted]));
            for ((person, choices), rank) in some.iter().zip(near.chunks_exact(wanted)).zip(first..) {
                let choice = |choice: &u32| Choice {
                    seats: choice & !NOT_LOCAL,
                    key: 2 * before + choice / NOT_LOCAL * size + rank,
                };
                market.person(round.pathways[*person as usize], choices.iter().map(choice));
            }
        }
    }
    market
}

/// Every opportunity's priority order, by one counting scatter of people in that order.
fn rank(round: &Round, market: &Market, people: &Buckets<u32>) -> Buckets<u32> {
    let bucket = |seats: u32, band: u32, not_local: u32| ((seats * 2 + band) * 2 + not_local) as usize;
    let in_any_order = || {
        let people = round.choices.chunks_exact(usize::from(CHOICES)).zip(&round.bands);
        people.flat_map(|(choices, band)| {
            let choices = choices.iter();
            choices.map(move |choice| bucket(choice & !NOT_LOCAL, u32::from(*band), choice / NOT_LOCAL))
        })
    };
    let asks = (0..BANDS).flat_map(|band| {
        let (before, size) = sizes(people, band);
        let band = u32::try_from(band).unwrap_or(0);
        (before..before + size).flat_map(move |person| {
            let choices = market.choices_of(person as usize).iter();
            choices.map(move |choice| (bucket(choice.seats, band, u32::from(choice.key >= 2 * before + size)), person))
        })
    });
    scatter(market.seats.len() * BANDS * 2, in_any_order(), asks)
}

/// Pieces of the engine for one number of people, timed by criterion.
type Group<'a> = BenchmarkGroup<'a, WallTime>;

/// The median of criterion's samples of `work`, which criterion reports and keeps as well.
fn time<T>(group: &mut Group<'_>, name: &str, mut work: impl FnMut() -> T) -> Duration {
    let mut times = Vec::new();
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|runs| {
            let start = Instant::now();
            for _ in 0..runs {
                black_box(work());
            }
            let took = start.elapsed();
            times.push(took / u32::try_from(runs).unwrap_or(u32::MAX));
            took
        });
    });
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn sorting(group: &mut Group<'_>, name: &str, count: u64) -> Duration {
    let mut random = Random(1);
    let keys: Vec<u128> = (0..count)
        .map(|_| u128::from(random.next()) << 64 | u128::from(random.next()))
        .collect();
    let copying = time(group, &format!("copying {name}"), || keys.clone());
    let both = time(group, &format!("copying and sorting {name}"), || {
        let mut keys = keys.clone();
        keys.sort_unstable();
        keys
    });
    both.saturating_sub(copying)
}

/// What everything after the applications makes: the ranking, and who gets which choice.
type Made = (Buckets<u32>, Vec<Got>);

fn pipeline(round: &Round, numbers: fn(&Round) -> Vec<Number>) -> Made {
    let people = in_bands(round, &draw_order(&numbers(round)));
    let market = market(round, &people);
    (rank(round, &market, &people), plan::solve(&market))
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
    child.args([PEAK, &people.to_string()]).env("MIMALLOC_PURGE_DELAY", "0");
    String::from_utf8(child.output().ok()?.stdout).ok()?.trim().parse().ok()
}

/// A share that is printed: counts below 2^52 are exact.
#[allow(clippy::cast_precision_loss)]
fn per(amount: u64, count: u64) -> f64 {
    amount as f64 / count as f64
}

fn measure(criterion: &mut Criterion, people: u64) {
    let mut group = criterion.benchmark_group(people.to_string());
    // What takes long is run once in a sample.
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(2));
    let (plain, reserved) = (round(people, false), round(people, true));
    let keys = sorting(&mut group, "as many keys", people);
    let rows = sorting(&mut group, "as many rows", people * u64::from(CHOICES));
    let drawn_numbers = numbers(&reserved);
    let order = draw_order(&drawn_numbers);
    let bands = in_bands(&reserved, &order);
    let reserved_market = market(&reserved, &bands);
    let plain_market = market(&plain, &in_bands(&plain, &order));
    let count = reserved.seats.len();
    let mut table = format!("{people} applicants, {count} opportunities; sorting as many keys takes {keys:.1?}\n");
    let mut line = |name: &str, took: Duration, unit: Duration, bar: f64| {
        let ratio = took.as_secs_f64() / unit.as_secs_f64();
        let says = match bar {
            0.0 => String::new(),
            _ if ratio <= bar => format!("bar {bar}"),
            _ => format!("OVER {bar}"),
        };
        writeln!(table, "  {name:<38} {ratio:>6.2} {says:<9} {took:>9.1?}").unwrap_or_default();
    };
    let mut piece = |name: &str, bar: f64, work: &mut dyn FnMut()| {
        let took = time(&mut group, name, work);
        line(name, took, keys, bar);
        took
    };
    let bar = if people == MILLION { 7.0 } else { 0.0 };
    let whole = piece("whole pipeline on one thread", bar, &mut || {
        drop(black_box(pipeline(&reserved, numbers_on_one_thread)));
    });
    piece("whole pipeline, lottery on two threads", bar, &mut || {
        drop(black_box(pipeline(&reserved, numbers)));
    });
    piece("lottery numbers on one thread", 0.0, &mut || {
        drop(black_box(numbers_on_one_thread(&reserved)));
    });
    piece("lottery numbers on two threads", 0.0, &mut || {
        drop(black_box(numbers(&reserved)));
    });
    piece("order of the draw", 0.0, &mut || drop(black_box(draw_order(&drawn_numbers))));
    piece("people into their bands", 0.0, &mut || drop(black_box(in_bands(&reserved, &order))));
    piece("numbering the market", 0.0, &mut || drop(black_box(market(&reserved, &bands))));
    let ranking = piece("ranking", 0.0, &mut || {
        drop(black_box(rank(&reserved, &reserved_market, &bands)));
    });
    piece("allocation without reserves", 0.0, &mut || {
        drop(black_box(plan::solve(&plain_market)));
    });
    piece("allocation with reserves", 3.0, &mut || {
        drop(black_box(plan::solve(&reserved_market)));
    });
    line("ranking, to sorting as many rows", ranking, rows, 0.5);
    group.finish();
    print!("{table}");
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
fn largest(criterion: &mut Criterion) {
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
    let mut group = criterion.benchmark_group("65535 places");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    let took = time(&mut group, "allocation of 500000", || plan::solve(&crowd));
    group.finish();
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
    let mut criterion = Criterion::default();
    for people in [10_000, 100_000, MILLION] {
        measure(&mut criterion, people);
    }
    largest(&mut criterion);
}
