//! How much of everything there can be, and is.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use crate::app::hosted_zone::CountHostedZones;
use crate::app::resource_record_set::GetZoneLimit;
use crate::aws::action::{Call, Treatment};
use crate::aws::rest_xml::RestAction;
use crate::domain::error::Result;
use crate::domain::hosted_zone::invalid;
use crate::domain::limit;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Limit {
    r#type: String,
    value: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LimitResponse {
    limit: Limit,
    count: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GetHostedZoneLimit {
    #[serde(rename = "{Id}")]
    id: String,
    #[serde(rename = "{Type}")]
    r#type: String,
}

impl RestAction for GetHostedZoneLimit {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "hostedzonelimit/{Id}/{Type}";
    type Response = LimitResponse;

    async fn run(self, call: &Call) -> Result<LimitResponse> {
        let query = GetZoneLimit {
            id: self.id,
            limit_type: self.r#type.clone(),
        };
        let usage = call.query(Treatment::default(), query).await?;
        Ok(LimitResponse {
            limit: Limit {
                r#type: self.r#type,
                value: usage.limit,
            },
            count: usage.count,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GetAccountLimit {
    #[serde(rename = "{Type}")]
    r#type: String,
}

/// AWS's limits of what this server has none of.
const WITHOUT_ANY: [(&str, i64); 4] = [
    ("MAX_HEALTH_CHECKS_BY_OWNER", 200),
    ("MAX_REUSABLE_DELEGATION_SETS_BY_OWNER", 100),
    ("MAX_TRAFFIC_POLICIES_BY_OWNER", 50),
    ("MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER", 5),
];

impl RestAction for GetAccountLimit {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "accountlimit/{Type}";
    type Response = LimitResponse;

    async fn run(self, call: &Call) -> Result<LimitResponse> {
        let name = self.r#type;
        let without = WITHOUT_ANY.iter().find(|(known, _)| *known == name);
        let (value, count) = match without {
            Some((_, value)) => (*value, 0),
            None if name == "MAX_HOSTED_ZONES_BY_OWNER" => {
                let count = call.query(Treatment::default(), CountHostedZones).await?;
                (limit::HOSTED_ZONES, count)
            }
            None => {
                return Err(invalid(format!(
                    "'{name}' is not a type of limits of accounts"
                )));
            }
        };
        Ok(LimitResponse {
            limit: Limit {
                r#type: name,
                value,
            },
            count,
        })
    }
}
