//! The HTTP server: both APIs and the operational routes on one port, from start to graceful stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;
use uuid::Uuid;

use crate::app::Context;
use crate::domain::error::{Code, Error};
use crate::domain::limit;
use crate::gate::{RequestId, sigv4};
use crate::upstream::{self, PassedBack, Upstream};
use crate::{api, aws, operations, telemetry};

/// A server that listens and is ready to run.
pub struct Server {
    listener: TcpListener,
    context: Context,
    upstream: Option<upstream::Address>,
}

impl Server {
    /// A server for `context` on a listening socket.
    pub fn new(
        listener: TcpListener,
        context: Context,
        upstream: Option<upstream::Address>,
    ) -> Self {
        Self {
            listener,
            context,
            upstream,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop` turns true; then answers the requests it has accepted, and closes the database.
    pub async fn run(self, stop: watch::Receiver<bool>) -> std::io::Result<()> {
        let reconciler = spawn_reconciler(&self.context, stop.clone());
        let deliveries = spawn_deliveries(&self.context, stop.clone());
        let served = axum::serve(self.listener, router(self.context.clone(), self.upstream))
            .with_graceful_shutdown(until(stop.clone()))
            .into_future();
        let overdue = async {
            until(stop).await;
            tokio::time::sleep(Duration::from_secs(limit::REQUEST_SECONDS)).await;
        };
        let result = tokio::select! {
            result = served => result,
            () = overdue => {
                tracing::warn!("connections were still open {} s after the stop; closing them", limit::REQUEST_SECONDS);
                Ok(())
            }
        };
        if let Err(error) = reconciler.await {
            tracing::error!(%error, "the reconcilers ended badly");
        }
        if let Err(error) = deliveries.await {
            tracing::error!(%error, "the deliveries ended badly");
        }
        self.context.close().await;
        result
    }
}

fn spawn_reconciler(context: &Context, stop: watch::Receiver<bool>) -> JoinHandle<()> {
    let context = context.clone();
    tokio::spawn(async move { context.reconcile_until(stop).await })
}

fn spawn_deliveries(context: &Context, stop: watch::Receiver<bool>) -> JoinHandle<()> {
    let context = context.clone();
    tokio::spawn(async move { context.deliver_until(stop).await })
}

async fn until(mut stop: watch::Receiver<bool>) {
    // An error means that nobody can stop the server any more, which is as good as a stop.
    let _ = stop.wait_for(|stopped| *stopped).await;
}

/// What is around every request.
#[derive(Clone)]
struct Frame {
    context: Context,
    places: Arc<Semaphore>,
    upstream: Option<Arc<Upstream>>,
}

/// All routes, with request ids, limits and the handling of panics around them.
pub fn router(context: Context, upstream: Option<upstream::Address>) -> Router {
    telemetry::metrics();
    let frame = Frame {
        context: context.clone(),
        places: Arc::new(Semaphore::new(limit::CONCURRENT_REQUESTS)),
        upstream: upstream.map(|address| Arc::new(Upstream::new(address))),
    };
    let fallback = frame.clone();
    Router::new()
        .merge(aws::router())
        .merge(operations::router())
        .merge(api::router())
        .fallback(move |request| async move { fallback.no_such_route(request).await })
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(context)
        .layer(DefaultBodyLimit::max(limit::BODY_BYTES))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(frame, around))
}

/// Marks the answer of a handler that panicked, for [`around`] to say it in the protocol's words.
#[derive(Clone)]
struct Panicked;

#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature that tower-http calls"
)]
fn panicked(payload: Box<dyn std::any::Any + Send>) -> Response<Body> {
    let message = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(message, "a handler panicked");
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Panicked);
    response
}

async fn around(State(frame): State<Frame>, mut request: Request, next: Next) -> Response {
    let id = frame.context.request_id();
    let client = Client::of(&request);
    let span = tracing::info_span!(
        "request",
        id = %id,
        method = %request.method(),
        path = request.uri().path(),
    );
    request.extensions_mut().insert(RequestId(id));
    let mut response = match frame.places.try_acquire() {
        Ok(_place) => {
            let answer = frame.answer(id, client, request, next);
            answer.instrument(span.clone()).await
        }
        Err(_) => {
            let error = Error::new(
                Code::Unavailable,
                "The server is working on too many requests; try again",
            );
            let mut response = client.refusal(id, &error);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            response
        }
    };
    span.in_scope(|| tracing::debug!(status = response.status().as_u16(), "answered"));
    if response.extensions().get::<PassedBack>().is_none()
        && let Ok(value) = HeaderValue::from_str(&id.to_string())
    {
        response
            .headers_mut()
            .insert("x-amzn-requestid", value.clone());
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

impl Frame {
    /// Answers a request that has a place: here, if it is for a service that is served, else by the upstream.
    async fn answer(&self, id: Uuid, client: Client, mut request: Request, next: Next) -> Response {
        if let Some(service) = aws::unserved_service(request.headers(), request.uri()) {
            return match &self.upstream {
                Some(upstream) => pass_on(upstream, &service, request).await,
                None => aws::refuse_unserved(&service, request.headers(), request.uri(), id),
            };
        }
        if let Some(upstream) = &self.upstream
            && let Some(service) = aws::partial_service(request.headers(), request.uri())
        {
            let (parts, body) = request.into_parts();
            let Ok(form) = to_bytes(body, limit::BODY_BYTES).await else {
                return client.refusal(id, &bare(StatusCode::PAYLOAD_TOO_LARGE));
            };
            let served = service.serves_action_of(&form, &parts.uri);
            request = Request::from_parts(parts, Body::from(form));
            if !served {
                return pass_on(upstream, service.signing_name, request).await;
            }
        }
        let limit = Duration::from_secs(limit::REQUEST_SECONDS);
        match tokio::time::timeout(limit, next.run(request)).await {
            Ok(response) if response.extensions().get::<Panicked>().is_some() => {
                client.refusal(id, &Error::internal("a handler panicked"))
            }
            Ok(response) if is_bare_refusal(&response) => {
                client.refusal(id, &bare(response.status()))
            }
            Ok(response) => response,
            Err(_) => client.refusal(
                id,
                &Error::new(
                    Code::RequestTimeout,
                    format!(
                        "The request took longer than {} seconds",
                        limit::REQUEST_SECONDS
                    ),
                ),
            ),
        }
    }

    /// A path that is none of ours: without a signature it can only be for a service that lets anybody read, which is S3.
    async fn no_such_route(&self, request: Request) -> Response {
        let path = request.uri().path();
        let ours = ["/v1/", "/_privlink/"]
            .iter()
            .any(|root| path.starts_with(root));
        let signed = !matches!(
            sigv4::credential_scope(request.headers(), request.uri().query()),
            Ok(None)
        );
        match &self.upstream {
            Some(upstream) if !ours && !signed => pass_on(upstream, "s3", request).await,
            Some(_) | None => api::no_such_route(request).await,
        }
    }
}

/// The upstream's answer, or one in the service's protocol that there is none.
async fn pass_on(upstream: &Upstream, service: &str, request: Request) -> Response {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let id = RequestId::of(request.extensions());
    match upstream.pass_on(request).await {
        Ok(response) => response,
        Err(reason) => aws::refuse_unreachable(service, &headers, &uri, id, &reason),
    }
}

/// A refusal of a library's own, without a body that says anything.
fn is_bare_refusal(response: &Response) -> bool {
    let status = response.status();
    (status.is_client_error() || status.is_server_error())
        && response.extensions().get::<PassedBack>().is_none()
        && !response.headers().contains_key(header::CONTENT_TYPE)
}

/// What a bare refusal means.
fn bare(status: StatusCode) -> Error {
    match status {
        StatusCode::NOT_FOUND => Error::new(Code::NoSuchRoute, "There is nothing at this path"),
        status if status.is_client_error() => {
            Error::new(Code::InvalidParameterValue, format!("{status}"))
        }
        status => Error::internal(format!("a bare {status}")),
    }
}

/// A path that has routes, but none with this method.
async fn method_not_allowed(request: Request) -> Response {
    if request.uri().path() != "/" {
        return api::method_not_allowed(request).await;
    }
    let id = RequestId::of(request.extensions());
    let error = Error::new(
        Code::MethodNotAllowed,
        format!("/ cannot be used with {}", request.method()),
    );
    Client::of(&request).refusal(id, &error)
}

/// What of a request is needed to refuse it in its own protocol.
struct Client {
    aws: bool,
    authorization: Option<HeaderValue>,
}

impl Client {
    fn of(request: &Request) -> Self {
        Self {
            aws: request.uri().path() == "/",
            authorization: request.headers().get(header::AUTHORIZATION).cloned(),
        }
    }

    fn refusal(self, id: Uuid, error: &Error) -> Response {
        if !self.aws {
            return api::refusal(id, error);
        }
        let mut headers = HeaderMap::new();
        if let Some(authorization) = self.authorization {
            headers.insert(header::AUTHORIZATION, authorization);
        }
        aws::refusal(&headers, None, id, error)
    }
}
