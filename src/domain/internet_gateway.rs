//! Internet gateways: a VPC's door to the internet, and the one for IPv6 that only opens outwards. Records, on which other
//! rules stand: nothing passes through them.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error};
use super::filter::Filterable;
use super::id::{EgressOnlyInternetGatewayId, InternetGatewayId, VpcId};
use super::scope::Scope;
use super::tag::Tag;

/// The state of an internet gateway's attachment, in EC2's word for it.
pub const INTERNET_GATEWAY_ATTACHMENT_STATE: &str = "available";
/// The state of an egress-only internet gateway's attachment.
pub const EGRESS_ONLY_ATTACHMENT_STATE: &str = "attached";

/// An internet gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InternetGateway {
    /// Identifier.
    pub id: InternetGatewayId,
    /// Owner.
    pub scope: Scope,
    /// The VPC it is attached to, if it is.
    pub vpc_id: Option<VpcId>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// An egress-only internet gateway, which belongs to a VPC from the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EgressOnlyInternetGateway {
    /// Identifier.
    pub id: EgressOnlyInternetGatewayId,
    /// Owner.
    pub scope: Scope,
    /// The VPC.
    pub vpc_id: VpcId,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The refusal where a VPC would need an internet gateway.
pub fn vpc_without_internet_gateway(vpc_id: &VpcId) -> Error {
    Error::new(
        Code::GatewayNotAttached,
        format!("Network {vpc_id} is not attached to any internet gateway"),
    )
}

impl Filterable for InternetGateway {
    const FILTERS: &'static [&'static str] = &[
        "attachment.state",
        "attachment.vpc-id",
        "internet-gateway-id",
        "owner-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let vpc = self.vpc_id.iter();
        match name {
            "attachment.state" => vpc
                .map(|_| INTERNET_GATEWAY_ATTACHMENT_STATE.to_owned())
                .collect(),
            "attachment.vpc-id" => vpc.map(ToString::to_string).collect(),
            "internet-gateway-id" => vec![self.id.to_string()],
            "owner-id" => vec![self.scope.account.to_string()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

/// Tags are all that AWS filters these by.
impl Filterable for EgressOnlyInternetGateway {
    const FILTERS: &'static [&'static str] = &[];

    fn filter_values(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}
