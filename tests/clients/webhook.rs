//! A subscriber that listens on a thread of its own: it confirms subscriptions, and writes down what it is sent.

use std::sync::{Arc, Mutex};
use std::thread;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::Value;
use tokio::net::TcpListener;

/// A server on a free port.
pub(crate) struct Webhook {
    url: String,
    received: Received,
}

/// What was sent, by the last part of the path to which it was.
type Received = Arc<Mutex<Vec<(String, Value)>>>;

impl Webhook {
    /// Starts to listen, for as long as the process lives.
    pub(crate) fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        listener.set_nonblocking(true).expect("it can be polled");
        let received = Received::default();
        let router = Router::new()
            .route("/{name}", axum::routing::post(receive))
            .with_state(received.clone());
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime can be built");
            runtime.block_on(async move {
                let listener = TcpListener::from_std(listener).expect("a listener");
                axum::serve(listener, router).await
            })
        });
        Self {
            url: format!("http://{address}"),
            received,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The connection events that `name` was told of, in order.
    pub(crate) fn events(&self, name: &str) -> Vec<String> {
        let received = self.received.lock().expect("nobody panics here");
        let told = received.iter().filter(|(to, _)| to == name);
        told.filter_map(|(_, message)| event(message)).collect()
    }
}

/// The event in a message, in its envelope or without.
fn event(message: &Value) -> Option<String> {
    let inside = message["Message"]
        .as_str()
        .map(serde_json::from_str::<Value>);
    let payload = match inside {
        Some(payload) => payload.ok()?,
        None => message.clone(),
    };
    payload["event"].as_str().map(str::to_owned)
}

async fn receive(
    State(received): State<Received>,
    Path(name): Path<String>,
    body: String,
) -> StatusCode {
    let message: Value = serde_json::from_str(&body).expect("a message is JSON");
    if let Some(url) = message["SubscribeURL"].as_str() {
        let client = reqwest::Client::builder().no_proxy().build();
        let answer = client.expect("a client can be built").get(url).send().await;
        let answer = answer.expect("the server answers");
        assert!(answer.status().is_success(), "{answer:?}");
    }
    let mut received = received.lock().expect("nobody panics here");
    received.push((name, message));
    StatusCode::OK
}
