//! A VPC endpoint, and the names under which it is reached.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::connection::ConnectionState;
use super::dns_options::DnsOptions;
use super::endpoint_type::EndpointType;
use super::filter::Filterable;
use super::id::{
    ConnectionId, EndpointId, EndpointServiceId, NetworkInterfaceId, RouteTableId, SubnetId, VpcId,
};
use super::ip_address_type::IpAddressType;
use super::network_interface::SecurityGroupRef;
use super::scope::Scope;
use super::service_scope::{ServiceOwner, ServiceScope};
use super::tag::Tag;

/// A VPC endpoint, and with it its connection to the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// Identifier.
    pub id: EndpointId,
    /// Owner: the consumer.
    pub scope: Scope,
    /// How it brings the service into the VPC.
    pub endpoint_type: EndpointType,
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
    pub service_scope: ServiceScope,
    /// The service's name under which the endpoint's own names are made; empty where endpoints have none.
    pub base_dns_name: String,
    /// Whether its names stand for every host below them, as Amazon S3's do for buckets.
    pub wildcard_names: bool,
    /// Its subnets, one in each zone, in order of zone. A gateway endpoint has none, a Gateway Load Balancer endpoint one.
    pub subnets: Vec<EndpointSubnet>,
    /// The route tables that lead to a gateway endpoint, in order.
    pub route_table_ids: Vec<RouteTableId>,
    /// Security groups of its interfaces; only an interface endpoint has any.
    pub groups: Vec<SecurityGroupRef>,
    /// The policy's text as given, or the default; a Gateway Load Balancer endpoint has none.
    pub policy_document: Option<String>,
    /// The addresses of its interfaces, or of its service's prefix lists.
    pub ip_address_type: IpAddressType,
    /// How its names are resolved.
    pub dns_options: DnsOptions,
    /// The service's own names, if the VPC resolves them to the endpoint.
    pub private_dns: Option<PrivateDns>,
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

/// The service's own names as the endpoint's VPC resolves them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrivateDns {
    /// The names, as they were when private DNS was enabled; the main one first.
    pub names: Vec<String>,
    /// The hidden zone that answers for them.
    pub hosted_zone_id: String,
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

impl Endpoint {
    /// The regional name, one per zone, and the private ones; none without subnets, or without interfaces to answer.
    pub fn dns_entries(&self) -> Vec<DnsEntry> {
        if self.subnets.is_empty() || self.endpoint_type != EndpointType::Interface {
            return Vec::new();
        }
        let region = &self.service_scope.region;
        let tail = &self.base_dns_name;
        let of_aws = self.service_scope.owner == ServiceOwner::Amazon;
        let wildcard = if self.wildcard_names { "*." } else { "" };
        let head = format!("{wildcard}{}-{}", self.id, self.dns_suffix);
        // AWS's own services have no zonal names outside their region.
        let zones: &[EndpointSubnet] = if of_aws && self.is_cross_region() {
            &[]
        } else {
            &self.subnets
        };
        let zonal = zones
            .iter()
            .map(|subnet| format!("{head}-{}.{tail}", subnet.availability_zone));
        let own = std::iter::once(format!("{head}.{tail}"))
            .chain(zonal)
            .map(|dns_name| DnsEntry {
                dns_name,
                hosted_zone_id: region.data().vpce_hosted_zone_id.map(str::to_owned),
            });
        let private = self.private_dns.iter().flat_map(|private| {
            private.names.iter().map(|name| DnsEntry {
                dns_name: name.clone(),
                hosted_zone_id: Some(private.hosted_zone_id.clone()),
            })
        });
        own.chain(private).collect()
    }

    /// Whether the service is in another region than the endpoint.
    pub fn is_cross_region(&self) -> bool {
        self.service_scope.region != self.scope.region
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
            "ip-address-type" => self.ip_address_type.name().to_owned(),
            "service-name" => self.service_name.clone(),
            "service-region" => self.service_scope.region.to_string(),
            "vpc-endpoint-id" => self.id.to_string(),
            "vpc-endpoint-state" => self.connection.name().to_owned(),
            "vpc-endpoint-type" => self.endpoint_type.name().to_owned(),
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
    pub load_balancer_arns: Vec<String>,
}

/// What the filter `vpc-endpoint-region` has for every region but the service's.
const CROSS_REGION: &str = "cross-region";

impl Connection {
    /// The load balancers, if they are those that such an endpoint connects to.
    pub fn load_balancers_for(&self, endpoint_type: EndpointType) -> Vec<String> {
        if self.endpoint.endpoint_type == endpoint_type {
            self.load_balancer_arns.clone()
        } else {
            Vec::new()
        }
    }
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
            "ip-address-type" => vec![endpoint.ip_address_type.name().to_owned()],
            "service-id" => vec![endpoint.service_id.to_string()],
            "vpc-endpoint-id" => vec![endpoint.id.to_string()],
            "vpc-endpoint-owner" => vec![endpoint.scope.account.to_string()],
            "vpc-endpoint-region" => {
                let mut values = vec![endpoint.scope.region.to_string()];
                if endpoint.is_cross_region() {
                    values.push(CROSS_REGION.to_owned());
                }
                values
            }
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
