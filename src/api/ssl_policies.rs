//! `/v1/ssl-policies`

use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Call;
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use crate::app::Context;
use crate::app::ssl_policy::ListSslPolicies;
use crate::domain::ssl_policy::{self, SSL_LOAD_BALANCER_TYPES};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A security policy of AWS's.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SslPolicy {
    #[schema(example = "ELBSecurityPolicy-2016-08")]
    name: &'static str,
    /// Versions of TLS, the newest first.
    ssl_protocols: Vec<&'static str>,
    /// The most preferred first.
    ciphers: Vec<&'static str>,
    supported_load_balancer_types: Vec<&'static str>,
}

impl From<ssl_policy::SslPolicy> for SslPolicy {
    fn from(policy: ssl_policy::SslPolicy) -> Self {
        Self {
            name: policy.name,
            ssl_protocols: policy.protocols.to_vec(),
            ciphers: policy.ciphers().collect(),
            supported_load_balancer_types: SSL_LOAD_BALANCER_TYPES.to_vec(),
        }
    }
}

/// Lists AWS's security policies, of which a listener names one.
#[utoipa::path(
    get, path = "/v1/ssl-policies", tag = "Listeners", operation_id = "listSslPolicies", params(ListParams),
    responses((status = 200, description = "A page of security policies", body = Items<SslPolicy>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<SslPolicy>>, Refusal> {
    let query = ListSslPolicies(list.into_request());
    Ok(axum::Json(Items::of(call.query(query).await?, Into::into)))
}
