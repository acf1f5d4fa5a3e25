//! The one place of the process where everything is counted, and its words for Prometheus.

use std::sync::OnceLock;

use ::metrics::{describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::names::{Kind, METERS};
use crate::error::Error;

/// Limits of the classes of time, in seconds: from a page that is kept to one that somebody gives up on.
const SECONDS: [f64; 8] = [0.001, 0.005, 0.02, 0.05, 0.2, 1.0, 5.0, 15.0];

static STARTED: OnceLock<Meters> = OnceLock::new();

/// What was counted so far. Clones share it.
#[derive(Clone)]
pub struct Meters(PrometheusHandle);

/// Starts to count. A second start answers the first one's.
///
/// # Errors
/// `Internal` if something else in this process counts already.
pub fn start() -> Result<Meters, Error> {
    if let Some(started) = STARTED.get() {
        return Ok(started.clone());
    }
    let builder = PrometheusBuilder::new().set_buckets(&SECONDS).map_err(Error::internal)?;
    let meters = Meters(builder.install_recorder().map_err(Error::internal)?);
    for meter in METERS {
        match meter.kind {
            Kind::Counter => describe_counter!(meter.name, meter.words),
            Kind::Gauge => describe_gauge!(meter.name, meter.words),
            Kind::Histogram => describe_histogram!(meter.name, meter.words),
        }
    }
    gauge!("practise_build", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(STARTED.get_or_init(|| meters).clone())
}

/// True once something is counted.
pub(super) fn started() -> bool {
    STARTED.get().is_some()
}

impl Meters {
    /// Everything that was counted, in Prometheus' text format.
    pub fn words(&self) -> String {
        self.0.render()
    }

    /// Puts together what was counted since the last time. To be done every few seconds, so that it does not pile up while nobody asks.
    pub fn tidy(&self) {
        self.0.run_upkeep();
    }
}
