//! A VPC endpoint of the interface type, and the names under which it is reached.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::connection::ConnectionState;
use super::filter::Filterable;
use super::id::{ConnectionId, EndpointId, EndpointServiceId, NetworkInterfaceId, SubnetId, VpcId};
use super::network_interface::SecurityGroupRef;
use super::scope::Scope;
use super::tag::Tag;

/// A VPC endpoint, and with it its connection to the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// Identifier.
    pub id: EndpointId,
    /// Owner: the consumer.
    pub scope: Scope,
    /// Identifier of the connection, which the provider sees.
    pub connection_id: ConnectionId,
    /// The state of the connection, which both see.
    pub connection: ConnectionState,
    /// The consumer's VPC.
    pub vpc_id: VpcId,
    /// The service it connects to.
    pub service_name: String,
    /// The service's identifier. It may outlive the service.
    pub service_id: EndpointServiceId,
    /// The provider.
    pub service_scope: Scope,
    /// Its subnets, one in each zone, in order of zone.
    pub subnets: Vec<EndpointSubnet>,
    /// Security groups of its interfaces.
    pub groups: Vec<SecurityGroupRef>,
    /// The policy's text as given, or the default.
    pub policy_document: String,
    /// The random part of its names.
    pub dns_suffix: String,
    /// Tags.
    pub tags: Vec<Tag>,
    /// Tags that the provider put on the connection.
    pub connection_tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// An endpoint's place in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndpointSubnet {
    /// The subnet.
    pub subnet_id: SubnetId,
    /// The subnet's zone.
    pub availability_zone: String,
    /// The interface in it.
    pub network_interface_id: NetworkInterfaceId,
}

/// A name under which an endpoint is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DnsEntry {
    /// The name.
    pub dns_name: String,
    /// The hosted zone that answers for it; `None` in regions whose zone is not known.
    pub hosted_zone_id: Option<String>,
}

/// The type of every endpoint that can be created.
pub const ENDPOINT_TYPE: &str = "Interface";
/// The address type of every endpoint that can be created, and of its DNS records.
pub const IP_ADDRESS_TYPE: &str = "ipv4";

impl Endpoint {
    /// The regional name, then one per zone; none without subnets.
    pub fn dns_entries(&self) -> Vec<DnsEntry> {
        if self.subnets.is_empty() {
            return Vec::new();
        }
        let region = &self.service_scope.region;
        let tail = format!("{}.{region}.vpce.amazonaws.com", self.service_id);
        let head = format!("{}-{}", self.id, self.dns_suffix);
        let zonal = self
            .subnets
            .iter()
            .map(|subnet| format!("{head}-{}.{tail}", subnet.availability_zone));
        std::iter::once(format!("{head}.{tail}"))
            .chain(zonal)
            .map(|dns_name| DnsEntry {
                dns_name,
                hosted_zone_id: region.data().vpce_hosted_zone_id.map(str::to_owned),
            })
            .collect()
    }

    /// The ARN.
    pub fn arn(&self) -> String {
        self.scope.arn("ec2", &format!("vpc-endpoint/{}", self.id))
    }
}

impl Filterable for Endpoint {
    const FILTERS: &'static [&'static str] = &[
        "ip-address-type",
        "service-name",
        "service-region",
        "vpc-endpoint-id",
        "vpc-endpoint-state",
        "vpc-endpoint-type",
        "vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "ip-address-type" => IP_ADDRESS_TYPE.to_owned(),
            "service-name" => self.service_name.clone(),
            "service-region" => self.service_scope.region.to_string(),
            "vpc-endpoint-id" => self.id.to_string(),
            "vpc-endpoint-state" => self.connection.name().to_owned(),
            "vpc-endpoint-type" => ENDPOINT_TYPE.to_owned(),
            "vpc-id" => self.vpc_id.to_string(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

/// An endpoint as the service's provider sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The service's load balancers; none once the service is gone.
    pub network_load_balancer_arns: Vec<String>,
}

impl Filterable for Connection {
    const FILTERS: &'static [&'static str] = &[
        "ip-address-type",
        "service-id",
        "vpc-endpoint-id",
        "vpc-endpoint-owner",
        "vpc-endpoint-region",
        "vpc-endpoint-state",
    ];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let endpoint = &self.endpoint;
        match name {
            "ip-address-type" => vec![IP_ADDRESS_TYPE.to_owned()],
            "service-id" => vec![endpoint.service_id.to_string()],
            "vpc-endpoint-id" => vec![endpoint.id.to_string()],
            "vpc-endpoint-owner" => vec![endpoint.scope.account.to_string()],
            "vpc-endpoint-region" => vec![endpoint.scope.region.to_string()],
            "vpc-endpoint-state" => {
                let name = endpoint.connection.name();
                let mut pascal = name.to_owned();
                pascal[..1].make_ascii_uppercase();
                vec![name.to_owned(), pascal]
            }
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.endpoint.connection_tags
    }
}
