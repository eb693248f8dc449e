//! Another emulator behind this one: what is for services that privlink does not serve is passed on to it, and its answers
//! are passed back, both as they are and while they come.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

use axum::extract::Request;
use axum::http::uri::{PathAndQuery, Scheme};
use axum::http::{HeaderMap, HeaderName, Uri, Version, header};
use axum::response::Response;

use crate::domain::limit;
use crate::http_client::HttpClient;

/// Where an upstream is: `http://127.0.0.1:5000`, or with a path that comes before those of requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Uri);

/// Why a text is no upstream's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is no absolute URL with HTTP or HTTPS.
    #[error("it is no URL such as http://127.0.0.1:5000")]
    NotHttp,
    /// It has a part that requests bring along themselves, or a password.
    #[error("it has a query or credentials")]
    TooMuch,
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let uri: Uri = text.parse().map_err(|_| AddressError::NotHttp)?;
        let http = [Some(&Scheme::HTTP), Some(&Scheme::HTTPS)].contains(&uri.scheme());
        let Some(authority) = uri.authority().filter(|_| http) else {
            return Err(AddressError::NotHttp);
        };
        if uri.query().is_some() || authority.as_str().contains('@') {
            return Err(AddressError::TooMuch);
        }
        Ok(Self(uri))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl Address {
    /// The host, and the port that connections go to.
    fn host_and_port(&self) -> (&str, u16) {
        let default = if self.0.scheme() == Some(&Scheme::HTTPS) {
            443
        } else {
            80
        };
        let host = self.0.host().unwrap_or_default();
        (host, self.0.port_u16().unwrap_or(default))
    }

    /// Whether it is a server of this machine's that listens at `address`, by which requests would come back to it.
    pub fn is_at(&self, address: SocketAddr) -> bool {
        let (host, port) = self.host_and_port();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let here = match host.parse::<IpAddr>() {
            Ok(ip) => ip == address.ip() || ip.is_loopback() || ip.is_unspecified(),
            Err(_) => host.eq_ignore_ascii_case("localhost"),
        };
        here && port == address.port()
    }

    /// Where a request for this path goes, whose spelling is left alone: signatures cover it.
    fn target(&self, path: Option<&PathAndQuery>) -> Result<Uri, String> {
        let path = path.map_or("/", PathAndQuery::as_str);
        let text = format!("{}{path}", self.0.path().trim_end_matches('/'));
        let mut parts = self.0.clone().into_parts();
        parts.path_and_query = Some(text.parse().map_err(|error| format!("{error}"))?);
        Uri::from_parts(parts).map_err(|error| error.to_string())
    }
}

/// Marks an answer that came from the upstream: nothing is to be added to it.
#[derive(Clone)]
pub(crate) struct PassedBack;

/// An upstream, and connections to it.
pub(crate) struct Upstream {
    address: Address,
    client: HttpClient,
}

impl Upstream {
    pub(crate) fn new(address: Address) -> Self {
        Self {
            address,
            client: HttpClient::new(),
        }
    }

    /// Passes a request on; an error says why there is no answer.
    pub(crate) async fn pass_on(&self, request: Request) -> Result<Response, String> {
        let answered = tokio::time::timeout(
            Duration::from_secs(limit::UPSTREAM_SECONDS),
            self.exchange(request),
        );
        let answered = answered
            .await
            .unwrap_or_else(|_| Err(format!("no answer in {} s", limit::UPSTREAM_SECONDS)));
        metrics::counter!(
            "privlink_upstream_requests_total",
            "outcome" => if answered.is_ok() { "answered" } else { "failed" }
        )
        .increment(1);
        answered.map_err(|reason| {
            tracing::warn!(upstream = %self.address, reason, "the upstream did not answer");
            format!("The upstream {} cannot be asked: {reason}", self.address)
        })
    }

    async fn exchange(&self, request: Request) -> Result<Response, String> {
        let (mut parts, body) = request.into_parts();
        parts.uri = self.address.target(parts.uri.path_and_query())?;
        parts.version = Version::HTTP_11;
        parts.extensions.clear();
        remove_connection_headers(&mut parts.headers);
        // It was answered already, when the body was first asked for.
        parts.headers.remove(header::EXPECT);
        let mut answer = self.client.send(Request::from_parts(parts, body)).await?;
        remove_connection_headers(answer.headers_mut());
        answer.extensions_mut().insert(PassedBack);
        Ok(answer)
    }
}

/// Headers about one connection, which mean nothing on the next.
fn remove_connection_headers(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named {
        headers.remove(name);
    }
    for name in [
        header::CONNECTION,
        HeaderName::from_static("keep-alive"),
        header::PROXY_AUTHENTICATE,
        header::PROXY_AUTHORIZATION,
        header::TE,
        header::TRAILER,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
    ] {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, AddressError};

    #[test]
    fn addresses() {
        let parse = |text: &str| text.parse::<Address>();
        let target = |address: &str, path: &str| {
            let path = path.parse().unwrap();
            parse(address)
                .unwrap()
                .target(Some(&path))
                .unwrap()
                .to_string()
        };
        assert_eq!(
            target("http://127.0.0.1:5000", "/bucket/a%2Fb?list-type=2"),
            "http://127.0.0.1:5000/bucket/a%2Fb?list-type=2"
        );
        assert_eq!(
            target("https://example.org/aws/", "/?Action=x"),
            "https://example.org/aws/?Action=x"
        );
        for (text, port) in [
            ("http://moto", 80),
            ("https://moto", 443),
            ("http://moto:1", 1),
        ] {
            assert_eq!(parse(text).unwrap().host_and_port(), ("moto", port));
        }
        for (text, here) in [
            ("http://127.0.0.1:4566", true),
            ("http://localhost:4566/x", true),
            ("http://[::1]:4566", true),
            ("http://127.0.0.1:5000", false),
            ("http://10.0.0.1:4566", false),
            ("http://moto:4566", false),
        ] {
            let listening = "127.0.0.1:4566".parse().unwrap();
            assert_eq!(parse(text).unwrap().is_at(listening), here, "{text}");
        }
        for text in ["", "moto:5000", "/path", "ftp://moto", "http://"] {
            assert_eq!(parse(text), Err(AddressError::NotHttp), "{text}");
        }
        for text in ["http://u:p@moto", "http://moto/?a"] {
            assert_eq!(parse(text), Err(AddressError::TooMuch), "{text}");
        }
    }
}
