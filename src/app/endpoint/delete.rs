//! Deleting endpoints: the consumer begins it, the reconciler takes them down.

use serde::Serialize;

use super::{private_dns, record};
use crate::app::context::{Command, Session};
use crate::app::endpoint_service::{Unsuccessful, parse_ids};
use crate::app::{route, usage};
use crate::domain::connection::{ConnectionEvent, Transition};
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{EndpointId, Id};
use crate::store::Stored;

/// Deletes endpoints, each by itself.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteEndpoints {
    /// Which ones.
    pub endpoint_ids: Vec<String>,
}

impl Command for DeleteEndpoints {
    const NAME: &'static str = "DeleteVpcEndpoints";
    type Output = Vec<Unsuccessful>;

    async fn execute(self, session: &mut Session) -> Result<Vec<Unsuccessful>> {
        let ids = parse_ids::<EndpointId>("VpcEndpointId", &self.endpoint_ids)?;
        let mut unsuccessful = Vec::new();
        for id in ids {
            if let Err(refusal) = delete(session, &id).await? {
                unsuccessful.push(Unsuccessful::new(id.as_str(), &refusal));
            }
        }
        Ok(unsuccessful)
    }
}

/// Deletes one endpoint.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteEndpoint {
    /// Which one.
    pub endpoint_id: String,
}

impl Command for DeleteEndpoint {
    const NAME: &'static str = DeleteEndpoints::NAME;
    type Output = Stored<Endpoint>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Endpoint>> {
        let id = EndpointId::parse(&self.endpoint_id)?;
        delete(session, &id)
            .await?
            .map_err(|refusal| match refusal.code {
                Code::EndpointItemNotFound => EndpointId::not_found(id.as_str()),
                _ => refusal,
            })
    }
}

/// Begins to delete one endpoint, or says why that cannot be.
async fn delete(session: &mut Session, id: &EndpointId) -> Result<Result<Stored<Endpoint>, Error>> {
    let not_found = || EndpointId::not_found(id.as_str()).with_code(Code::EndpointItemNotFound);
    let scope = session.scope();
    let Some(mut endpoint) = session.tx.get::<Endpoint>(&scope, id.as_str()).await? else {
        return Ok(Err(not_found()));
    };
    session.check_version(&endpoint)?;
    let from = endpoint.connection.name();
    let timing = session.settings.timing;
    let next = match endpoint
        .connection
        .apply(ConnectionEvent::Delete, session.now, &timing)
    {
        Transition::To(next) => next,
        Transition::Unchanged => return Ok(Ok(endpoint)),
        Transition::Refused => return Ok(Err(not_found())),
    };
    match endpoint.endpoint_type {
        EndpointType::Interface => private_dns::disable(session, &mut endpoint).await?,
        EndpointType::Gateway => {
            if leaves_resolvers_alone(session, &endpoint).await? {
                return Ok(Err(Error::new(
                    Code::DependencyViolation,
                    format!(
                        "The VPC endpoint '{id}' cannot be deleted while an interface endpoint for the same service in {} has private DNS for inbound resolver endpoints only.",
                        endpoint.vpc_id
                    ),
                )));
            }
            endpoint.route_table_ids.clear();
            route::remove_endpoint_routes(session, id, None).await?;
        }
        EndpointType::GatewayLoadBalancer => {
            if route::endpoint_is_routed(&mut session.tx, id).await? {
                return Ok(Err(Error::new(
                    Code::DependencyViolation,
                    format!(
                        "The VPC endpoint '{id}' is the target of routes and cannot be deleted."
                    ),
                )));
            }
        }
    }
    usage::close_all(&mut session.tx, id, session.now).await?;
    endpoint.connection = next;
    let endpoint = session.tx.update(endpoint).await?;
    let to = endpoint.connection.name();
    record(session, &endpoint, Some(from), Some(to)).await?;
    Ok(Ok(endpoint))
}

/// Whether the endpoint is the VPC's last gateway endpoint for a service whose private names only inbound resolver
/// endpoints get.
async fn leaves_resolvers_alone(session: &mut Session, endpoint: &Endpoint) -> Result<bool> {
    let (vpc_id, service_name) = (endpoint.vpc_id.as_str(), &endpoint.service_name);
    let tx = &mut session.tx;
    Ok(tx
        .vpc_has_inbound_only_endpoint(vpc_id, service_name)
        .await?
        && tx.gateway_endpoints_for(vpc_id, service_name).await? == 1)
}
