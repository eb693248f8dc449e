//! Private zones and the VPCs of one account or of two.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::hosted_zone::Nothing;
use super::shapes::{Changed, Vpc, Vpcs, page_size};
use crate::app::hosted_zone::NamedVpc;
use crate::app::hosted_zone_vpc as app;
use crate::aws::action::{Call, Treatment};
use crate::aws::rest_xml::RestAction;
use crate::domain::error::Result;
use crate::domain::limit;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AssociateVPCWithHostedZone {
    #[serde(rename = "{Id}")]
    id: String,
    #[serde(rename = "VPC")]
    vpc: Vpc,
    comment: Option<String>,
}

impl RestAction for AssociateVPCWithHostedZone {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "hostedzone/{Id}/associatevpc";
    type Response = Changed;

    async fn run(self, call: &Call) -> Result<Changed> {
        let command = app::AssociateVpc {
            id: self.id,
            vpc: self.vpc.named()?,
            comment: self.comment,
        };
        Ok(Changed::pending(
            call.run(Treatment::default(), command).await?,
        ))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DisassociateVPCFromHostedZone {
    #[serde(rename = "{Id}")]
    id: String,
    #[serde(rename = "VPC")]
    vpc: Vpc,
    comment: Option<String>,
}

impl RestAction for DisassociateVPCFromHostedZone {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "hostedzone/{Id}/disassociatevpc";
    type Response = Changed;

    async fn run(self, call: &Call) -> Result<Changed> {
        let command = app::DisassociateVpc {
            id: self.id,
            vpc: self.vpc.named()?,
            comment: self.comment,
        };
        Ok(Changed::pending(
            call.run(Treatment::default(), command).await?,
        ))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListHostedZonesByVPC {
    #[serde(rename = "?vpcid")]
    vpc_id: String,
    #[serde(rename = "?vpcregion")]
    vpc_region: String,
    #[serde(rename = "?maxitems")]
    max_items: Option<u32>,
    #[serde(rename = "?nexttoken")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListHostedZonesByVPCResponse {
    hosted_zone_summaries: HostedZoneSummaries,
    max_items: String,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct HostedZoneSummaries {
    hosted_zone_summary: Vec<HostedZoneSummary>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct HostedZoneSummary {
    hosted_zone_id: String,
    name: String,
    owner: HostedZoneOwner,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct HostedZoneOwner {
    owning_account: String,
}

impl RestAction for ListHostedZonesByVPC {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "hostedzonesbyvpc";
    type Response = ListHostedZonesByVPCResponse;

    async fn run(self, call: &Call) -> Result<ListHostedZonesByVPCResponse> {
        let limit = page_size(self.max_items, limit::HOSTED_ZONES_PAGE_MAX)?;
        let query = app::ListZonesOfVpc {
            vpc: NamedVpc {
                vpc_id: self.vpc_id,
                region: self.vpc_region,
            },
            limit,
            token: self.next_token,
        };
        let page = call.query(Treatment::default(), query).await?;
        let summaries = page.items.into_iter().map(|zone| HostedZoneSummary {
            hosted_zone_id: zone.hosted_zone_id,
            name: zone.name,
            owner: HostedZoneOwner {
                owning_account: zone.owner.to_string(),
            },
        });
        Ok(ListHostedZonesByVPCResponse {
            hosted_zone_summaries: HostedZoneSummaries {
                hosted_zone_summary: summaries.collect(),
            },
            max_items: limit.to_string(),
            next_token: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateVPCAssociationAuthorization {
    #[serde(rename = "{Id}")]
    id: String,
    #[serde(rename = "VPC")]
    vpc: Vpc,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateVPCAssociationAuthorizationResponse {
    hosted_zone_id: String,
    #[serde(rename = "VPC")]
    vpc: Vpc,
}

impl RestAction for CreateVPCAssociationAuthorization {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "hostedzone/{Id}/authorizevpcassociation";
    type Response = CreateVPCAssociationAuthorizationResponse;

    async fn run(self, call: &Call) -> Result<CreateVPCAssociationAuthorizationResponse> {
        let command = app::AuthorizeVpc {
            id: self.id,
            vpc: self.vpc.named()?,
        };
        let authorization = call.run(Treatment::default(), command).await?;
        Ok(CreateVPCAssociationAuthorizationResponse {
            hosted_zone_id: authorization.hosted_zone_id,
            vpc: authorization.vpc.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteVPCAssociationAuthorization {
    #[serde(rename = "{Id}")]
    id: String,
    #[serde(rename = "VPC")]
    vpc: Vpc,
}

impl RestAction for DeleteVPCAssociationAuthorization {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "hostedzone/{Id}/deauthorizevpcassociation";
    type Response = Nothing;

    async fn run(self, call: &Call) -> Result<Nothing> {
        let command = app::UnauthorizeVpc {
            id: self.id,
            vpc: self.vpc.named()?,
        };
        call.run(Treatment::default(), command).await?;
        Ok(Nothing {})
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListVPCAssociationAuthorizations {
    #[serde(rename = "{Id}")]
    id: String,
    #[serde(rename = "?nexttoken")]
    next_token: Option<String>,
    #[serde(rename = "?maxresults")]
    max_results: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListVPCAssociationAuthorizationsResponse {
    hosted_zone_id: String,
    next_token: Option<String>,
    #[serde(rename = "VPCs")]
    vpcs: Vpcs,
}

impl RestAction for ListVPCAssociationAuthorizations {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "hostedzone/{Id}/authorizevpcassociation";
    type Response = ListVPCAssociationAuthorizationsResponse;

    async fn run(self, call: &Call) -> Result<ListVPCAssociationAuthorizationsResponse> {
        let query = app::ListAuthorizations {
            id: self.id.clone(),
            limit: page_size(self.max_results, limit::HOSTED_ZONES_PAGE_MAX)?,
            token: self.next_token,
        };
        let page = call.query(Treatment::default(), query).await?;
        let vpcs: Vec<_> = page.items.into_iter().map(|item| item.vpc).collect();
        Ok(ListVPCAssociationAuthorizationsResponse {
            hosted_zone_id: self.id.trim_start_matches("/hostedzone/").to_owned(),
            next_token: page.next,
            vpcs: vpcs.into(),
        })
    }
}
