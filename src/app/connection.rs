//! Connections: what a provider sees of the endpoints that connect to its services, and decides about them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::endpoint::record;
use super::endpoint_service::{Unsuccessful, parse_ids};
use super::list::{Source, page_of};
use crate::domain::connection::{ConnectionEvent, Transition};
use crate::domain::endpoint::{Connection, Endpoint};
use crate::domain::endpoint_service::EndpointService;
use crate::domain::error::{Code, Error, Result};
use crate::domain::filter::Filter;
use crate::domain::id::{EndpointId, EndpointServiceId, Id};
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::Scope;
use crate::store::{Stored, Tx};

/// The connections to the caller's services.
#[derive(Default)]
pub struct ListConnections {
    /// Only those to this service.
    pub service_id: Option<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListConnections {
    const NAME: &'static str = "DescribeVpcEndpointConnections";
    type Output = Page<Stored<Connection>>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let provider = session.scope();
        if let Some(id) = &self.service_id {
            session
                .find::<EndpointService, _>(&EndpointServiceId::parse(id)?)
                .await?;
        }
        let list = format!(
            "{provider}/{}",
            self.service_id.as_deref().unwrap_or_default()
        );
        let identity = ListIdentity::new(Self::NAME, &list, &self.filters);
        let source = ConnectionsTo {
            provider,
            service_id: self.service_id.or_else(|| only_service(&self.filters)),
        };
        page_of(
            &mut session.tx,
            &source,
            &identity,
            &self.filters,
            &self.page,
        )
        .await
    }
}

/// The service in a `service-id` filter that leaves only one.
fn only_service(filters: &[Filter]) -> Option<String> {
    filters
        .iter()
        .filter(|filter| filter.name == "service-id")
        .find_map(|filter| match filter.values.as_slice() {
            [value] if crate::domain::filter::is_literal(value) => Some(value.clone()),
            _ => None,
        })
}

struct ConnectionsTo {
    provider: Scope,
    service_id: Option<String>,
}

impl Source for ConnectionsTo {
    type Row = Stored<Endpoint>;
    type Item = Stored<Connection>;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        tx.connections_list(&self.provider, self.service_id.as_deref(), after, rows)
            .await
    }

    fn key(row: &Self::Row) -> String {
        row.id.to_string()
    }

    async fn assemble(&self, tx: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        let services: BTreeSet<String> =
            rows.iter().map(|row| row.service_id.to_string()).collect();
        let services: Vec<String> = services.into_iter().collect();
        let behind = tx.service_load_balancers(&services).await?;
        let seen = |row: Stored<Endpoint>| {
            let of_service = behind
                .iter()
                .filter(|(service_id, _)| service_id == row.service_id.as_str());
            let arns = of_service.map(|(_, arn)| arn.clone()).collect();
            seen_by_provider(row, arns)
        };
        Ok(rows.into_iter().map(seen).collect())
    }
}

fn seen_by_provider(
    endpoint: Stored<Endpoint>,
    load_balancer_arns: Vec<String>,
) -> Stored<Connection> {
    let Stored {
        version,
        value: endpoint,
    } = endpoint;
    Stored {
        version,
        value: Connection {
            endpoint,
            load_balancer_arns,
        },
    }
}

/// One connection to a service of the caller's.
pub struct GetConnection {
    /// The service.
    pub service_id: String,
    /// The endpoint.
    pub endpoint_id: String,
}

impl Query for GetConnection {
    const NAME: &'static str = "GetVpcEndpointConnection";
    type Output = Stored<Connection>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let (service, endpoint) = find(session, &self.service_id, &self.endpoint_id).await?;
        Ok(seen_by_provider(endpoint, service.value.load_balancer_arns))
    }
}

/// What a provider can decide.
#[derive(Clone, Copy)]
enum Decision {
    /// The endpoint may connect.
    Accept,
    /// It may not, or no longer.
    Reject,
}

impl Decision {
    fn event(self) -> ConnectionEvent {
        match self {
            Self::Accept => ConnectionEvent::Accept,
            Self::Reject => ConnectionEvent::Reject,
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Reject => "rejected",
        }
    }
}

/// Accepts connections, each by itself.
#[derive(Clone, Debug, Serialize)]
pub struct AcceptConnections {
    /// The service.
    pub service_id: String,
    /// The endpoints.
    pub endpoint_ids: Vec<String>,
}

/// Rejects connections, each by itself.
#[derive(Clone, Debug, Serialize)]
pub struct RejectConnections {
    /// The service.
    pub service_id: String,
    /// The endpoints.
    pub endpoint_ids: Vec<String>,
}

impl Command for AcceptConnections {
    const NAME: &'static str = "AcceptVpcEndpointConnections";
    type Output = Vec<Unsuccessful>;

    async fn execute(self, session: &mut Session) -> Result<Vec<Unsuccessful>> {
        decide(
            session,
            Decision::Accept,
            &self.service_id,
            &self.endpoint_ids,
        )
        .await
    }
}

impl Command for RejectConnections {
    const NAME: &'static str = "RejectVpcEndpointConnections";
    type Output = Vec<Unsuccessful>;

