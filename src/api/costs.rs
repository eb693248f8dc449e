//! `/v1/costs`

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Call;
use super::page::{ListParams, ListQuery, parse_with};
use super::problem::{Problems, Refusal};
use crate::app::Context;
use crate::app::cost as app;
use crate::domain::cost::{self, PeriodRequest};
use crate::domain::price;
use crate::gate::RequestId;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new().routes(routes!(get))
}

/// What an account pays for endpoints in a period. Amounts are exact decimals.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Costs {
    /// The account that pays: the caller.
    payer_id: String,
    /// The first moment of the period.
    #[schema(example = "2026-11-01T00:00:00.000Z")]
    from: String,
    /// The first moment after it.
    #[schema(example = "2026-12-01T00:00:00.000Z")]
    to: String,
    #[schema(example = "USD")]
    currency: &'static str,
    /// In order of endpoint.
    items: Vec<EndpointCost>,
    /// The `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// The hours of all endpoints, not only of those on the page, by consumer.
    totals: Vec<OwnerTotal>,
    /// Data, by region and type.
    data: Vec<DataCost>,
    /// Hours and data of all endpoints, not only of those on the page.
    #[schema(example = "7.20")]
    amount: String,
}

/// What an endpoint costs.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EndpointCost {
    vpc_endpoint_id: String,
    #[schema(example = "Interface")]
    vpc_endpoint_type: &'static str,
    /// The consumer.
    vpc_endpoint_owner: String,
    vpc_endpoint_region: String,
    service_name: String,
    zones: Vec<ZoneHours>,
    /// The hours of all zones.
    hours: u64,
    /// The price of one hour in one zone.
    #[schema(example = "0.014")]
    hourly_price: String,
    /// Whether the price was seen at AWS, rather than assumed.
    hourly_price_confirmed: bool,
    #[schema(example = "20.16")]
    amount: String,
}

/// An endpoint's hours in a zone.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ZoneHours {
    availability_zone: String,
    /// Hours begun in the period.
    hours: u64,
}

/// What the endpoints of one consumer cost.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OwnerTotal {
    vpc_endpoint_owner: String,
    hours: u64,
    amount: String,
}

/// What the data costs that endpoints of one type in one region process together.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DataCost {
    vpc_endpoint_region: String,
    vpc_endpoint_type: &'static str,
    /// 0: endpoints carry no data here.
    processed_bytes: u64,
    tiers: Vec<Tier>,
    amount: String,
}

/// The price of the data above the tier before it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Tier {
    /// Where the tier ends; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    up_to_gigabytes: Option<u64>,
    price_per_gigabyte: String,
}

impl From<cost::EndpointCost> for EndpointCost {
    fn from(cost: cost::EndpointCost) -> Self {
        let (hours, amount) = (cost.hours(), cost.amount().to_string());
        let endpoint = cost.endpoint;
        Self {
            vpc_endpoint_id: endpoint.endpoint_id.to_string(),
            vpc_endpoint_type: endpoint.endpoint_type.name(),
            vpc_endpoint_owner: endpoint.owner.account.to_string(),
            vpc_endpoint_region: endpoint.owner.region.to_string(),
            service_name: endpoint.service_name,
            zones: cost
                .zones
                .into_iter()
                .map(|zone| ZoneHours {
                    availability_zone: zone.availability_zone,
                    hours: zone.hours,
                })
                .collect(),
            hours,
            hourly_price: cost.hourly_price.to_string(),
            hourly_price_confirmed: price::is_confirmed(&endpoint.owner.region),
            amount,
        }
    }
}

impl From<cost::OwnerTotal> for OwnerTotal {
    fn from(total: cost::OwnerTotal) -> Self {
        Self {
            vpc_endpoint_owner: total.owner.to_string(),
            hours: total.hours,
            amount: total.amount.to_string(),
        }
    }
}

impl From<cost::DataCost> for DataCost {
    fn from(data: cost::DataCost) -> Self {
        let tier = |tier: &price::Tier| Tier {
            up_to_gigabytes: tier.up_to_gigabytes,
            price_per_gigabyte: tier.per_gigabyte.to_string(),
        };
        Self {
            vpc_endpoint_region: data.region.to_string(),
            vpc_endpoint_type: data.endpoint_type.name(),
            processed_bytes: data.processed_bytes,
            tiers: price::data_tiers(data.endpoint_type)
                .iter()
                .map(tier)
                .collect(),
            amount: data.amount.to_string(),
        }
    }
}

impl From<app::Bill> for Costs {
    fn from(bill: app::Bill) -> Self {
        Self {
            payer_id: bill.payer.to_string(),
            from: bill.period.from.to_string(),
            to: bill.period.to.to_string(),
            currency: "USD",
            items: bill.endpoints.items.into_iter().map(Into::into).collect(),
            next_cursor: bill.endpoints.next,
            totals: bill.totals.owners.into_iter().map(Into::into).collect(),
            data: bill.totals.data.into_iter().map(Into::into).collect(),
            amount: bill.totals.amount.to_string(),
        }
    }
}

/// A list's query parameters, and the period.
struct CostQuery(ListQuery, PeriodRequest);

impl FromRequestParts<Context> for CostQuery {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Context) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        let (list, mut own) = parse_with(query, &["from", "to", "month"])
            .map_err(|error| Refusal::new(RequestId::of(&parts.extensions), error))?;
        let period = PeriodRequest {
            from: own.remove("from"),
            to: own.remove("to"),
            month: own.remove("month"),
        };
        Ok(Self(list, period))
    }
}

/// Shows what the account pays for endpoints, in all regions. Filters: `service-name`, `vpc-endpoint-id`,
/// `vpc-endpoint-owner`, `vpc-endpoint-region`, `vpc-endpoint-type`; the sums are those of what they let pass.
#[utoipa::path(
    get, path = "/v1/costs", tag = "Costs", operation_id = "getCosts",
    params(
        ("from" = Option<String>, Query, description = "The first moment, or a date; the current month's unless given"),
        ("to" = Option<String>, Query, description = "The first moment after the period, or a date; the next month's unless given"),
        ("month" = Option<String>, Query, description = "A month such as 2026-11, in place of both"),
        ListParams,
    ),
    responses((status = 200, description = "The costs", body = Costs), Problems),
)]
async fn get(call: Call, CostQuery(list, period): CostQuery) -> Result<axum::Json<Costs>, Refusal> {
    let bill = call
        .query(app::GetCosts {
            period,
            filters: list.filters,
            page: list.page,
        })
        .await?;
    Ok(axum::Json(bill.into()))
}
