//! What the machine and its processes say about themselves.

/// How many processors there are.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Seconds that the processors have worked for a process so far, in steps of 10 ms.
pub fn cpu_time(id: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    ticks as f64 / 100.0
}

/// Megabytes of a process that are in memory.
pub fn resident(id: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() * 1024.0 / 1e6
}

/// Megabytes of the program on disk.
pub fn binary() -> f64 {
    std::fs::metadata(env!("CARGO_BIN_EXE_practise")).unwrap().len() as f64 / 1e6
}

/// How long all processors together have worked and how long they have waited since the machine started, in its own steps.
#[derive(Clone, Copy)]
pub struct Processors {
    working: u64,
    waiting: u64,
}

impl Processors {
    pub fn now() -> Self {
        let stat = std::fs::read_to_string("/proc/stat").unwrap();
        let of_all = stat.lines().next().unwrap().split_whitespace().skip(1);
        // user, nice, system, idle, waiting for a disk, interrupts of both kinds, taken by the host; guests are in the first two already.
        let steps: Vec<u64> = of_all.take(8).map(|steps| steps.parse().unwrap()).collect();
        let waiting = steps[3] + steps[4];
        Self {
            working: steps.iter().sum::<u64>() - waiting,
            waiting,
        }
    }

    /// The share of the time since `before` in which they worked, in percent.
    pub fn busy_since(self, before: Self) -> f64 {
        let (working, waiting) = (self.working - before.working, self.waiting - before.waiting);
        100.0 * working as f64 / (working + waiting).max(1) as f64
    }
}