    async fn execute(self, session: &mut Session) -> Result<Vec<Unsuccessful>> {
        decide(
            session,
            Decision::Reject,
            &self.service_id,
            &self.endpoint_ids,
        )
        .await
    }
}

/// Accepts one connection.
#[derive(Clone, Debug, Serialize)]
pub struct AcceptConnection {
    /// The service.
    pub service_id: String,
    /// The endpoint.
    pub endpoint_id: String,
}

/// Rejects one connection.
#[derive(Clone, Debug, Serialize)]
pub struct RejectConnection {
    /// The service.
    pub service_id: String,
    /// The endpoint.
    pub endpoint_id: String,
}

impl Command for AcceptConnection {
    const NAME: &'static str = AcceptConnections::NAME;
    type Output = Stored<Connection>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Connection>> {
        decide_single(
            session,
            Decision::Accept,
            &self.service_id,
            &self.endpoint_id,
        )
        .await
    }
}

impl Command for RejectConnection {
    const NAME: &'static str = RejectConnections::NAME;
    type Output = Stored<Connection>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Connection>> {
        decide_single(
            session,
            Decision::Reject,
            &self.service_id,
            &self.endpoint_id,
        )
        .await
    }
}

async fn decide_single(
    session: &mut Session,
    decision: Decision,
    service_id: &str,
    endpoint_id: &str,
) -> Result<Stored<Connection>> {
    let (service, endpoint) = find(session, service_id, endpoint_id).await?;
    let endpoint = decide_one(session, decision, &service, endpoint).await??;
    Ok(seen_by_provider(endpoint, service.value.load_balancer_arns))
}

/// This service of the caller's, and the endpoint that is connected to it.
async fn find(
    session: &mut Session,
    service_id: &str,
    endpoint_id: &str,
) -> Result<(Stored<EndpointService>, Stored<Endpoint>)> {
    let service_id = EndpointServiceId::parse(service_id)?;
    let endpoint_id = EndpointId::parse(endpoint_id)?;
    let service = session.find(&service_id).await?;
    let endpoint = session
        .tx
        .connection_get(service_id.as_str(), endpoint_id.as_str())
        .await?;
    let endpoint = endpoint.ok_or_else(|| EndpointId::not_found(endpoint_id.as_str()))?;
    Ok((service, endpoint))
}

async fn decide(
    session: &mut Session,
    decision: Decision,
    service_id: &str,
    endpoint_ids: &[String],
) -> Result<Vec<Unsuccessful>> {
    let service_id = EndpointServiceId::parse(service_id)?;
    let endpoint_ids = parse_ids::<EndpointId>("VpcEndpointId", endpoint_ids)?;
    let service = session.find(&service_id).await?;
    let mut unsuccessful = Vec::new();
    for id in endpoint_ids {
        let endpoint = session
            .tx
            .connection_get(service_id.as_str(), id.as_str())
            .await?;
        let decided = match endpoint {
            Some(endpoint) => decide_one(session, decision, &service, endpoint).await?,
            None => Err(EndpointId::not_found(id.as_str()).with_code(Code::EndpointItemNotFound)),
        };
        if let Err(refusal) = decided {
            unsuccessful.push(Unsuccessful::new(id.as_str(), &refusal));
        }
    }
    Ok(unsuccessful)
}

/// Decides about one connection, or says why that cannot be.
async fn decide_one(
    session: &mut Session,
    decision: Decision,
    service: &EndpointService,
    mut endpoint: Stored<Endpoint>,
) -> Result<Result<Stored<Endpoint>, Error>> {
    session.check_version(&endpoint)?;
    let from = endpoint.connection.name();
    match endpoint
        .connection
        .apply(decision.event(), session.now, &session.settings.timing)
    {
        Transition::To(next) => {
            if let (Decision::Accept, Some(zone)) = (decision, zone_not_offered(&endpoint, service))
            {
                return Ok(Err(Error::new(
                    Code::InvalidState,
                    format!(
                        "The service no longer offers {zone}, in which '{}' has a subnet",
                        endpoint.id
                    ),
                )));
            }
            endpoint.connection = next;
            endpoint = session.tx.update(endpoint).await?;
            record(
                session,
                &endpoint,
                Some(from),
                Some(endpoint.connection.name()),
            )
            .await?;
            Ok(Ok(endpoint))
        }
        Transition::Unchanged => Ok(Ok(endpoint)),
        Transition::Refused => Ok(Err(Error::new(
            Code::InvalidState,
            format!(
                "The connection of '{}' is in the state {from} and cannot be {}",
                endpoint.id,
                decision.verb()
            ),
        ))),
    }
}

/// A zone of the endpoint's that the service has given up since it was rejected. Zones of other regions are not the
/// service's to offer.
fn zone_not_offered<'e>(endpoint: &'e Endpoint, service: &EndpointService) -> Option<&'e str> {
    if endpoint.is_cross_region() {
        return None;
    }
    let mut zones = endpoint
        .subnets
        .iter()
        .map(|subnet| subnet.availability_zone.as_str());
    zones.find(|zone| !service.zones.iter().any(|offered| offered.name == *zone))
}
