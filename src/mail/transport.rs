//! Where mail goes: to a mail server, into a folder, or into memory.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lettre::message::Mailbox as Sender;
use tokio::time::timeout;

use super::message::Outgoing;
use super::retry::Trouble;
use super::smtp::Server;
use crate::config::{Config, Environment, MailUrl};
use crate::db::blocking;
use crate::error::Error;

/// A mail that was handed over in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// The number of its row in the outbox.
    pub id: i64,
    /// Which letter it is.
    pub kind: String,
    /// The recipient.
    pub to: String,
    /// The whole mail as it would go over the wire.
    pub raw: Vec<u8>,
}

/// What was handed over in memory. Clones share it.
pub type Mailbox = Arc<Mutex<Vec<Delivered>>>;

#[derive(Clone)]
enum Way {
    Smtp(Server),
    File(PathBuf),
    Memory(Mailbox),
}

/// Where mail goes, and whom it is from. Clones share connections.
#[derive(Clone)]
pub struct Transport {
    way: Way,
    from: Sender,
    keep_bodies: bool,
    patience: Duration,
}

/// For one mail, all stages together: no stage can take longer.
const PATIENCE: Duration = Duration::from_secs(30);

impl Transport {
    /// The configured transport.
    ///
    /// # Errors
    /// One sentence per problem, for the operator.
    pub fn from_config(config: &Config) -> Result<Self, String> {
        let development = config.environment == Environment::Development;
        let way = match &config.mail {
            MailUrl::File(folder) => Way::File(PathBuf::from(folder)),
            MailUrl::Memory => Way::Memory(Mailbox::default()),
            MailUrl::Smtp(address) => {
                Way::Smtp(Server::parse(address.reveal(), development).map_err(|words| format!("PRACTISE_MAIL_URL {words}"))?)
            }
        };
        let from = config
            .mail_from
            .parse()
            .map_err(|_| "PRACTISE_MAIL_FROM must be an address, such as Practise <no-reply@example.org>")?;
        Ok(Self {
            way,
            from,
            keep_bodies: development,
            patience: PATIENCE,
        })
    }

    /// True if the words of a mail stay in the outbox once it is sent: in development, for `/dev/mail`. Elsewhere they go, because they are
    /// personal data that nobody needs any more.
    pub fn keeps_bodies(&self) -> bool {
        self.keep_bodies
    }

    /// The same transport, which waits so long for a mail server at most (30 seconds unless said otherwise).
    #[must_use]
    pub fn waiting(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// What was handed over in memory; `None` for the other ways.
    pub fn mailbox(&self) -> Option<Mailbox> {
        if let Way::Memory(mailbox) = &self.way {
            Some(Arc::clone(mailbox))
        } else {
            None
        }
    }

    /// Hands one mail over, or gives up in time.
    ///
    /// # Errors
    /// What went wrong, and whether it is worth another try.
    pub async fn send(&self, mail: &Outgoing) -> Result<(), Trouble> {
        match timeout(self.patience, self.hand_over(mail)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Trouble::Unreachable("the mail server did not answer in time".to_owned())),
        }
    }

    /// Whether the way is open: a mail server answers, takes the encryption and lets us in. Nothing is sent.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn answers(&self) -> Result<(), Trouble> {
        let Way::Smtp(server) = &self.way else { return Ok(()) };
        match timeout(self.patience, server.greet()).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Trouble::Unreachable("the mail server did not answer in time".to_owned())),
        }
    }

    async fn hand_over(&self, mail: &Outgoing) -> Result<(), Trouble> {
        let message = mail.message(&self.from)?;
        match &self.way {
            Way::Smtp(server) => server.send(&message).await,
            Way::File(folder) => {
                let (folder, name, bytes) = (folder.clone(), file_name(mail), message.formatted());
                let written = blocking(move || write(&folder, &name, &bytes)).await;
                written.map_err(|error| Trouble::Unreachable(format!("the file was not written: {error}")))
            }
            Way::Memory(mailbox) => {
                mailbox.lock().unwrap_or_else(PoisonError::into_inner).push(Delivered {
                    id: mail.id,
                    kind: mail.kind.clone(),
                    to: mail.recipient.clone(),
                    raw: message.formatted(),
                });
                Ok(())
            }
        }
    }
}

/// `000042-offer.made.eml`: a mail that is sent again takes the place of the first.
fn file_name(mail: &Outgoing) -> String {
    let kind: String = mail
        .kind
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') {
                c
            } else {
                '-'
            }
        })
        .collect();
    format!("{:06}-{kind}.eml", mail.id)
}

/// Writes beside and renames: whoever watches the folder never sees half a mail.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    std::fs::create_dir_all(folder).map_err(Error::internal)?;
    let beside = folder.join(format!(".{name}.part"));
    std::fs::write(&beside, bytes).map_err(Error::internal)?;
    std::fs::rename(&beside, folder.join(name)).map_err(Error::internal)
}
