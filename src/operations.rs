//! Routes for whoever runs the server: is it alive, is it ready, what does it count, and empty it.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde_json::json;

use crate::app::Context;
use crate::aws;
use crate::gate::RequestId;
use crate::telemetry;

/// All of them.
pub(crate) fn router() -> Router<Context> {
    Router::new()
        .route("/health", get(alive))
        .route("/livez", get(alive))
        .route("/ready", get(ready))
        .route("/readyz", get(ready))
        .route("/_localstack/health", get(localstack_health))
        .route("/metrics", get(metrics))
        .route("/_privlink/reset", post(reset))
        .route("/moto-api/reset", post(reset))
}

async fn alive() -> Response {
    axum::Json(json!({"status": "ok"})).into_response()
}

/// The database answers. Its schema is current: no request is answered before it is.
async fn ready(State(context): State<Context>) -> Response {
    match context.ready().await {
        Ok(()) => axum::Json(json!({"status": "ok", "database": "ok"})).into_response(),
        Err(error) => {
            tracing::warn!(%error, source = error.source.as_deref(), "not ready");
            let body = axum::Json(json!({"status": "unavailable", "database": "unavailable"}));
            (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
        }
    }
}

/// The form that wait strategies written for LocalStack read.
async fn localstack_health(State(context): State<Context>) -> Response {
    let (status, state) = match context.ready().await {
        Ok(()) => (StatusCode::OK, "running"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "error"),
    };
    let services: serde_json::Map<String, serde_json::Value> = aws::service_names()
        .map(|service| (service.endpoint_name.to_owned(), json!(state)))
        .collect();
    let body =
        json!({"services": services, "edition": "privlink", "version": env!("CARGO_PKG_VERSION")});
    (status, axum::Json(body)).into_response()
}

async fn metrics() -> Response {
    let handle = telemetry::metrics();
    handle.run_upkeep();
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        handle.render(),
    )
        .into_response()
}

async fn reset(State(context): State<Context>, Extension(id): Extension<RequestId>) -> Response {
    match context.reset().await {
        Ok(()) => axum::Json(json!({"status": "ok"})).into_response(),
        Err(error) => crate::api::refusal(id.0, &error),
    }
}
