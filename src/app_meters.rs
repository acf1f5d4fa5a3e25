//! The page that Prometheus reads, on an address of its own: what this process counted, and how the portal stands by its database.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data};
use actix_web::{App as Actix, HttpRequest, HttpResponse, HttpServer, rt};
use metrics::gauge;
use time::OffsetDateTime;

use crate::app_jobs;
use crate::db::{AnyConnection, Db, Instant, bytes};
use crate::error::Error;
use crate::meters::Meters;
use crate::tx::Ledger;
use crate::{audit, decisions, jobs, mail};

/// What is counted is put together this often, whoever asks.
const TIDY: Duration = Duration::from_secs(5);

/// Answers `GET /metrics` on `listener`, and nothing else.
///
/// # Errors
/// Whatever the operating system says about `listener`.
pub fn serve(listener: TcpListener, ledger: Ledger, meters: Meters) -> std::io::Result<Server> {
    let counted = meters.clone();
    rt::spawn(async move {
        loop {
            rt::time::sleep(TIDY).await;
            counted.tidy();
        }
    });
    let parts = Data::new((ledger, meters));
    let server = HttpServer::new(move || Actix::new().app_data(parts.clone()).default_service(web::to(answer)));
    let server = server.workers(1).shutdown_timeout(1).disable_signals().listen(listener)?;
    Ok(server.run())
}

async fn answer(request: HttpRequest, parts: Data<(Ledger, Meters)>) -> HttpResponse {
    if request.path() != "/metrics" {
        return HttpResponse::new(StatusCode::NOT_FOUND);
    }
    let (ledger, meters) = parts.get_ref();
    let now = ledger.clock.now();
    pools(&ledger.db);
    let looked = ledger.db.read(move |db| look(db, now)).await;
    gauge!("practise_database_up").set(if looked.is_ok() { 1.0 } else { 0.0 });
    if let Err(error) = looked {
        tracing::warn!(%error, "the database does not say how the portal stands");
    }
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(meters.words())
}

fn pools(db: &Db) {
    let (pools, waiting) = db.load();
    for pool in pools {
        gauge!("practise_pool_connections", "pool" => pool.name).set(pool.connections);
        gauge!("practise_pool_in_use", "pool" => pool.name).set(pool.in_use);
    }
    gauge!("practise_pool_waiting").set(waiting);
}

/// Reads how the portal stands: letters, jobs, decisions, the log and the size, without anybody's data.
fn look(db: &mut AnyConnection, now: Instant) -> Result<(), Error> {
    let seconds = |since: Option<Instant>| since.map_or(0.0, |since| now.since(since).as_seconds_f64().max(0.0));
    let queue = mail::queue(db)?;
    gauge!("practise_mail_queued").set(number(queue.waiting));
    gauge!("practise_mail_oldest_seconds").set(seconds(queue.oldest));
    gauge!("practise_mail_overdue_seconds").set(seconds(queue.first_due));
    gauge!("practise_mail_dead").set(number(queue.dead));
    let known = jobs::statuses(db)?;
    for job in app_jobs::jobs() {
        let Some(status) = known.iter().find(|status| status.name == job.name) else {
            continue;
        };
        gauge!("practise_job_started_timestamp_seconds", "job" => job.name).set(since_1970(status.started_at));
        if let Some(at) = status.finished_at {
            gauge!("practise_job_succeeded_timestamp_seconds", "job" => job.name).set(since_1970(at));
        }
        let failing = status.failure().is_some();
        gauge!("practise_job_failing", "job" => job.name).set(if failing { 1.0 } else { 0.0 });
        gauge!("practise_job_late", "job" => job.name).set(if job.is_late(status, now) { 1.0 } else { 0.0 });
    }
    for (days, count) in decisions::count_overdue(db, now)? {
        gauge!("practise_decisions_overdue", "days" => days.to_string()).set(number(count));
    }
    gauge!("practise_audit_rows").set(number(audit::head(db)?.map_or(0, |(seq, _)| seq)));
    gauge!("practise_database_bytes").set(number(bytes(db)?));
    Ok(())
}

fn since_1970(at: Instant) -> f64 {
    (at.utc().assume_utc() - OffsetDateTime::UNIX_EPOCH).as_seconds_f64()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "Prometheus knows no other numbers, and 2^53 of anything is more than we have"
)]
fn number(count: i64) -> f64 {
    count as f64
}
