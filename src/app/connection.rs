//! Connections: what a provider sees of the endpoints that connect to its services, and decides about them.

use serde::{Deserialize, Serialize};

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
    type Row = Stored<Connection>;
    type Item = Stored<Connection>;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        tx.connections_list(&self.provider, self.service_id.as_deref(), after, rows)
            .await
    }

    fn key(row: &Self::Row) -> String {
        row.value.0.id.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows)
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
        let endpoint = find(session, &self.service_id, &self.endpoint_id).await?;
        Ok(Stored {
            version: endpoint.version,
            value: Connection(endpoint.value),
        })
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

/// What became of connections that were to be decided about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedConnections {
    /// Those that are as decided now.
    pub decided: Vec<Stored<Connection>>,
    /// The others.
    pub unsuccessful: Vec<Unsuccessful>,
}

impl Command for AcceptConnections {
    const NAME: &'static str = "AcceptVpcEndpointConnections";
    type Output = DecidedConnections;

    async fn execute(self, session: &mut Session) -> Result<DecidedConnections> {
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
    type Output = DecidedConnections;

    async fn execute(self, session: &mut Session) -> Result<DecidedConnections> {
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
    let endpoint = find(session, service_id, endpoint_id).await?;
    decide_one(session, decision, endpoint).await?
}

/// The connection of this endpoint to this service of the caller's.
async fn find(
    session: &mut Session,
    service_id: &str,
    endpoint_id: &str,
) -> Result<Stored<Endpoint>> {
    let service_id = EndpointServiceId::parse(service_id)?;
    let endpoint_id = EndpointId::parse(endpoint_id)?;
    session.find::<EndpointService, _>(&service_id).await?;
    let endpoint = session
        .tx
        .connection_get(service_id.as_str(), endpoint_id.as_str())
        .await?;
    endpoint.ok_or_else(|| EndpointId::not_found(endpoint_id.as_str()))
}

async fn decide(
    session: &mut Session,
    decision: Decision,
    service_id: &str,
    endpoint_ids: &[String],
) -> Result<DecidedConnections> {
    let service_id = EndpointServiceId::parse(service_id)?;
    let endpoint_ids = parse_ids::<EndpointId>("VpcEndpointId", endpoint_ids)?;
    session.find::<EndpointService, _>(&service_id).await?;
    let mut outcome = DecidedConnections {
        decided: Vec::new(),
        unsuccessful: Vec::new(),
    };
    for id in endpoint_ids {
        match session
            .tx
            .connection_get(service_id.as_str(), id.as_str())
            .await?
        {
            Some(endpoint) => match decide_one(session, decision, endpoint).await? {
                Ok(endpoint) => outcome.decided.push(endpoint),
                Err(refusal) => outcome
                    .unsuccessful
                    .push(Unsuccessful::new(id.as_str(), &refusal)),
            },
            None => {
                let refusal =
                    EndpointId::not_found(id.as_str()).with_code(Code::EndpointItemNotFound);
                outcome
                    .unsuccessful
                    .push(Unsuccessful::new(id.as_str(), &refusal));
            }
        }
    }
    Ok(outcome)
}

/// Decides about one connection, or says why that cannot be.
async fn decide_one(
    session: &mut Session,
    decision: Decision,
    mut endpoint: Stored<Endpoint>,
) -> Result<Result<Stored<Connection>, Error>> {
    session.check_version(&endpoint)?;
    let from = endpoint.connection.name();
    match endpoint
        .connection
        .apply(decision.event(), session.now, &session.timing)
    {
        Transition::To(next) => {
            endpoint.connection = next;
            endpoint = session.tx.update(endpoint).await?;
            record(
                session,
                &endpoint,
                Some(from),
                Some(endpoint.connection.name()),
            )
            .await?;
        }
        Transition::Unchanged => {}
        Transition::Refused => {
            return Ok(Err(Error::new(
                Code::InvalidState,
                format!(
                    "The connection of '{}' is in the state {from} and cannot be {}",
                    endpoint.id,
                    decision.verb()
                ),
            )));
        }
    }
    Ok(Ok(Stored {
        version: endpoint.version,
        value: Connection(endpoint.value),
    }))
}
