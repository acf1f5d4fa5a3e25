//! Two instances on one Postgres against one alone, in turns.

use std::time::Duration;

use crate::cast::Own;
use crate::data::Portal;
use crate::load::{Load, median};
use crate::machine::{Processors, cores, cpu_time};
use crate::process::Serving;
use crate::verdicts::Verdicts;

const TURN: Duration = Duration::from_secs(1);
const TURNS: usize = 5;
/// How much more two do than one.
const BAR: f64 = 1.6;
/// Processors for two instances, a client and a database that are not to wait for each other.
const NEEDED: usize = 4;

/// Asks for an applicant's status page, which is made afresh, and prints what came of it.
pub fn measure(portal: &Portal, page: &Own, verdicts: &mut Verdicts) {
    let serving: Vec<Serving> = (0..2)
        .map(|_| {
            portal
                .program(&[("PRACTISE_WORKERS", "1"), ("PRACTISE_BACKGROUND", "false")])
                .serve()
        })
        .collect();
    let path = format!("/applications/{}", page.reference);
    let mut loads: Vec<Load> = serving.iter().map(|one| Load::new(one.listen, &path, &page.cookie)).collect();
    let used = || serving.iter().map(|one| cpu_time(one.id())).sum::<f64>();
    let (mut ratios, mut busy, mut rates, mut costs) = (Vec::new(), Vec::new(), [Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for _ in 0..TURNS {
        for count in 1..=2 {
            let (before, processors) = (used(), Processors::now());
            let (asked, rate) = together(&mut loads[..count]);
            costs[count - 1].push((used() - before) * 1e6 / f64::from(asked));
            rates[count - 1].push(rate);
            if count == 2 {
                busy.push(Processors::now().busy_since(processors));
            }
        }
        ratios.push(rates[1].last().unwrap() / rates[0].last().unwrap());
    }
    let [one, two] = rates.map(|mut rates| median(&mut rates));
    let [alone, beside] = costs.map(|mut costs| median(&mut costs));
    let (ratio, busy) = (median(&mut ratios), median(&mut busy));
    println!("\nTwo instances on one Postgres, an applicant's status page, {} cores", cores());
    println!("  {one:.0} requests a second by one, {two:.0} by two: {ratio:.2} times (bar {BAR})");
    println!("  CPU of the instances for each request: {alone:.0} µs alone, {beside:.0} µs beside another");
    if cores() < NEEDED {
        println!(
            "  not shown: {} cores are shared by the instances, the client and the database, and were busy {busy:.0} % of the time with two; {NEEDED} are needed",
            cores()
        );
    } else {
        let verdict = verdicts.at_least(ratio, BAR);
        println!("  {verdict}; the processors were busy {busy:.0} % of the time with two");
    }
}

/// All of these at once; answers how many answers came, and how many each second.
fn together(loads: &mut [Load]) -> (u32, f64) {
    std::thread::scope(|scope| {
        let threads: Vec<_> = loads.iter_mut().map(|load| scope.spawn(|| load.run(TURN))).collect();
        let done = threads.into_iter().map(|thread| thread.join().unwrap());
        done.fold((0, 0.0), |(count, rate), (more, faster)| (count + more, rate + faster))
    })
}
