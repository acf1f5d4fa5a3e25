//! What the operator is told first, and in what words.

use time::Duration;

use crate::dates::moment;
use crate::db::Instant;
use crate::jobs::{Job, Status};
use crate::mail::{PATIENCE, Queue};

/// How the last run of a job went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// It never ran.
    Never,
    /// Somebody works on it.
    Now,
    /// It ended well, and said this.
    Well(String),
    /// It failed, and said this.
    Failed(String),
}

impl Run {
    /// How the last run went by what is known of it.
    pub fn of(status: Option<&Status>) -> Self {
        let Some(status) = status else { return Self::Never };
        if let Some(words) = status.failure() {
            return Self::Failed(words.to_owned());
        }
        match status.finished_at {
            Some(_) => Self::Well(status.outcome.clone().unwrap_or_default()),
            None => Self::Now,
        }
    }
}

/// A job and how it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its name.
    pub name: &'static str,
    /// From one start to the next.
    pub every: Duration,
    /// When it was last started.
    pub started: Option<Instant>,
    /// How that run went.
    pub run: Run,
    /// True if it should have run again by now.
    pub late: bool,
}

/// Every job with what is known of it, by name.
pub fn standings(jobs: &[Job], known: &[Status], now: Instant) -> Vec<Standing> {
    let standing = |job: &Job| {
        let status = known.iter().find(|status| status.name == job.name);
        Standing {
            name: job.name,
            every: job.every,
            started: status.map(|status| status.started_at),
            run: Run::of(status),
            late: status.is_some_and(|status| job.is_late(status, now)),
        }
    };
    let mut all: Vec<Standing> = jobs.iter().map(standing).collect();
    all.sort_by_key(|one| one.name);
    all
}

/// What somebody has to look at, one sentence each, most pressing first.
pub fn problems(queue: &Queue, jobs: &[Standing], now: Instant) -> Vec<String> {
    let mut problems = Vec::new();
    if let Some(due) = queue.first_due.filter(|due| now.since(*due) >= PATIENCE) {
        problems.push(format!("Letters do not leave. One has waited since {}.", moment(due)));
    }
    if jobs.iter().all(|job| job.run == Run::Never) {
        problems.push("No scheduled work has ever run.".to_owned());
    }
    let failed = |job: &&Standing| matches!(job.run, Run::Failed(_));
    problems.extend(jobs.iter().filter(failed).map(|job| format!("The job {} failed.", job.name)));
    let late: Vec<&Standing> = jobs.iter().filter(|job| job.late && !failed(job)).collect();
    match late[..] {
        [] => {}
        [job] => problems.push(format!("The job {} should have run again by now.", job.name)),
        _ => problems.push(format!("{} jobs should have run again by now.", late.len())),
    }
    match queue.dead {
        0 => {}
        1 => problems.push("We could not send 1 letter.".to_owned()),
        dead => problems.push(format!("We could not send {dead} letters.")),
    }
    problems
}

/// `3h` in words: how often a job runs.
pub fn every(period: Duration) -> String {
    let (count, unit) = match period.whole_seconds() {
        seconds if seconds < 60 => (seconds, "second"),
        seconds if seconds < 3600 => (seconds / 60, "minute"),
        seconds => (seconds / 3600, "hour"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// Bytes in words.
pub fn size(bytes: i64) -> String {
    const MEGABYTE: i64 = 1_000_000;
    match bytes {
        ..MEGABYTE => "less than 1 MB".to_owned(),
        _ => format!("{} MB", (bytes + MEGABYTE / 2) / MEGABYTE),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn job(name: &'static str, hours: i64) -> Job {
        Job::new(name, Duration::hours(hours), |_| Ok(String::new()))
    }

    fn status(name: &str, finished: bool, outcome: &str) -> Status {
        let at = Instant::new(datetime!(2027-01-04 09:00));
        Status {
            name: name.to_owned(),
            leased_until: None,
            started_at: at,
            finished_at: finished.then_some(at),
            outcome: Some(outcome.to_owned()),
        }
    }

    #[test]
    fn what_is_wrong_is_said_first_and_what_is_well_is_not() {
        let jobs = [job("b.late", 1), job("a.fails", 24), job("c.new", 1)];
        let known = [status("b.late", true, "2 done"), status("a.fails", false, "failed: no room")];
        let now = Instant::new(datetime!(2027-01-04 12:00:01));
        let all = standings(&jobs, &known, now);
        let names: Vec<&str> = all.iter().map(|one| one.name).collect();
        assert_eq!(names, ["a.fails", "b.late", "c.new"]);
        assert_eq!(all[0].run, Run::Failed("no room".to_owned()));
        assert_eq!((&all[1].run, all[1].late), (&Run::Well("2 done".to_owned()), true));
        assert_eq!((&all[2].run, all[2].late), (&Run::Never, false));
        let queue = Queue {
            waiting: 1,
            oldest: None,
            first_due: Some(Instant::new(datetime!(2027-01-04 11:00))),
            dead: 2,
        };
        assert_eq!(
            problems(&queue, &all, now),
            [
                "Letters do not leave. One has waited since 11am on 4 January 2027.",
                "The job a.fails failed.",
                "The job b.late should have run again by now.",
                "We could not send 2 letters.",
            ]
        );
        let well = Queue {
            waiting: 1,
            oldest: None,
            first_due: Some(now),
            dead: 0,
        };
        assert_eq!(problems(&well, &all[2..], now), ["No scheduled work has ever run."]);
        assert_eq!(
            problems(&well, &standings(&jobs[..1], &known, now.plus(-Duration::hours(1))), now),
            [""; 0]
        );
    }

    #[test]
    fn times_and_sizes_are_said_in_words() {
        let times = [30, 60, 600, 3600, 86_400].map(|seconds| every(Duration::seconds(seconds)));
        assert_eq!(times, ["30 seconds", "1 minute", "10 minutes", "1 hour", "24 hours"]);
        assert_eq!([999_999, 1_500_000, 12_300_000].map(size), ["less than 1 MB", "2 MB", "12 MB"]);
    }
}
