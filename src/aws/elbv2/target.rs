//! The actions of targets.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::shapes::Empty;
use crate::app::target::{self as app, TargetInGroup, TargetRequest};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Error, Result};

/// A target.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TargetDescription {
    id: String,
    port: Option<i64>,
    availability_zone: Option<String>,
    quic_server_id: Option<String>,
}

fn requests(targets: Vec<TargetDescription>) -> Vec<TargetRequest> {
    targets
        .into_iter()
        .map(|target| TargetRequest {
            id: target.id,
            port: target.port,
            availability_zone: target.availability_zone,
            quic_server_id: target.quic_server_id,
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
    #[serde(default)]
    include: Vec<String>,
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
    health_check_port: Option<String>,
    target_health: TargetHealth,
    anomaly_detection: Option<AnomalyDetection>,
    administrative_override: Option<AdministrativeOverride>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TargetHealth {
    state: &'static str,
    reason: Option<Cow<'static, str>>,
    description: Option<Cow<'static, str>>,
}

/// What is known of targets that err more than others: nothing looks for them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AnomalyDetection {
    result: &'static str,
    mitigation_in_effect: &'static str,
}

/// Whether somebody took the target's zone out of service: nobody can.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AdministrativeOverride {
    state: &'static str,
    reason: &'static str,
    description: &'static str,
}

/// Whether to show what is known of anomalies.
fn includes_anomalies(include: &[String]) -> Result<bool> {
    match include
        .iter()
        .find(|option| !matches!(option.as_str(), "AnomalyDetection" | "All"))
    {
        None => Ok(!include.is_empty()),
        Some(option) => Err(Error::validation(
            "Include",
            format!("The option '{option}' is not valid: expected 'AnomalyDetection' or 'All'"),
        )),
    }
}

impl Action for DescribeTargetHealth {
    type Response = DescribeTargetHealthResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeTargetHealthResponse> {
        let with_anomalies = includes_anomalies(&self.include)?;
        let query = app::DescribeTargetHealth {
            target_group_arn: self.target_group_arn,
            targets: requests(self.targets),
        };
        let targets = call.query(treatment, query).await?;
        Ok(DescribeTargetHealthResponse {
            target_health_descriptions: targets
                .into_iter()
                .map(|target| TargetHealthDescription::new(target, with_anomalies))
                .collect(),
        })
    }
}

impl TargetHealthDescription {
    fn new(target: TargetInGroup, with_anomalies: bool) -> Self {
        let anomalies =
            with_anomalies && target.has_anomaly_detection && target.health.is_healthy();
        Self {
            target_health: TargetHealth {
                state: target.health.state(),
                reason: target.health.reason(),
                description: target.health.description(),
            },
            target: TargetDescription {
                id: target.id,
                port: target.port.map(Into::into),
                availability_zone: target.availability_zone,
                quic_server_id: target.quic_server_id,
            },
            health_check_port: target.health_check_port,
            anomaly_detection: anomalies.then_some(AnomalyDetection {
                result: "normal",
                mitigation_in_effect: "no",
            }),
            administrative_override: target.has_zonal_shift.then_some(AdministrativeOverride {
                state: "no_override",
                reason: "AdministrativeOverride.NoOverride",
                description: "No override is currently active on target",
            }),
        }
    }
}
