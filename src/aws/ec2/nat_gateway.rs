//! The actions of NAT gateways. `nat_gateway_address.rs` has those that change their addresses.

use serde::{Deserialize, Serialize};

use super::shapes::{Filter, Tag, TagSpecification, list_request, tags, tags_for};
use crate::app::nat_gateway as app;
use crate::app::{List, Stored};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::nat_gateway::{self as domain, AVAILABILITY_MODE, NatGatewayProgress};

/// Not served is what only regional NAT gateways have.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateNatGateway {
    availability_mode: Option<String>,
    allocation_id: Option<String>,
    subnet_id: Option<String>,
    connectivity_type: Option<String>,
    private_ip_address: Option<String>,
    #[serde(default)]
    secondary_allocation_id: Vec<String>,
    #[serde(default)]
    secondary_private_ip_address: Vec<String>,
    secondary_private_ip_address_count: Option<i64>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateNatGatewayResponse {
    nat_gateway: NatGateway,
    client_token: Option<String>,
}

impl Action for CreateNatGateway {
    type Response = CreateNatGatewayResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateNatGatewayResponse> {
        let client_token = treatment.client_token.clone();
        let command = app::CreateNatGateway {
            connectivity_type: self.connectivity_type,
            availability_mode: self.availability_mode,
            subnet_id: self.subnet_id,
            allocation_id: self.allocation_id,
            private_ip_address: self.private_ip_address,
            secondary_allocation_ids: self.secondary_allocation_id,
            secondary_private_ip_addresses: self.secondary_private_ip_address,
            secondary_private_ip_address_count: self.secondary_private_ip_address_count,
            tags: tags_for("natgateway", self.tag_specification)?,
        };
        Ok(CreateNatGatewayResponse {
            nat_gateway: call.run(treatment, command).await?.value.into(),
            client_token,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeNatGateways {
    #[serde(default)]
    nat_gateway_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeNatGatewaysResponse {
    nat_gateway_set: Vec<NatGateway>,
    next_token: Option<String>,
}

impl Action for DescribeNatGateways {
    type Response = DescribeNatGatewaysResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeNatGatewaysResponse> {
        let request = list_request(
            self.nat_gateway_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let page = call
            .query(treatment, List::<Stored<domain::NatGateway>>::new(request))
            .await?
            .map(|gateway| gateway.value.into());
        Ok(DescribeNatGatewaysResponse {
            nat_gateway_set: page.items,
            next_token: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteNatGateway {
    nat_gateway_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeleteNatGatewayResponse {
    nat_gateway_id: String,
}

impl Action for DeleteNatGateway {
    type Response = DeleteNatGatewayResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DeleteNatGatewayResponse> {
        let command = app::DeleteNatGateway {
            nat_gateway_id: self.nat_gateway_id,
        };
        let gateway = call.run(treatment, command).await?;
        Ok(DeleteNatGatewayResponse {
            nat_gateway_id: gateway.id.to_string(),
        })
    }
}

/// A NAT gateway as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NatGateway {
    nat_gateway_id: String,
    vpc_id: String,
    subnet_id: String,
    state: &'static str,
    failure_code: Option<String>,
    failure_message: Option<String>,
    connectivity_type: &'static str,
    availability_mode: &'static str,
    nat_gateway_address_set: Vec<NatGatewayAddress>,
    create_time: String,
    delete_time: Option<String>,
    tag_set: Vec<Tag>,
}

/// An address of a NAT gateway as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NatGatewayAddress {
    allocation_id: Option<String>,
    association_id: Option<String>,
    network_interface_id: Option<String>,
    private_ip: Option<String>,
    public_ip: Option<String>,
    is_primary: bool,
    status: &'static str,
    failure_message: Option<String>,
    availability_zone: String,
    availability_zone_id: String,
}

impl NatGatewayAddress {
    /// An address of the gateway. What it will have is shown when it has it.
    pub(super) fn of(
        gateway: &domain::NatGateway,
        address: &domain::NatGatewayAddress,
        status: &'static str,
    ) -> Self {
        let there = !matches!(
            gateway.progress,
            NatGatewayProgress::Pending { .. } | NatGatewayProgress::Failed { .. }
        );
        let elastic_ip = address.elastic_ip.as_ref();
        let allocation_id = elastic_ip.map(|it| it.allocation_id.to_string());
        let shown = elastic_ip.filter(|_| there);
        Self {
            allocation_id,
            association_id: shown.map(|it| it.association_id.to_string()),
            public_ip: shown.map(|it| it.public_ip.to_string()),
            network_interface_id: there.then(|| address.network_interface_id.to_string()),
            private_ip: there.then(|| address.private_ip_address.to_string()),
            is_primary: address.is_primary,
            status,
            failure_message: gateway
                .progress
                .failure()
                .map(|failure| failure.message.clone()),
            availability_zone: gateway.availability_zone.clone(),
            availability_zone_id: gateway.availability_zone_id.clone(),
        }
    }
}

impl From<domain::NatGateway> for NatGateway {
    fn from(gateway: domain::NatGateway) -> Self {
        let failure = gateway.progress.failure();
        let status = gateway.address_status();
        Self {
            nat_gateway_id: gateway.id.to_string(),
            vpc_id: gateway.vpc_id.to_string(),
            subnet_id: gateway.subnet_id.to_string(),
            state: gateway.progress.name(),
            failure_code: failure.map(|failure| failure.code.clone()),
            failure_message: failure.map(|failure| failure.message.clone()),
            connectivity_type: gateway.connectivity.name(),
            availability_mode: AVAILABILITY_MODE,
            nat_gateway_address_set: gateway
                .addresses
                .iter()
                .map(|address| NatGatewayAddress::of(&gateway, address, status))
                .collect(),
            create_time: gateway.created_at.to_string(),
            delete_time: gateway.progress.ended_at().map(|time| time.to_string()),
            tag_set: tags(gateway.tags),
        }
    }
}
