//! The actions of default VPCs and their subnets.

use serde::{Deserialize, Serialize};

use super::subnet::Subnet;
use super::vpc::Vpc;
use crate::app::default_vpc as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateDefaultVpc {}

#[derive(Serialize)]
pub(super) struct CreateDefaultVpcResponse {
    vpc: Vpc,
}

impl Action for CreateDefaultVpc {
    type Response = CreateDefaultVpcResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateDefaultVpcResponse> {
        let vpc = call.run(treatment, app::CreateDefaultVpc).await?;
        Ok(CreateDefaultVpcResponse {
            vpc: vpc.value.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateDefaultSubnet {
    availability_zone: Option<String>,
    availability_zone_id: Option<String>,
    #[serde(default)]
    ipv6_native: bool,
}

#[derive(Serialize)]
pub(super) struct CreateDefaultSubnetResponse {
    subnet: Subnet,
}

impl Action for CreateDefaultSubnet {
    type Response = CreateDefaultSubnetResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateDefaultSubnetResponse> {
        let command = app::CreateDefaultSubnet {
            availability_zone: self.availability_zone,
            availability_zone_id: self.availability_zone_id,
            ipv6_native: self.ipv6_native,
        };
        Ok(CreateDefaultSubnetResponse {
            subnet: call.run(treatment, command).await?.into(),
        })
    }
}
