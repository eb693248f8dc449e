//! Endpoint policies: who can have which.

use crate::domain::available_service::AvailableService;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Error, Result};
use crate::domain::policy;

const PARAMETER: &str = "PolicyDocument";

/// Whether an endpoint of this type, to this service, can have the policy.
pub(super) fn check(
    text: Option<&str>,
    endpoint_type: EndpointType,
    service: &AvailableService,
) -> Result<()> {
    let Some(text) = text else { return Ok(()) };
    if endpoint_type == EndpointType::GatewayLoadBalancer {
        return Err(Error::invalid(
            PARAMETER,
            "Endpoint policies are not supported for GatewayLoadBalancer type VPC Endpoints.",
        ));
    }
    policy::check(text)?;
    if endpoint_type == EndpointType::Gateway {
        policy::check_principals_are_all(text)?;
    }
    if service.policy_supported || policy::is_full_access(text) {
        return Ok(());
    }
    Err(Error::invalid(
        PARAMETER,
        format!(
            "The service {} does not support endpoint policies",
            service.name
        ),
    ))
}

/// The policy as given, or the default one; none where there are no policies.
pub(super) fn or_default(text: Option<String>, endpoint_type: EndpointType) -> Option<String> {
    let default = match endpoint_type {
        EndpointType::Interface => policy::FULL_ACCESS,
        EndpointType::Gateway => policy::GATEWAY_FULL_ACCESS,
        EndpointType::GatewayLoadBalancer => return None,
    };
    Some(text.unwrap_or_else(|| default.to_owned()))
}
