//! Endpoints: what a consumer does with them.

mod association;
mod create;
mod delete;
mod dns;
mod gateway;
mod metering;
mod modify;
mod placement;
mod policy;
mod private_dns;
mod security;

use super::context::Session;
use super::delivery;
use super::list::listed_as_stored;
use crate::domain::endpoint::Endpoint;
use crate::domain::error::Result;
use crate::domain::event::ResourceType;
use crate::domain::id::{EndpointId, Id};
use crate::domain::scope::Scope;

pub use association::ListAssociations;
pub use create::CreateEndpoint;
pub use delete::{DeleteEndpoint, DeleteEndpoints};
pub use dns::DnsWish;
pub use modify::ModifyEndpoint;
pub(super) use modify::difference;
pub use placement::SubnetConfiguration;

listed_as_stored!(Endpoint, "DescribeVpcEndpoints", EndpointId);

/// Who sees what happens to an endpoint: the consumer, and the provider unless that is AWS.
pub(super) fn audience(endpoint: &Endpoint) -> Vec<Scope> {
    std::iter::once(endpoint.scope.clone())
        .chain(endpoint.service_scope.provider())
        .collect()
}

/// Writes an event that consumer and provider both see, and what notifications publish of it.
pub(super) async fn record(
    session: &mut Session,
    endpoint: &Endpoint,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    let audience = audience(endpoint);
    let audience: Vec<&Scope> = audience.iter().collect();
    session
        .record_for(
            ResourceType::VpcEndpoint,
            endpoint.id.as_str(),
            &endpoint.scope,
            from,
            to,
            &audience,
        )
        .await?;
    delivery::enqueue(session, endpoint, from).await
}
