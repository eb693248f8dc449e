//! The actions of target groups.

use serde::{Deserialize, Serialize};

use super::shapes::{Attribute, AttributesResponse, Empty, Tag, attributes, paging, tags};
use crate::app::Get;
use crate::app::target_group::{self as app, TargetGroupInUse};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Code, Result};
use crate::domain::health_check::{HealthCheck, HealthCheckProtocol, HealthCheckRequest};
use crate::domain::health_check_matcher::{self, MatcherRequest};
use crate::domain::target_group::{Protocol, ProtocolVersion};

/// Codes of success.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Matcher {
    http_code: Option<String>,
    grpc_code: Option<String>,
}

impl From<Matcher> for MatcherRequest {
    fn from(matcher: Matcher) -> Self {
        Self {
            http_code: matcher.http_code,
            grpc_code: matcher.grpc_code,
        }
    }
}

impl From<health_check_matcher::Matcher> for Matcher {
    fn from(matcher: health_check_matcher::Matcher) -> Self {
        let (http_code, grpc_code) = match matcher {
            health_check_matcher::Matcher::HttpCode(codes) => (Some(codes), None),
            health_check_matcher::Matcher::GrpcCode(codes) => (None, Some(codes)),
        };
        Self {
            http_code,
            grpc_code,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateTargetGroup {
    name: String,
    protocol: Option<String>,
    protocol_version: Option<String>,
    port: Option<i64>,
    vpc_id: Option<String>,
    target_type: Option<String>,
    ip_address_type: Option<String>,
    health_check_protocol: Option<String>,
    health_check_port: Option<String>,
    health_check_enabled: Option<bool>,
    health_check_path: Option<String>,
    health_check_interval_seconds: Option<i64>,
    health_check_timeout_seconds: Option<i64>,
    healthy_threshold_count: Option<i64>,
    unhealthy_threshold_count: Option<i64>,
    matcher: Option<Matcher>,
    target_control_port: Option<i64>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TargetGroupsResponse {
    target_groups: Vec<TargetGroupShape>,
    next_marker: Option<String>,
}

impl TargetGroupsResponse {
    fn one(group: TargetGroupInUse) -> Self {
        Self {
            target_groups: vec![group.into()],
            next_marker: None,
        }
    }
}

impl Action for CreateTargetGroup {
    type Response = TargetGroupsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<TargetGroupsResponse> {
        let command = app::CreateTargetGroup {
            name: self.name,
            protocol: self.protocol,
            protocol_version: self.protocol_version,
            port: self.port,
            vpc_id: self.vpc_id,
            target_type: self.target_type,
            ip_address_type: self.ip_address_type,
            target_control_port: self.target_control_port,
            health_check: HealthCheckRequest {
                protocol: self.health_check_protocol,
                port: self.health_check_port,
                enabled: self.health_check_enabled,
                interval_seconds: self.health_check_interval_seconds,
                timeout_seconds: self.health_check_timeout_seconds,
                healthy_threshold_count: self.healthy_threshold_count,
                unhealthy_threshold_count: self.unhealthy_threshold_count,
                path: self.health_check_path,
                matcher: self.matcher.map(Into::into),
            },
            tags: tags(self.tags),
        };
        let group = call.run(treatment, command).await?;
        Ok(TargetGroupsResponse::one(group))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyTargetGroup {
    target_group_arn: String,
    health_check_protocol: Option<String>,
    health_check_port: Option<String>,
    health_check_enabled: Option<bool>,
    health_check_path: Option<String>,
    health_check_interval_seconds: Option<i64>,
    health_check_timeout_seconds: Option<i64>,
    healthy_threshold_count: Option<i64>,
    unhealthy_threshold_count: Option<i64>,
    matcher: Option<Matcher>,
}

impl Action for ModifyTargetGroup {
    type Response = TargetGroupsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<TargetGroupsResponse> {
        let command = app::ModifyTargetGroup {
            target_group_arn: self.target_group_arn,
            health_check: HealthCheckRequest {
                protocol: self.health_check_protocol,
                port: self.health_check_port,
                enabled: self.health_check_enabled,
                interval_seconds: self.health_check_interval_seconds,
                timeout_seconds: self.health_check_timeout_seconds,
                healthy_threshold_count: self.healthy_threshold_count,
                unhealthy_threshold_count: self.unhealthy_threshold_count,
                path: self.health_check_path,
                matcher: self.matcher.map(Into::into),
            },
        };
        let group = call.run(treatment, command).await?;
        Ok(TargetGroupsResponse::one(group))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeTargetGroups {
    load_balancer_arn: Option<String>,
    #[serde(default)]
    target_group_arns: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    page_size: Option<i64>,
    marker: Option<String>,
}

impl Action for DescribeTargetGroups {
    type Response = TargetGroupsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<TargetGroupsResponse> {
        let query = app::DescribeTargetGroups {
            load_balancer_arn: self.load_balancer_arn,
            arns: self.target_group_arns,
            names: self.names,
            paging: paging(self.page_size, self.marker),
        };
        let page = call.query(treatment, query).await?;
        Ok(TargetGroupsResponse {
            target_groups: page.items.into_iter().map(Into::into).collect(),
            next_marker: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteTargetGroup {
    target_group_arn: String,
}

impl Action for DeleteTargetGroup {
    type Response = Empty;

    /// A target group that does not exist counts as deleted.
    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::DeleteTargetGroup {
            target_group_arn: self.target_group_arn,
        };
        match call.run(treatment, command).await {
            Err(error) if error.code != Code::TargetGroupNotFound => Err(error),
            _ => Ok(Empty {}),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeTargetGroupAttributes {
    target_group_arn: String,
}

impl Action for DescribeTargetGroupAttributes {
    type Response = AttributesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AttributesResponse> {
        let query = Get::<TargetGroupInUse>::new(self.target_group_arn);
        let group = call.query(treatment, query).await?.group;
        Ok(group.all_attributes().into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyTargetGroupAttributes {
    target_group_arn: String,
    attributes: Vec<Attribute>,
}

impl Action for ModifyTargetGroupAttributes {
    type Response = AttributesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AttributesResponse> {
        let command = app::ModifyTargetGroupAttributes {
            target_group_arn: self.target_group_arn,
            attributes: attributes(self.attributes),
            ..app::ModifyTargetGroupAttributes::default()
        };
        let group = call.run(treatment, command).await?.group;
        Ok(group.all_attributes().into())
    }
}

/// A target group as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct TargetGroupShape {
    target_group_arn: String,
    target_group_name: String,
    protocol: Option<&'static str>,
    protocol_version: Option<&'static str>,
    port: Option<u16>,
    vpc_id: Option<String>,
    #[serde(flatten)]
    health_check: HealthCheckShape,
    load_balancer_arns: Vec<String>,
    target_type: &'static str,
    ip_address_type: &'static str,
    target_control_port: Option<u16>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct HealthCheckShape {
    health_check_protocol: Option<&'static str>,
    health_check_port: Option<String>,
    health_check_enabled: bool,
    health_check_interval_seconds: u32,
    health_check_timeout_seconds: u32,
    healthy_threshold_count: u32,
    unhealthy_threshold_count: u32,
    health_check_path: Option<String>,
    matcher: Option<Matcher>,
}

impl From<TargetGroupInUse> for TargetGroupShape {
    fn from(group: TargetGroupInUse) -> Self {
        let TargetGroupInUse {
            group,
            load_balancer_arns,
        } = group;
        let group = group.value;
        Self {
            target_group_arn: group.arn,
            target_group_name: group.name,
            protocol: group.kind.protocol.map(Protocol::name),
            protocol_version: group.kind.protocol_version.map(ProtocolVersion::name),
            port: group.port,
            vpc_id: group.vpc_id.map(|vpc_id| vpc_id.to_string()),
            health_check: group.health_check.into(),
            load_balancer_arns,
            target_type: group.kind.target_type.name(),
            ip_address_type: group.ip_address_type.name(),
            target_control_port: group.target_control_port,
        }
    }
}

impl From<HealthCheck> for HealthCheckShape {
    fn from(check: HealthCheck) -> Self {
        Self {
            health_check_protocol: check.protocol.map(HealthCheckProtocol::name),
            health_check_port: check.port,
            health_check_enabled: check.enabled,
            health_check_interval_seconds: check.interval_seconds,
            health_check_timeout_seconds: check.timeout_seconds,
            healthy_threshold_count: check.healthy_threshold_count,
            unhealthy_threshold_count: check.unhealthy_threshold_count,
            health_check_path: check.path,
            matcher: check.matcher.map(Into::into),
        }
    }
}
