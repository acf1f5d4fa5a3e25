//! Who is at the other end of a connection: the client's address, told by trusted proxies only.

use std::borrow::Cow;
use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpRequest, web};

use crate::app::App;
use crate::error::Error;

/// The client's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client(pub IpAddr);

impl Client {
    /// The client of a request: the peer, or with `proxies` in front the address that the outermost of them saw. Each proxy adds one address
    /// at the right end of `X-Forwarded-For`; whatever stands further left was sent by the client and is not believed.
    pub fn of(headers: &HeaderMap, peer: Option<SocketAddr>, proxies: usize) -> Self {
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip().to_canonical());
        if proxies == 0 {
            return Self(peer);
        }
        // A line that is not text counts too: a client that spoils what a proxy adds to must not be believed in its place.
        let lines = headers.get_all("x-forwarded-for");
        let lines: Vec<Cow<'_, str>> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
        let seen: Vec<&str> = lines.iter().flat_map(|line| line.split(',')).map(str::trim).collect();
        let told = seen
            .len()
            .checked_sub(proxies)
            .and_then(|place| seen.get(place))
            .and_then(|text| address(text));
        Self(told.unwrap_or(peer))
    }

    /// What one subscriber has for certain: the address itself, or the first 64 bits of a version 6 address.
    pub fn network(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => {
                let s = address.segments();
                IpAddr::V6(Ipv6Addr::new(s[0], s[1], s[2], s[3], 0, 0, 0, 0))
            }
        }
    }

    /// The address cut short (24 of 32 bits, 48 of 128): enough to tell places apart, not households. For the record of a consent.
    pub fn prefix(self) -> String {
        match self.0 {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(address) => {
                let s = address.segments();
                format!("{}/48", Ipv6Addr::new(s[0], s[1], s[2], 0, 0, 0, 0, 0))
            }
        }
    }
}

/// An address with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    text.parse()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .map(|address: IpAddr| address.to_canonical())
}

impl FromRequest for Client {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let proxies = request.app_data::<web::Data<App>>().map_or(0, |app| app.config.trusted_proxies);
        ready(Ok(Self::of(request.headers(), request.peer_addr(), proxies)))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn client(lines: &[&[u8]], proxies: usize) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            let line = HeaderValue::from_bytes(line);
            headers.append(
                HeaderName::from_static("x-forwarded-for"),
                line.unwrap_or(HeaderValue::from_static("?")),
            );
        }
        let peer = SocketAddr::from(([192, 0, 2, 7], 4000));
        Client::of(&headers, Some(peer), proxies).0.to_string()
    }

    #[test]
    fn only_what_the_proxies_added_is_believed() {
        assert_eq!(client(&[b"203.0.113.9"], 0), "192.0.2.7");
        assert_eq!(client(&[b"203.0.113.9, 198.51.100.4"], 1), "198.51.100.4");
        assert_eq!(client(&[b"203.0.113.9, 198.51.100.4, 10.0.0.1"], 2), "198.51.100.4");
        assert_eq!(client(&[b"203.0.113.9", b"[2001:db8::1]:443"], 1), "2001:db8::1");
        assert_eq!(client(&[], 1), "192.0.2.7");
    }

    #[test]
    fn whoever_spoils_the_line_that_a_proxy_adds_to_gains_nothing() {
        // What is not text is one of the places in the line, and hides nothing that stands behind it.
        assert_eq!(client(&[b"203.0.113.9", b"\xe9, 198.51.100.4"], 1), "198.51.100.4");
        assert_eq!(client(&[b"203.0.113.9", b"\xe9"], 1), "192.0.2.7");
    }
}
