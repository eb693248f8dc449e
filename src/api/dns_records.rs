//! `/v1/dns-records`

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Body, Call, Created, PathText, Versioned};
use super::page::{Items, ListParams, ListQuery};
use super::problem::{Problems, Refusal};
use crate::app::Context;
use crate::app::dns_record as app;
use crate::domain::dns_record;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(put, list))
        .routes(routes!(get, delete))
}

/// A record of the sandbox's public DNS.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DnsRecord {
    /// In lower case, without a dot at the end.
    #[schema(example = "_6e86v84tqgqubxbwii1m.example.com")]
    name: String,
    #[schema(example = "TXT")]
    r#type: &'static str,
    #[schema(example = json!(["vpce:l6p0ERxlTt45jevFwOCp"]))]
    values: Vec<String>,
    /// Seconds. A record only.
    ttl: u32,
    owner_id: String,
}

impl From<dns_record::DnsRecord> for DnsRecord {
    fn from(record: dns_record::DnsRecord) -> Self {
        Self {
            name: record.name,
            r#type: record.record_type.name(),
            values: record.values,
            ttl: record.ttl_seconds,
            owner_id: record.scope.account.to_string(),
        }
    }
}

/// What a record is to be.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PutDnsRecord {
    /// Letters, digits, `-` and `_`, in any case, with or without a dot at the end.
    #[schema(example = "_6e86v84tqgqubxbwii1m.example.com")]
    name: String,
    /// Only `TXT` is served.
    #[schema(example = "TXT")]
    r#type: String,
    /// All its values, as texts without quotes, 1 to 255 bytes each.
    #[schema(example = json!(["vpce:l6p0ERxlTt45jevFwOCp"]))]
    values: Vec<String>,
    /// Seconds, 300 unless given.
    #[serde(default = "default_ttl")]
    #[schema(default = 300)]
    ttl: u32,
}

const fn default_ttl() -> u32 {
    300
}

/// Creates a record, or replaces the account's record of the same name and type. Records are in no region.
#[utoipa::path(
    put, path = "/v1/dns-records", tag = "DNS records", operation_id = "putDnsRecord", request_body = PutDnsRecord,
    responses(
        (status = 200, description = "The record, which was there before", body = DnsRecord),
        (status = 201, description = "The record, which is new", body = DnsRecord),
        Problems,
    ),
)]
async fn put(call: Call, Body(body): Body<PutDnsRecord>) -> Result<Response, Refusal> {
    let command = app::PutDnsRecord {
        name: body.name,
        record_type: body.r#type,
        values: body.values,
        ttl_seconds: body.ttl,
    };
    let put = call.run(command).await?;
    let version = put.record.version;
    let body = DnsRecord::from(put.record.value);
    let location = format!("/v1/dns-records/{}/{}", body.r#type, body.name);
    Ok(if put.created {
        let created = Created {
            location,
            version,
            body,
        };
        created.into_response()
    } else {
        Versioned { version, body }.into_response()
    })
}

/// Lists the account's records, whatever the region. Filters: `name`, `type`.
#[utoipa::path(
    get, path = "/v1/dns-records", tag = "DNS records", operation_id = "listDnsRecords", params(ListParams),
    responses((status = 200, description = "A page of records", body = Items<DnsRecord>), Problems),
)]
async fn list(call: Call, list: ListQuery) -> Result<axum::Json<Items<DnsRecord>>, Refusal> {
    let page = call
        .query(app::ListDnsRecords {
            filters: list.filters,
            page: list.page,
        })
        .await?;
    Ok(axum::Json(Items::of(page, |record| record.value.into())))
}

/// Shows a record.
#[utoipa::path(
    get, path = "/v1/dns-records/{type}/{name}", tag = "DNS records", operation_id = "getDnsRecord",
    params(("type" = String, Path), ("name" = String, Path)),
    responses((status = 200, description = "The record", body = DnsRecord), Problems),
)]
async fn get(
    call: Call,
    PathText((record_type, name)): PathText<(String, String)>,
) -> Result<Versioned<DnsRecord>, Refusal> {
    let record = call.query(app::GetDnsRecord { name, record_type }).await?;
    Ok(Versioned {
        version: record.version,
        body: record.value.into(),
    })
}

/// Deletes a record with all its values.
#[utoipa::path(
    delete, path = "/v1/dns-records/{type}/{name}", tag = "DNS records", operation_id = "deleteDnsRecord",
    params(("type" = String, Path), ("name" = String, Path)),
    responses((status = 204, description = "Deleted"), Problems),
)]
async fn delete(
    call: Call,
    PathText((record_type, name)): PathText<(String, String)>,
) -> Result<StatusCode, Refusal> {
    call.run(app::DeleteDnsRecord { name, record_type }).await?;
    Ok(StatusCode::NO_CONTENT)
}
