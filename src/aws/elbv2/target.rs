//! The actions of targets.

use serde::{Deserialize, Serialize};

use super::shapes::Empty;
use crate::app::target::{self as app, TargetInGroup, TargetRequest};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;

/// A target.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TargetDescription {
    id: String,
    port: Option<i64>,
    availability_zone: Option<String>,
}

fn requests(targets: Vec<TargetDescription>) -> Vec<TargetRequest> {
    targets
        .into_iter()
        .map(|target| TargetRequest {
            id: target.id,
            port: target.port,
            availability_zone: target.availability_zone,
        })
        .collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RegisterTargets {
    target_group_arn: String,
    targets: Vec<TargetDescription>,
}

impl Action for RegisterTargets {
    type Response = Empty;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::RegisterTargets {
            target_group_arn: self.target_group_arn,
            targets: requests(self.targets),
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeregisterTargets {
    target_group_arn: String,
    targets: Vec<TargetDescription>,
}

impl Action for DeregisterTargets {
    type Response = Empty;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::DeregisterTargets {
            target_group_arn: self.target_group_arn,
            targets: requests(self.targets),
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeTargetHealth {
    target_group_arn: String,
    #[serde(default)]
    targets: Vec<TargetDescription>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DescribeTargetHealthResponse {
    target_health_descriptions: Vec<TargetHealthDescription>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TargetHealthDescription {
    target: TargetDescription,
    health_check_port: String,
    target_health: TargetHealth,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TargetHealth {
    state: &'static str,
    reason: &'static str,
    description: &'static str,
}

impl Action for DescribeTargetHealth {
    type Response = DescribeTargetHealthResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeTargetHealthResponse> {
        let query = app::DescribeTargetHealth {
            target_group_arn: self.target_group_arn,
            targets: requests(self.targets),
        };
        let targets = call.query(treatment, query).await?;
        Ok(DescribeTargetHealthResponse {
            target_health_descriptions: targets.into_iter().map(Into::into).collect(),
        })
    }
}

impl From<TargetInGroup> for TargetHealthDescription {
    fn from(target: TargetInGroup) -> Self {
        Self {
            target: TargetDescription {
                id: target.id,
                port: Some(target.port.into()),
                availability_zone: target.availability_zone,
            },
            health_check_port: target.health_check_port,
            target_health: TargetHealth {
                state: target.health.state(),
                reason: target.health.reason(),
                description: target.health.description(),
            },
        }
    }
}
