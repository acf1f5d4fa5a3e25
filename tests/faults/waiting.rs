//! How long others had to wait meanwhile.

use std::time::Duration;

/// The median and the 95th percentile of some times.
pub fn median_and_p95(mut times: Vec<Duration>) -> (Duration, Duration) {
    assert!(times.len() >= 20, "{} times say nothing", times.len());
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 95 / 100])
}
