//! An endpoint's DNS options: what a user asks for, and what it becomes.

use serde::Serialize;

use crate::app::context::Session;
use crate::domain::dns_options::{DnsOptions, RecordIpType};
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Error, Result};
use crate::domain::id::Id;
use crate::domain::ip_address_type::IpAddressType;

/// What a user asks for; `None` leaves it as it is, or as it is by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DnsWish {
    /// The records of the names.
    pub record_ip_type: Option<String>,
    /// Whether only a resolver's inbound endpoint gets the private names' answers.
    pub private_dns_only_for_inbound_resolver_endpoint: Option<bool>,
    /// Belongs to resource and service network endpoints, which are not served.
    pub private_dns_preference: Option<String>,
    /// Belongs to resource and service network endpoints, which are not served.
    pub private_dns_specified_domains: Vec<String>,
}

const INBOUND_ONLY: &str = "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint";

impl DnsWish {
    /// Whether anything is asked for.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The options of an endpoint of this type and with these addresses, which has had `present` so far.
    pub(super) fn resolve(
        &self,
        endpoint_type: EndpointType,
        addresses: IpAddressType,
        present: Option<&DnsOptions>,
    ) -> Result<DnsOptions> {
        for (parameter, given) in [
            (
                "DnsOptions.PrivateDnsPreference",
                self.private_dns_preference.is_some(),
            ),
            (
                "DnsOptions.PrivateDnsSpecifiedDomain",
                !self.private_dns_specified_domains.is_empty(),
            ),
        ] {
            if given {
                return Err(Error::invalid(
                    parameter,
                    format!(
                        "{parameter} is only supported for Resource and ServiceNetwork type VPC Endpoints."
                    ),
                ));
            }
        }
        let record_ip_type = match (&self.record_ip_type, present) {
            (Some(text), _) => RecordIpType::parse(text)?,
            (None, Some(present))
                if present
                    .record_ip_type
                    .check(endpoint_type, addresses)
                    .is_ok() =>
            {
                present.record_ip_type
            }
            (None, _) => RecordIpType::default_for(endpoint_type, addresses),
        };
        record_ip_type.check(endpoint_type, addresses)?;
        let before = present.is_some_and(|it| it.private_dns_only_for_inbound_resolver_endpoint);
        Ok(DnsOptions {
            record_ip_type,
            private_dns_only_for_inbound_resolver_endpoint: self
                .private_dns_only_for_inbound_resolver_endpoint
                .unwrap_or(before),
        })
    }
}

/// Refuses options for Gateway Load Balancer endpoints, which have no names.
pub(super) fn not_for_appliances(wish: &DnsWish) -> Result<()> {
    if wish.is_empty() {
        return Ok(());
    }
    Err(Error::invalid(
        "DnsOptions",
        "DNS options are not supported for GatewayLoadBalancer type VPC Endpoints.",
    ))
}

/// A service that a gateway leads to as well answers to its private names for inbound resolver endpoints only, unless the
/// user says otherwise: the VPC itself has its gateway endpoint.
pub(super) fn default_inbound_only(session: &Session, endpoint: &mut Endpoint, wish: &DnsWish) {
    let unsaid = wish
        .private_dns_only_for_inbound_resolver_endpoint
        .is_none();
    if unsaid && endpoint.private_dns.is_some() && has_gateway(session, endpoint) {
        endpoint
            .dns_options
            .private_dns_only_for_inbound_resolver_endpoint = true;
    }
}

/// Whether the endpoint's service can be reached by gateway endpoints as well.
fn has_gateway(session: &Session, endpoint: &Endpoint) -> bool {
    let region = &endpoint.service_scope.region;
    let catalogue = &session.settings.catalogue;
    let gateway = catalogue.find(region, &endpoint.service_name, EndpointType::Gateway);
    gateway.is_some() && !endpoint.is_cross_region()
}

/// If only a resolver's inbound endpoint is to get the private names, the VPC itself needs a gateway endpoint.
pub(super) async fn check_inbound_only(session: &mut Session, endpoint: &Endpoint) -> Result<()> {
    if !endpoint
        .dns_options
        .private_dns_only_for_inbound_resolver_endpoint
    {
        return Ok(());
    }
    if endpoint.endpoint_type != EndpointType::Interface || !has_gateway(session, endpoint) {
        return Err(Error::invalid(
            INBOUND_ONLY,
            "PrivateDnsOnlyForInboundResolverEndpoint is only supported for interface endpoints of services with a gateway endpoint",
        ));
    }
    let present = session
        .tx
        .gateway_endpoints_for(endpoint.vpc_id.as_str(), &endpoint.service_name)
        .await?;
    if present > 0 {
        Ok(())
    } else {
        Err(Error::invalid(
            INBOUND_ONLY,
            format!(
                "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC {} must have a Gateway endpoint for the service.",
                endpoint.vpc_id
            ),
        ))
    }
}
