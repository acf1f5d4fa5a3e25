//! Mail servers: connections that are kept for the next mail, and given back only after an answer. (lettre's own pool takes a connection back
//! even if its mail was abandoned half-way, and would read that mail's late answer as the next one's.)

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use lettre::Message;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::{ClientId, Extension};
use tokio::time::timeout;
use url::Url;

use super::retry::Trouble;

/// For one attempt to connect to one of a server's addresses.
const CONNECT: Duration = Duration::from_secs(10);
/// For a resting connection's sign of life.
const NOOP: Duration = Duration::from_secs(3);
/// Servers close a connection that rests for minutes.
const IDLE: Duration = Duration::from_secs(30);
const KEPT: usize = 8;

/// How a connection is encrypted.
#[derive(Clone)]
enum Tls {
    /// From the first byte.
    Wrapped(TlsParameters),
    /// By STARTTLS; without it there is no mail.
    Required(TlsParameters),
    /// By STARTTLS if the server offers it.
    Offered(TlsParameters),
    /// Never.
    None,
}

/// A mail server with its resting connections.
#[derive(Clone)]
pub struct Server {
    host: String,
    port: u16,
    tls: Tls,
    hello: ClientId,
    credentials: Option<Credentials>,
    resting: Arc<Mutex<Vec<(Instant, AsyncSmtpConnection)>>>,
}

impl Server {
    /// Reads `smtp://user:password@host:port?tls=required|opportunistic|none` or `smtps://…`. With a user name, STARTTLS is required unless said otherwise;
    /// `tls=none` is only for this machine, or anywhere in development.
    ///
    /// # Errors
    /// Words for the operator; never the address itself, which holds the password.
    pub fn parse(address: &str, development: bool) -> Result<Self, String> {
        let url = Url::parse(address).map_err(|_| "is not an address")?;
        let host = url
            .host_str()
            .ok_or("needs the mail server's name")?
            .trim_matches(['[', ']'])
            .to_owned();
        let credentials = credentials(&url)?;
        let mut mode = None;
        for (name, value) in url.query_pairs() {
            match (&*name, &*value) {
                ("tls", value @ ("required" | "opportunistic" | "none")) => mode = Some(value.to_owned()),
                _ => return Err("takes only ?tls=required, ?tls=opportunistic or ?tls=none".to_owned()),
            }
        }
        let parameters = || TlsParameters::new(host.clone()).map_err(|_| "names a server that no certificate can be for");
        let local = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
        let tls = match (url.scheme(), mode.as_deref(), credentials.is_some()) {
            ("smtps", None | Some("required"), _) => Tls::Wrapped(parameters()?),
            ("smtps", Some(_), _) => return Err("is encrypted from the start with smtps: leave ?tls away".to_owned()),
            (_, Some("none"), _) if local || development => Tls::None,
            (_, Some("none"), _) => return Err("may be without TLS only on this machine".to_owned()),
            (_, Some("required"), _) | (_, None, true) => Tls::Required(parameters()?),
            _ => Tls::Offered(parameters()?),
        };
        let default = match (&tls, credentials.is_some()) {
            (Tls::Wrapped(_), _) => 465,
            (_, true) => 587,
            (_, false) => 25,
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(default),
            tls,
            hello: ClientId::default(),
            credentials,
            resting: Arc::default(),
        })
    }

    /// Hands one mail over. A connection that was left half-way (an error, or this future dropped) is never used again.
    pub async fn send(&self, message: &Message) -> Result<(), Trouble> {
        let mut connection = match self.rested().await {
            Some(connection) => connection,
            None => self.connect().await.map_err(|error| trouble(&error))?,
        };
        let ascii = message
            .envelope()
            .to()
            .iter()
            .all(|address| AsRef::<str>::as_ref(address).is_ascii());
        if !ascii && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Trouble::Refused("the mail server takes no such address".to_owned()));
        }
        connection
            .send(message.envelope(), &message.formatted())
            .await
            .map_err(|error| trouble(&error))?;
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        if resting.len() < KEPT {
            resting.push((Instant::now(), connection));
        }
        Ok(())
    }

    /// Opens a connection as for a mail, and leaves it again.
    pub async fn greet(&self) -> Result<(), Trouble> {
        let mut connection = self.connect().await.map_err(|error| trouble(&error))?;
        connection.quit().await.map_err(|error| trouble(&error))?;
        Ok(())
    }

    /// A resting connection that still answers.
    async fn rested(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let next = self.resting.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let (since, mut connection) = next?;
            if since.elapsed() < IDLE && timeout(NOOP, connection.test_connected()).await == Ok(true) {
                return Some(connection);
            }
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let wrapped = if let Tls::Wrapped(tls) = &self.tls {
            Some(tls.clone())
        } else {
            None
        };
        let address = (self.host.as_str(), self.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT), &self.hello, wrapped, None).await?;
        match &self.tls {
            Tls::Required(tls) => connection.starttls(tls.clone(), &self.hello).await?,
            Tls::Offered(tls) if connection.can_starttls() => connection.starttls(tls.clone(), &self.hello).await?,
            Tls::Wrapped(_) | Tls::Offered(_) | Tls::None => {}
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, &'static str> {
    if url.username().is_empty() {
        return Ok(None);
    }
    // The form decoder would make a plus sign a space; it is a plus sign here.
    let decode = |text: &str| {
        let pair = format!("v={}", text.replace('+', "%2B"));
        url::form_urlencoded::parse(pair.as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let password = url.password().ok_or("has a user name without a password")?;
    Ok(Some(Credentials::new(decode(url.username()), decode(password))))
}

/// What an error means for the mail. Codes only: a server's words can repeat the address.
fn trouble(error: &SmtpError) -> Trouble {
    let Some(code) = error.status().map(|code| code.to_string()) else {
        return Trouble::Unreachable(
            if error.is_timeout() {
                "the mail server did not answer in time"
            } else if error.is_tls() {
                "the mail server's encryption failed"
            } else if error.is_client() {
                "the mail server does not offer what is needed"
            } else {
                "the mail server was not reached"
            }
            .to_owned(),
        );
    };
    let words = format!("the mail server answered {code}");
    match code.as_str() {
        // The server itself takes nothing now, or nothing from us: not about this mail.
        "421" | "530" | "534" | "535" | "538" => Trouble::Unreachable(words),
        _ if error.is_permanent() => Trouble::Refused(words),
        _ => Trouble::Deferred(words),
    }
}
