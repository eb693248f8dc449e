//! A subscriber that listens: it writes down what it is sent, and answers as the test wants.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};

use super::world::text;

/// A server on a free port.
pub(crate) struct Webhook {
    pub(crate) url: String,
    shared: Arc<Shared>,
    arrivals: mpsc::UnboundedReceiver<Message>,
}

struct Shared {
    /// What the next requests are answered; 200 afterwards.
    answers: Mutex<VecDeque<Answer>>,
    arrived: mpsc::UnboundedSender<Message>,
    released: Notify,
}

/// How a request is answered.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    /// With this status.
    Status(u16),
    /// With 200, but only when the test releases it.
    Late,
}

/// What was sent.
pub(crate) struct Message {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Message {
    /// The payload in the envelope.
    pub(crate) fn payload(&self) -> Value {
        payload(&self.body)
    }

    pub(crate) fn id(&self) -> String {
        text(&self.body["MessageId"])
    }
}

/// The payload in an envelope.
pub(crate) fn payload(envelope: &Value) -> Value {
    serde_json::from_str(&text(&envelope["Message"])).expect("the message is JSON")
}

impl Webhook {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let (arrived, arrivals) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            answers: Mutex::default(),
            arrived,
            released: Notify::new(),
        });
        let router = Router::new().fallback(receive).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url,
            shared,
            arrivals,
        }
    }

    /// The answers to the next requests.
    pub(crate) fn answer(&self, answers: &[Answer]) {
        let mut next = self.shared.answers.lock().expect("no test panics here");
        next.extend(answers);
    }

    /// Answers a request that is to be answered late.
    pub(crate) fn release(&self) {
        self.shared.released.notify_one();
    }

    /// The next message, for which it waits.
    pub(crate) async fn next(&mut self) -> Message {
        self.arrivals.recv().await.expect("the webhook runs")
    }

    /// What has arrived up to now.
    pub(crate) fn received(&mut self) -> Vec<Message> {
        std::iter::from_fn(|| self.arrivals.try_recv().ok()).collect()
    }

    /// The events in what has arrived up to now.
    pub(crate) fn events(&mut self) -> Vec<String> {
        let received = self.received();
        let events = received.iter().map(|it| text(&it.payload()["event"]));
        events.collect()
    }
}

async fn receive(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: String) -> Response {
    let answer = shared
        .answers
        .lock()
        .expect("no test panics here")
        .pop_front();
    // Raw messages are whatever was published.
    let body = serde_json::from_str(&body).unwrap_or(Value::String(body));
    // Nobody may look any more.
    let _ = shared.arrived.send(Message { headers, body });
    match answer {
        None => StatusCode::OK.into_response(),
        Some(Answer::Status(status)) => {
            let status = StatusCode::from_u16(status).expect("a status");
            (status, [(header::LOCATION, "/elsewhere")]).into_response()
        }
        Some(Answer::Late) => {
            shared.released.notified().await;
            StatusCode::OK.into_response()
        }
    }
}
