//! Hosted zones.

use axum::http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use super::shapes::{ChangeInfo, Changed, Vpc, Vpcs, ZoneDescription, page_size, zone_path};
use crate::app::hosted_zone as app;
use crate::aws::action::{Call, Treatment};
use crate::aws::rest_xml::RestAction;
use crate::domain::error::{Code, Error, Result};
use crate::domain::hosted_zone::{HostedZone, invalid};
use crate::domain::limit;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateHostedZone {
    name: String,
    #[serde(rename = "VPC")]
    vpc: Option<Vpc>,
    caller_reference: String,
    hosted_zone_config: Option<HostedZoneConfig>,
    delegation_set_id: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct HostedZoneConfig {
    comment: Option<String>,
    private_zone: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateHostedZoneResponse {
    hosted_zone: ZoneDescription,
    change_info: ChangeInfo,
    delegation_set: DelegationSet,
    #[serde(rename = "VPC")]
    vpc: Option<Vpc>,
    #[serde(skip)]
    path: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct DelegationSet {
    name_servers: NameServers,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct NameServers {
    name_server: Vec<String>,
}

impl DelegationSet {
    fn of(zone: &HostedZone) -> Self {
        Self {
            name_servers: NameServers {
                name_server: zone.name_servers.clone(),
            },
        }
    }
}

impl RestAction for CreateHostedZone {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "hostedzone";
    const STATUS: StatusCode = StatusCode::CREATED;
    type Response = CreateHostedZoneResponse;

    async fn run(self, call: &Call) -> Result<CreateHostedZoneResponse> {
        let config = self.hosted_zone_config.unwrap_or_default();
        let command = app::CreateHostedZone {
            name: self.name,
            caller_reference: self.caller_reference,
            comment: config.comment.filter(|comment| !comment.is_empty()),
            private: config.private_zone.unwrap_or_default(),
            vpc: self.vpc.map(Vpc::named).transpose()?,
            delegation_set_id: self.delegation_set_id,
        };
        let (mut created, change) = call.run(Treatment::default(), command).await?;
        Ok(CreateHostedZoneResponse {
            delegation_set: DelegationSet::of(&created.zone.value),
            vpc: created.vpcs.pop().map(Vpc::from),
            path: format!("hostedzone/{}", created.zone.value.id),
            hosted_zone: created.into(),
            change_info: ChangeInfo::pending(change),
        })
    }

    fn location(response: &CreateHostedZoneResponse) -> Option<String> {
        Some(response.path.clone())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GetHostedZone {
    #[serde(rename = "{Id}")]
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetHostedZoneResponse {
    hosted_zone: ZoneDescription,
    delegation_set: Option<DelegationSet>,
    #[serde(rename = "VPCs")]
    vpcs: Option<Vpcs>,
}

impl RestAction for GetHostedZone {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "hostedzone/{Id}";
    type Response = GetHostedZoneResponse;

    async fn run(self, call: &Call) -> Result<GetHostedZoneResponse> {
        let query = app::GetHostedZone { id: self.id };
        let mut shown = call.query(Treatment::default(), query).await?;
        let zone = &shown.zone.value;
        let (delegation_set, vpcs) = if zone.private {
            (None, Some(std::mem::take(&mut shown.vpcs).into()))
        } else {
            (Some(DelegationSet::of(zone)), None)
        };
        Ok(GetHostedZoneResponse {
            hosted_zone: shown.into(),
            delegation_set,
            vpcs,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListHostedZones {
    #[serde(rename = "?marker")]
    marker: Option<String>,
    #[serde(rename = "?maxitems")]
    max_items: Option<u32>,
    #[serde(rename = "?delegationsetid")]
    delegation_set_id: Option<String>,
    #[serde(rename = "?hostedzonetype")]
    hosted_zone_type: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct HostedZones {
    hosted_zone: Vec<ZoneDescription>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListHostedZonesResponse {
    hosted_zones: HostedZones,
    marker: String,
    is_truncated: bool,
    next_marker: Option<String>,
    max_items: String,
}

impl RestAction for ListHostedZones {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "hostedzone";
    type Response = ListHostedZonesResponse;

    async fn run(self, call: &Call) -> Result<ListHostedZonesResponse> {
        if let Some(id) = self.delegation_set_id.filter(|id| !id.is_empty()) {
            return Err(app::no_delegation_set(&id));
        }
        let private_only = match self.hosted_zone_type.as_deref() {
            None => false,
            Some("PrivateHostedZone") => true,
            Some(other) => {
                return Err(invalid(format!(
                    "'{other}' is not a type of hosted zones: expected PrivateHostedZone"
                )));
            }
        };
        let limit = page_size(self.max_items, limit::HOSTED_ZONES_PAGE_MAX)?;
        let marker = self.marker.unwrap_or_default();
        let query = app::ListHostedZones {
            marker: marker.clone(),
            private_only,
            limit,
        };
        let page = call.query(Treatment::default(), query).await?;
        Ok(ListHostedZonesResponse {
            hosted_zones: zones(page.zones),
            marker,
            is_truncated: page.next.is_some(),
            next_marker: page.next.map(|zone| zone.value.id.to_string()),
            max_items: limit.to_string(),
        })
    }
}

fn zones(shown: Vec<app::ShownZone>) -> HostedZones {
    HostedZones {
        hosted_zone: shown.into_iter().map(ZoneDescription::from).collect(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListHostedZonesByName {
    #[serde(rename = "?dnsname")]
    dns_name: Option<String>,
    #[serde(rename = "?hostedzoneid")]
    hosted_zone_id: Option<String>,
    #[serde(rename = "?maxitems")]
    max_items: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListHostedZonesByNameResponse {
    hosted_zones: HostedZones,
    #[serde(rename = "DNSName")]
    dns_name: Option<String>,
    hosted_zone_id: Option<String>,
    is_truncated: bool,
    #[serde(rename = "NextDNSName")]
    next_dns_name: Option<String>,
    next_hosted_zone_id: Option<String>,
    max_items: String,
}

impl RestAction for ListHostedZonesByName {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "hostedzonesbyname";
    type Response = ListHostedZonesByNameResponse;

    async fn run(self, call: &Call) -> Result<ListHostedZonesByNameResponse> {
        let limit = page_size(self.max_items, limit::HOSTED_ZONES_PAGE_MAX)?;
        let query = app::ListHostedZonesByName {
            dns_name: self.dns_name.clone().filter(|name| !name.is_empty()),
            hosted_zone_id: self.hosted_zone_id.clone().filter(|id| !id.is_empty()),
            limit,
        };
        let page = call.query(Treatment::default(), query).await?;
        let next = page.next.as_ref().map(|zone| &zone.value);
        Ok(ListHostedZonesByNameResponse {
            dns_name: self.dns_name,
            hosted_zone_id: self.hosted_zone_id,
            is_truncated: next.is_some(),
            next_dns_name: next.map(|zone| zone.name.to_string()),
            next_hosted_zone_id: next.map(|zone| zone.id.to_string()),
            max_items: limit.to_string(),
            hosted_zones: zones(page.zones),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GetHostedZoneCount {}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetHostedZoneCountResponse {
    hosted_zone_count: i64,
}

impl RestAction for GetHostedZoneCount {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "hostedzonecount";
    type Response = GetHostedZoneCountResponse;

    async fn run(self, call: &Call) -> Result<GetHostedZoneCountResponse> {
        let count = call
            .query(Treatment::default(), app::CountHostedZones)
            .await?;
        Ok(GetHostedZoneCountResponse {
            hosted_zone_count: count,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct UpdateHostedZoneComment {
    #[serde(rename = "{Id}")]
    id: String,
    comment: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UpdateHostedZoneCommentResponse {
    hosted_zone: ZoneDescription,
}

impl RestAction for UpdateHostedZoneComment {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "hostedzone/{Id}";
    type Response = UpdateHostedZoneCommentResponse;

    async fn run(self, call: &Call) -> Result<UpdateHostedZoneCommentResponse> {
        let command = app::UpdateHostedZoneComment {
            id: self.id,
            comment: self.comment,
        };
        let zone = call.run(Treatment::default(), command).await?;
        Ok(UpdateHostedZoneCommentResponse {
            hosted_zone: zone.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct UpdateHostedZoneFeatures {
    #[serde(rename = "{Id}")]
    id: String,
    enable_accelerated_recovery: Option<bool>,
}

/// An answer that says nothing.
#[derive(Serialize)]
pub(super) struct Nothing {}

impl RestAction for UpdateHostedZoneFeatures {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "hostedzone/{Id}/features";
    type Response = Nothing;

    async fn run(self, call: &Call) -> Result<Nothing> {
        let command = app::UpdateHostedZoneFeatures {
            id: self.id,
            accelerated_recovery: self.enable_accelerated_recovery,
        };
        call.run(Treatment::default(), command).await?;
        Ok(Nothing {})
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteHostedZone {
    #[serde(rename = "{Id}")]
    id: String,
}

impl RestAction for DeleteHostedZone {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "hostedzone/{Id}";
    type Response = Changed;

    async fn run(self, call: &Call) -> Result<Changed> {
        let command = app::DeleteHostedZone { id: self.id };
        Ok(Changed::pending(
            call.run(Treatment::default(), command).await?,
        ))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GetDNSSEC {
    #[serde(rename = "{Id}")]
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetDNSSECResponse {
    status: SigningStatus,
    /// There never are any.
    key_signing_keys: Nothing,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SigningStatus {
    serve_signature: &'static str,
}

impl RestAction for GetDNSSEC {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "hostedzone/{Id}/dnssec";
    type Response = GetDNSSECResponse;

    async fn run(self, call: &Call) -> Result<GetDNSSECResponse> {
        let query = app::GetHostedZone { id: self.id };
        let shown = call.query(Treatment::default(), query).await?;
        if shown.zone.value.private {
            return Err(Error::new(
                Code::InvalidArgument,
                format!(
                    "Operation is unsupported for private hosted zone {}",
                    zone_path(&shown.zone.value)
                ),
            ));
        }
        Ok(GetDNSSECResponse {
            status: SigningStatus {
                serve_signature: "NOT_SIGNING",
            },
            key_signing_keys: Nothing {},
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListReusableDelegationSets {
    #[serde(rename = "?marker")]
    marker: Option<String>,
    #[serde(rename = "?maxitems")]
    max_items: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListReusableDelegationSetsResponse {
    /// There never are any.
    delegation_sets: Nothing,
    marker: String,
    is_truncated: bool,
    max_items: String,
}

impl RestAction for ListReusableDelegationSets {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "delegationset";
    type Response = ListReusableDelegationSetsResponse;

    async fn run(self, _: &Call) -> Result<ListReusableDelegationSetsResponse> {
        let limit = page_size(self.max_items, limit::HOSTED_ZONES_PAGE_MAX)?;
        Ok(ListReusableDelegationSetsResponse {
            delegation_sets: Nothing {},
            marker: self.marker.unwrap_or_default(),
            is_truncated: false,
            max_items: limit.to_string(),
        })
    }
}
