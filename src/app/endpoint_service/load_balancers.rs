//! The load balancers behind an endpoint service.

use crate::app::context::Session;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{EndpointServiceId, Id};
use crate::domain::ip_address_type::IpAddressType;
use crate::domain::limit;
use crate::domain::load_balancer::LoadBalancer;
use crate::domain::load_balancer_type::LoadBalancerType;
use crate::domain::load_balancing_arn::parse_load_balancer_arn;
use crate::store::Stored;

/// Which kind of load balancers a new service is to have, and which ones.
pub(super) fn chosen(
    network: Vec<String>,
    gateway: Vec<String>,
) -> Result<(EndpointType, Vec<String>)> {
    match (network.is_empty(), gateway.is_empty()) {
        (true, true) => Err(Error::missing("NetworkLoadBalancerArn")),
        (false, true) => Ok((EndpointType::Interface, distinct(network))),
        (true, false) => Ok((EndpointType::GatewayLoadBalancer, distinct(gateway))),
        (false, false) => Err(Error::new(
            Code::InvalidParameterCombination,
            "A service has either Network Load Balancers or Gateway Load Balancers, not both",
        )
        .about("GatewayLoadBalancerArn")),
    }
}

/// The parameter that names load balancers for endpoints of this type.
pub(super) const fn parameter(endpoint_type: EndpointType) -> &'static str {
    match endpoint_type {
        EndpointType::Interface | EndpointType::Gateway => "NetworkLoadBalancerArn",
        EndpointType::GatewayLoadBalancer => "GatewayLoadBalancerArn",
    }
}

/// The caller's load balancers with these ARNs, which must all exist and be of the kind that such endpoints need.
pub(super) async fn find(
    session: &mut Session,
    endpoint_type: EndpointType,
    arns: &[String],
) -> Result<Vec<Stored<LoadBalancer>>> {
    let parameter = parameter(endpoint_type);
    if arns.len() > limit::LOAD_BALANCERS_PER_SERVICE {
        return Err(Error::invalid(
            parameter,
            format!(
                "A service can have at most {} load balancers",
                limit::LOAD_BALANCERS_PER_SERVICE
            ),
        ));
    }
    arns.iter()
        .try_for_each(|arn| check_arn(endpoint_type, arn))?;
    let scope = session.scope();
    let found: Vec<Stored<LoadBalancer>> = session.tx.get_many(&scope, arns).await?;
    let missing = arns
        .iter()
        .find(|arn| !found.iter().any(|balancer| balancer.arn == **arn));
    match missing {
        None => Ok(found),
        Some(arn) => {
            let (code, kind) = match endpoint_type {
                EndpointType::GatewayLoadBalancer => {
                    (Code::GatewayLoadBalancerArnNotFound, "gateway")
                }
                EndpointType::Interface | EndpointType::Gateway => {
                    (Code::NetworkLoadBalancerArnNotFound, "network")
                }
            };
            let message = format!("The {kind} load balancer '{arn}' does not exist");
            Err(Error::new(code, message).about(parameter))
        }
    }
}

fn check_arn(endpoint_type: EndpointType, arn: &str) -> Result<()> {
    let (wanted, malformed, kind) = match endpoint_type {
        EndpointType::GatewayLoadBalancer => (
            LoadBalancerType::Gateway,
            Code::GatewayLoadBalancerArnMalformed,
            "gateway",
        ),
        EndpointType::Interface | EndpointType::Gateway => (
            LoadBalancerType::Network,
            Code::NetworkLoadBalancerArnMalformed,
            "network",
        ),
    };
    let parameter = parameter(endpoint_type);
    match parse_load_balancer_arn(arn) {
        Some(found) if found == wanted => Ok(()),
        Some(_) => Err(Error::invalid(
            parameter,
            format!("The load balancer '{arn}' is not a {kind} load balancer"),
        )),
        None => Err(Error::new(
            malformed,
            format!("The {kind} load balancer ARN '{arn}' is malformed"),
        )
        .about(parameter)),
    }
}

/// Refuses IPv6 unless all load balancers have it.
pub(super) fn check_types(
    parameter: &'static str,
    types: &[IpAddressType],
    balancers: &[Stored<LoadBalancer>],
) -> Result<()> {
    let lacking = balancers
        .iter()
        .find(|balancer| !balancer.ip_address_type.has_ipv6());
    match lacking {
        Some(balancer) if types.contains(&IpAddressType::Ipv6) => Err(Error::invalid(
            parameter,
            format!(
                "IP address type ipv6 requires load balancers of the type dualstack, and '{}' is not one",
                balancer.arn
            ),
        )),
        _ => Ok(()),
    }
}

/// Refuses load balancers that are behind another service than `own`.
pub(super) async fn refuse_used(
    session: &mut Session,
    endpoint_type: EndpointType,
    arns: &[String],
    own: Option<&EndpointServiceId>,
) -> Result<()> {
    let used = session.tx.load_balancer_services(arns).await?;
    let other = used
        .iter()
        .find(|(_, service)| Some(service.as_str()) != own.map(Id::as_str));
    match other {
        None => Ok(()),
        Some((arn, _)) => Err(Error::invalid(
            parameter(endpoint_type),
            format!(
                "The load balancer '{arn}' is already associated with another VPC endpoint service"
            ),
        )),
    }
}

/// Each ARN once.
pub(super) fn distinct(arns: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(arns.len());
    for arn in arns {
        if !kept.contains(&arn) {
            kept.push(arn);
        }
    }
    kept
}
