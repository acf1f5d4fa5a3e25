//! Where a request says that it goes to and comes from: only our own host is answered, only our own pages' forms are taken.

use std::net::SocketAddr;

use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{HOST, HeaderMap, ORIGIN};
use actix_web::web;
use url::{Origin, Url};

use crate::config::{Config, Environment};
use crate::error::Error;

/// The origins that are this portal's own.
#[derive(Clone, Debug)]
pub struct Own {
    origins: Vec<Origin>,
    /// The same as a browser's `Host` header has them: what nearly every request says, compared before anything is parsed.
    hosts: Vec<String>,
    scheme: String,
}

impl Own {
    /// The public address; in development also the address that is listened on, by number and as `localhost`.
    pub fn new(config: &Config, listen: SocketAddr) -> Self {
        let mut addresses = vec![config.public_url.clone()];
        if config.environment == Environment::Development {
            addresses.push(format!("http://{listen}"));
            addresses.push(format!("http://localhost:{}", listen.port()));
        }
        let scheme = config.public_url.split("://").next().unwrap_or("https").to_owned();
        let hosts = addresses
            .iter()
            .filter_map(|address| address.split("://").nth(1))
            .map(str::to_owned)
            .collect();
        let origins = addresses
            .iter()
            .filter_map(|address| Url::parse(address).ok())
            .map(|url| url.origin())
            .collect();
        Self { origins, hosts, scheme }
    }

    fn has(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| matches!(url.path(), "" | "/") && self.origins.contains(&url.origin()))
    }

    /// True if `host`, as a `Host` header has it, is ours.
    fn has_host(&self, host: &str) -> bool {
        if self.hosts.iter().any(|own| own == host) {
            return true;
        }
        let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
        plain && (self.has(&format!("{}://{host}", self.scheme)) || self.has(&format!("http://{host}")))
    }
}

/// True if the request names our host, and no other.
pub fn is_for_us(request: &ServiceRequest) -> bool {
    request.app_data::<web::Data<Own>>().is_some_and(|own| is_own_host(request, own))
}

fn is_own_host(request: &ServiceRequest, own: &Own) -> bool {
    let mut named = request.headers().get_all(HOST);
    let (first, second) = (named.next(), named.next());
    let in_header = first.and_then(|host| host.to_str().ok()).is_some_and(|host| own.has_host(host));
    // A request line can name a host too; a proxy in between may have believed either.
    let in_line = request.uri().authority().is_none_or(|authority| own.has_host(authority.as_str()));
    in_header && second.is_none() && in_line
}

/// Any host but ours is answered 421. Health checks come by number and are exempt.
///
/// # Errors
/// `Misdirected`.
pub fn own_host(request: &ServiceRequest) -> Result<(), Error> {
    if matches!(request.path(), "/healthz" | "/readyz") || is_for_us(request) {
        Ok(())
    } else {
        Err(Error::Misdirected)
    }
}

/// True unless the browser says that the form is somebody else's. Pages of ours send no referrer, and browsers then write the origin of their
/// forms as `null`: that alone says nothing, so `Sec-Fetch-Site` and the session's token decide.
fn is_own_form(headers: &HeaderMap, own: &Own) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = headers
        .get("sec-fetch-site")
        .is_none_or(|site| site == "same-origin" || site == "none");
    let origin = text(ORIGIN).is_none_or(|origin| origin == "null" || own.has(origin));
    site && origin
}

/// Forms of other sites are refused before anything reads them.
///
/// # Errors
/// `Forbidden`.
pub fn own_forms(request: &ServiceRequest) -> Result<(), Error> {
    let own = match request.app_data::<web::Data<Own>>() {
        Some(own) => request.method() != Method::POST || is_own_form(request.headers(), own),
        None => false,
    };
    if own { Ok(()) } else { Err(Error::Forbidden) }
}
