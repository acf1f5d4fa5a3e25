//! `practise serve`: the pages on the main threads, mail and scheduled work on one of their own.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::Ordering;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use actix_web::rt;
use actix_web::web::Data;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::{Failure, ledger, say};
use crate::app::App;
use crate::app_jobs;
use crate::app_meters;
use crate::careers;
use crate::config::Config;
use crate::db::migrate;
use crate::jobs;
use crate::mail::{self, Transport};
use crate::meters;
use crate::server;
use crate::tx::Ledger;

/// From the signal, or the end of the time to drain, to the end, whatever still hangs.
const STOP: Duration = Duration::from_secs(14);

/// Serves until SIGTERM or SIGINT, then finishes what has begun.
pub fn run(config: Config) -> Result<(), Failure> {
    careers::catalogue()?;
    let transport = Transport::from_config(&config).map_err(|problem| Failure::Settings(vec![problem]))?;
    migrate::run(&config.database)?;
    if let Err(error) = server::raise_open_files() {
        tracing::warn!(%error, "as few connections as before: the limit of open files stays");
    }
    let listener = bind(config.listen, "PRACTISE_LISTEN")?;
    let meters = match config.metrics_listen {
        Some(listen) => Some((bind(listen, "PRACTISE_METRICS_LISTEN")?, meters::start()?)),
        None => None,
    };
    if meters.is_some() {
        meters::count_queries()?;
    }
    let (ledger, background) = (ledger(&config), config.background);
    ledger.db.watch_replica()?;
    let (stop, stopped) = watch::channel(false);
    let worker = if background {
        Some(spawn(ledger.clone(), transport, stopped)?)
    } else {
        None
    };
    say(format_args!("{} is at {}", config.service_name, config.public_url));
    let served = rt::System::new().block_on(async {
        let counts = ledger.clone();
        if let Some((listener, meters)) = meters {
            rt::spawn(app_meters::serve(listener, counts, meters)?);
        }
        serve(listener, Data::new(App::new(config, ledger)), stop).await
    });
    if let Some(worker) = worker
        && worker.join().is_err()
    {
        tracing::error!("mail and scheduled work ended early");
    }
    Ok(served?)
}

fn bind(listen: SocketAddr, setting: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen).map_err(|error| {
        Failure::Words(match error.kind() {
            ErrorKind::AddrInUse => format!("{listen} is taken: stop the other program, or choose another port with {setting}"),
            _ => format!("cannot listen on {listen}: {error}"),
        })
    })
}

async fn serve(listener: TcpListener, app: Data<App>, stop: watch::Sender<bool>) -> std::io::Result<()> {
    let server = server::start(listener, app.clone())?;
    let handle = server.handle();
    let drain = app.config.drain;
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    rt::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: finishing what has begun");
        thread::spawn(move || {
            thread::sleep(drain + STOP);
            tracing::warn!("stopped with something unfinished");
            std::process::exit(0);
        });
        // An error means that the worker has ended already.
        let _ = stop.send(true);
        app.leaving.store(true, Ordering::Relaxed);
        rt::time::sleep(drain).await;
        handle.stop(true).await;
    });
    server.await
}

/// Mail and scheduled work, on a thread with a runtime of its own: a busy page never delays them, nor they a page.
fn spawn(ledger: Ledger, transport: Transport, stopped: watch::Receiver<bool>) -> Result<JoinHandle<()>, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let work = async move {
        let scheduled = jobs::schedule(ledger.clone(), app_jobs::jobs(), stopped.clone());
        let (mailed, scheduled) = tokio::join!(mail::work(ledger, transport, stopped), scheduled);
        for ended in [mailed, scheduled] {
            if let Err(error) = ended {
                tracing::error!(%error, "mail or scheduled work cannot run");
            }
        }
    };
    Ok(thread::Builder::new()
        .name("background".to_owned())
        .spawn(move || runtime.block_on(work))?)
}
