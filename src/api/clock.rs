//! `/_privlink/clock`: no part of `/v1`, since it is no account's, but with the same bodies and refusals.

use axum::extract::State;
use axum::routing::get;
use axum::{Extension, Json, Router};
use serde::{Deserialize, Serialize};

use super::extract::Body;
use super::problem::Refusal;
use crate::app::Context;
use crate::app::clock::{AdjustClock, ClockReading};
use crate::domain::clock;
use crate::domain::error::{Code, Error, Result};
use crate::gate::RequestId;

/// The clock of the server.
pub(crate) fn routes() -> Router<Context> {
    Router::new().route("/_privlink/clock", get(read).post(adjust))
}

/// What the clock shows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Clock {
    now: String,
    frozen: bool,
    offset_seconds: i64,
}

impl From<ClockReading> for Clock {
    fn from(reading: ClockReading) -> Self {
        Self {
            now: reading.now.to_string(),
            frozen: reading.frozen,
            offset_seconds: reading.offset_seconds,
        }
    }
}

/// What is to be done with it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Adjust {
    advance: Option<String>,
    freeze: Option<bool>,
    reset: Option<bool>,
}

impl Adjust {
    fn command(&self) -> Result<AdjustClock> {
        if self.advance.is_none() && self.freeze.is_none() && self.reset.is_none() {
            return Err(Error::new(
                Code::MissingParameter,
                "One of advance, freeze and reset is needed",
            ));
        }
        let advance = self.advance.as_deref();
        Ok(AdjustClock {
            advance_seconds: advance
                .map(|text| clock::parse_duration("advance", text))
                .transpose()?,
            freeze: self.freeze,
            reset: self.reset.unwrap_or(false),
        })
    }
}

async fn read(State(context): State<Context>) -> Json<Clock> {
    Json(context.clock().into())
}

async fn adjust(
    State(context): State<Context>,
    Extension(id): Extension<RequestId>,
    Body(body): Body<Adjust>,
) -> Result<Json<Clock>, Refusal> {
    let refusal = |error| Refusal::new(id.0, error);
    let command = body.command().map_err(refusal)?;
    let reading = context.adjust_clock(command).await.map_err(refusal)?;
    Ok(Json(reading.into()))
}
