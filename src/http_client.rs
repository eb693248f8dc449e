//! The HTTP client of what the server itself asks for: plain or over TLS, without redirects and proxies.

use std::time::Duration;

use axum::body::Body;
use axum::http::uri::Scheme;
use axum::http::{Request, Response};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::sync::OnceCell;

use crate::domain::limit;

/// A client that keeps connections for the next request.
pub(crate) struct HttpClient {
    plain: Client<HttpConnector, Body>,
    /// Made when it is first needed: a machine without certificates has to do without HTTPS only.
    secure: OnceCell<Client<HttpsConnector<HttpConnector>, Body>>,
}

impl HttpClient {
    pub(crate) fn new() -> Self {
        Self {
            plain: Client::builder(TokioExecutor::new()).build(connector()),
            secure: OnceCell::new(),
        }
    }

    /// Sends a request; an error says in words why there is no answer.
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, String> {
        let answer = if request.uri().scheme() == Some(&Scheme::HTTPS) {
            self.secure().await?.request(request).await
        } else {
            self.plain.request(request).await
        };
        let answer = answer.map_err(|error| reason(&error))?;
        Ok(answer.map(Body::new))
    }

    async fn secure(&self) -> Result<&Client<HttpsConnector<HttpConnector>, Body>, String> {
        let made = self.secure.get_or_try_init(|| async {
            let mut inner = connector();
            inner.enforce_http(false);
            let builder = HttpsConnectorBuilder::new().with_native_roots()?;
            let connector = builder.https_only().enable_http1().wrap_connector(inner);
            Ok::<_, std::io::Error>(Client::builder(TokioExecutor::new()).build(connector))
        });
        made.await
            .map_err(|error| format!("the system's certificates cannot be read: {error}"))
    }
}

fn connector() -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.set_connect_timeout(Some(Duration::from_secs(limit::CONNECT_SECONDS)));
    connector.set_nodelay(true);
    connector
}

/// An error with what is behind it: the outermost one says little.
fn reason(error: &dyn std::error::Error) -> String {
    let mut reason = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        reason += &format!(": {error}");
        source = error.source();
    }
    reason
}
