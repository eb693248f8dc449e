//! `/v1/available-services`

use utoipa_axum::router::OpenApiRouter;

use crate::app::Context;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
}
