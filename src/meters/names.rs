//! Every meter with its name and what it says: the list that Prometheus gets, and that the handbook's alerts are checked against.

/// What a meter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It only grows, from the start of the process.
    Counter,
    /// It is as it is now.
    Gauge,
    /// It counts values by their size.
    Histogram,
}

/// One meter.
#[derive(Clone, Copy, Debug)]
pub struct Meter {
    /// Its name in Prometheus.
    pub name: &'static str,
    /// What it does.
    pub kind: Kind,
    /// What it says, with its labels.
    pub words: &'static str,
}

const fn counter(name: &'static str, words: &'static str) -> Meter {
    Meter {
        name,
        kind: Kind::Counter,
        words,
    }
}

const fn gauge(name: &'static str, words: &'static str) -> Meter {
    Meter {
        name,
        kind: Kind::Gauge,
        words,
    }
}

/// Every meter. Those of the process come first, then those that are read from the database: every instance says the same of these.
pub const METERS: &[Meter] = &[
    counter(
        "practise_requests_total",
        "Requests that were answered, by the template of their path, method and class of status",
    ),
    Meter {
        name: "practise_request_seconds",
        kind: Kind::Histogram,
        words: "How long requests took, by the template of their path and method",
    },
    counter("practise_refused_total", "Requests that a limit turned away, by limit"),
    counter("practise_logins_total", "Sessions that were opened by somebody who logged in"),
    counter(
        "practise_wrong_codes_total",
        "Codes that were not right, by kind: sign_in or second_factor",
    ),
    counter(
        "practise_mail_tries_total",
        "Tries to send a letter, by where it stands after it: sent, queued (tried again later) or dead",
    ),
    counter(
        "practise_job_runs_total",
        "Runs of scheduled work by this process, by job and outcome: done or failed",
    ),
    counter(
        "practise_queries_total",
        "Statements that the database was asked, by outcome: done or failed",
    ),
    gauge("practise_pool_connections", "Open connections to the database, by pool"),
    gauge(
        "practise_pool_in_use",
        "Connections to the database that work at the moment, by pool",
    ),
    gauge("practise_pool_waiting", "Pieces of work that wait for a connection to the database"),
    gauge("practise_build", "1, with the version of the program"),
    gauge("practise_database_up", "1 if the database answered just now, 0 if not"),
    gauge("practise_mail_queued", "Letters that have not left yet"),
    gauge(
        "practise_mail_oldest_seconds",
        "How long ago the oldest of them was written; 0 if there is none",
    ),
    gauge(
        "practise_mail_overdue_seconds",
        "For how long the letter that waits longest has been due; 0 if none is",
    ),
    gauge("practise_mail_dead", "Letters that were given up and can still be tried again"),
    gauge(
        "practise_job_started_timestamp_seconds",
        "When a job was last started, by job, in seconds since 1970",
    ),
    gauge(
        "practise_job_succeeded_timestamp_seconds",
        "When a job last ended well, as far as this process has seen, by job, in seconds since 1970",
    ),
    gauge("practise_job_failing", "1 if the last run of a job failed, by job"),
    gauge("practise_job_late", "1 if a job should have run again by now, by job"),
    gauge(
        "practise_decisions_overdue",
        "Proposals that nobody has decided on for so many days, by days: 3, 7 or 14",
    ),
    gauge("practise_audit_rows", "The number of the last row of the audit log"),
    gauge("practise_database_bytes", "How large the database is"),
];
