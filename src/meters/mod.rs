//! Meters: what is counted while the program serves, for Prometheus. Nothing is counted unless the operator asked for it, no label holds what a
//! visitor wrote, and none has more values than there are lines in this program.

mod names;
mod queries;
mod recorder;

use std::time::Duration;

use ::metrics::{counter, histogram};

pub use names::{Kind, METERS, Meter};
pub use queries::count_queries;
pub use recorder::{Meters, start};

/// True if anything is counted: what is not asked for costs nothing.
pub fn on() -> bool {
    recorder::started()
}

/// One request that was answered. `route` is the template of its path, never the path; `status` is the whole status.
pub fn request(route: Option<&str>, method: &'static str, status: u16, took: Duration) {
    if !on() {
        return;
    }
    let route = route.unwrap_or("unmatched").to_owned();
    counter!("practise_requests_total", "route" => route.clone(), "method" => method, "status" => class(status)).increment(1);
    histogram!("practise_request_seconds", "route" => route, "method" => method).record(took.as_secs_f64());
}

/// `404` → `4xx`.
fn class(status: u16) -> &'static str {
    match status {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

/// A request that a limit turned away; `limit` names the limit.
pub fn refused(limit: &'static str) {
    if on() {
        counter!("practise_refused_total", "limit" => limit).increment(1);
    }
}

/// Somebody logged in.
pub fn logged_in() {
    if on() {
        counter!("practise_logins_total").increment(1);
    }
}

/// A code that was not the right one; `code` says which kind.
pub fn wrong_code(code: &'static str) {
    if on() {
        counter!("practise_wrong_codes_total", "code" => code).increment(1);
    }
}

/// A try to send a letter; `outcome` is where the letter stands after it.
pub fn mail(outcome: &'static str) {
    if on() {
        counter!("practise_mail_tries_total", "outcome" => outcome).increment(1);
    }
}

/// A run of a job of this process; `outcome` is `done` or `failed`.
pub fn job(name: &'static str, outcome: &'static str) {
    if on() {
        counter!("practise_job_runs_total", "job" => name, "outcome" => outcome).increment(1);
    }
}

#[cfg(test)]
mod tests {
    use super::class;

    #[test]
    fn a_status_is_counted_by_its_class() {
        let of: Vec<&str> = [101, 200, 303, 404, 429, 503].into_iter().map(class).collect();
        assert_eq!(of, ["1xx", "2xx", "3xx", "4xx", "4xx", "5xx"]);
    }
}
