//! The mail worker: leases what is due, sends several at once, and writes down what came of each.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinSet};
use tokio::time::{sleep, timeout};

use super::queue::{self, Claimed};
use super::retry::Trouble;
use super::state::State;
use super::transport::Transport;
use crate::db::blocking;
use crate::error::Error;
use crate::meters;
use crate::tx::{Actor, Ledger};

/// Mails on their way at once.
const PLACES: usize = 16;
/// New mails are taken when this many places are free, so that looking costs little when there is much to send.
const BATCH: usize = 4;
/// How often the outbox is looked at when nobody said that there is something: mail of other instances, and second tries.
const POLL: Duration = Duration::from_secs(1);
/// What mails on their way have left when the program stops; the others wait for the next start.
const GRACE: Duration = Duration::from_secs(10);

/// What came of a round of sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Mails that the server took.
    pub sent: usize,
    /// Mails that are tried again later.
    pub deferred: usize,
    /// Mails that were given up.
    pub dead: usize,
}

/// Sends what is due now, at most `limit` mails, and comes back when each was tried once.
pub async fn send_due(ledger: &Ledger, transport: &Transport, limit: usize) -> Result<Sent, Error> {
    let mut worker = Worker::new(ledger.clone(), transport.clone())?;
    let mut left = limit;
    loop {
        left -= worker.take(left).await?;
        if worker.running.is_empty() {
            return Ok(worker.total);
        }
        worker.one_done().await;
    }
}

/// Sends mail until `shutdown` says true (or its sender is gone), then finishes the mails that are on their way.
pub async fn work(ledger: Ledger, transport: Transport, mut shutdown: watch::Receiver<bool>) -> Result<(), Error> {
    let outgoing = ledger.env().outgoing.clone();
    let mut worker = Worker::new(ledger, transport)?;
    while !*shutdown.borrow() {
        if let Err(error) = worker.take(usize::MAX).await {
            tracing::error!(%error, "the outbox cannot be read");
        }
        tokio::select! {
            () = worker.one_done(), if !worker.running.is_empty() => {}
            () = outgoing.notified() => {}
            () = sleep(POLL) => {}
            changed = shutdown.changed() => if changed.is_err() { break },
        }
    }
    let finish = async {
        while !worker.running.is_empty() {
            worker.one_done().await;
        }
    };
    if timeout(GRACE, finish).await.is_err() {
        tracing::warn!("stopped with mails on their way: they are sent again");
    }
    Ok(())
}

struct Worker {
    ledger: Ledger,
    transport: Transport,
    owner: String,
    running: JoinSet<State>,
    /// The domain of each running task.
    domains: HashMap<Id, String>,
    busy: BTreeMap<String, usize>,
    total: Sent,
}

impl Worker {
    fn new(ledger: Ledger, transport: Transport) -> Result<Self, Error> {
        let mut owner = [0; 8];
        getrandom::fill(&mut owner).map_err(Error::internal)?;
        Ok(Self {
            ledger,
            transport,
            owner: hex::encode(owner),
            running: JoinSet::new(),
            domains: HashMap::new(),
            busy: BTreeMap::new(),
            total: Sent::default(),
        })
    }

    /// Leases and starts mails while there are free places, due mails and `limit` allows; answers how many.
    async fn take(&mut self, limit: usize) -> Result<usize, Error> {
        let mut taken = 0;
        loop {
            let free = PLACES - self.running.len();
            let places = free.min(limit - taken);
            if places == 0 || (free < BATCH && !self.running.is_empty()) {
                return Ok(taken);
            }
            let (ledger, owner, mut busy) = (self.ledger.clone(), self.owner.clone(), self.busy.clone());
            let (claimed, busy) = blocking(move || {
                let claimed = queue::claim(&ledger, &owner, places, &mut busy)?;
                Ok((claimed, busy))
            })
            .await?;
            self.busy = busy;
            if claimed.is_empty() {
                return Ok(taken);
            }
            for claimed in claimed {
                taken += 1;
                let domain = claimed.domain.clone();
                let task = self
                    .running
                    .spawn(deliver(self.ledger.clone(), self.transport.clone(), self.owner.clone(), claimed));
                self.domains.insert(task.id(), domain);
            }
        }
    }

    /// Waits for one of the running mails.
    async fn one_done(&mut self) {
        let Some(done) = self.running.join_next_with_id().await else {
            return;
        };
        let id = match done {
            Ok((id, state)) => {
                match state {
                    State::Sent => self.total.sent += 1,
                    State::Queued => self.total.deferred += 1,
                    State::Dead => self.total.dead += 1,
                }
                id
            }
            Err(error) => {
                tracing::error!(%error, "a mail's task ended early: it is sent again when its lease is over");
                error.id()
            }
        };
        if let Some(domain) = self.domains.remove(&id) {
            queue::release(&mut self.busy, &domain);
        }
    }
}

/// Sends one mail and writes down what came of it.
async fn deliver(ledger: Ledger, transport: Transport, owner: String, claimed: Claimed) -> State {
    let (id, kind) = (claimed.id, claimed.kind.clone());
    let outcome = match &claimed.mail {
        Ok(mail) => transport.send(mail).await,
        Err(trouble) => Err(trouble.clone()),
    };
    let state = note(&ledger, &owner, transport.keeps_bodies(), claimed, outcome.clone()).await;
    meters::mail(state.as_str());
    match (&outcome, state) {
        (Ok(()), _) => tracing::info!(mail = id, kind, "mail sent"),
        (Err(trouble), State::Dead) => tracing::warn!(mail = id, kind, reason = trouble.words(), "mail given up"),
        (Err(trouble), _) => tracing::info!(mail = id, kind, reason = trouble.words(), "mail put off"),
    }
    state
}

/// Writes the outcome down; tried a few times, because a mail that left and is not marked would be sent twice.
async fn note(ledger: &Ledger, owner: &str, kept: bool, claimed: Claimed, outcome: Result<(), Trouble>) -> State {
    for _ in 0..5 {
        let (owner, claimed, outcome) = (owner.to_owned(), claimed.clone(), outcome.clone());
        let noted = ledger
            .write(Actor::System, move |tx| match &outcome {
                Ok(()) => queue::sent(tx, claimed.id, &owner, kept).map(|_| State::Sent),
                Err(trouble) => queue::failed(tx, &claimed, &owner, trouble),
            })
            .await;
        match noted {
            Ok(state) => return state,
            Err(error) => tracing::error!(%error, "what came of a mail was not written down"),
        }
        sleep(POLL).await;
    }
    State::Queued
}
