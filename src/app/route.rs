//! Routes: users make those to gateway load balancer endpoints, gateway endpoints bring their own.

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use crate::domain::connection::ConnectionState;
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{EndpointId, Id, PrefixListId, RouteTableId};
use crate::domain::limit;
use crate::domain::route::{
    Destination, LOCAL_GATEWAY, LOCAL_ORIGIN, ORIGIN, Route, RouteState, RouteTarget,
};
use crate::domain::route_table::RouteTable;
use crate::store::{Stored, Tx};

/// A route as lists show it: a local one or one that is a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteView {
    /// Where the traffic wants to go.
    pub destination: Destination,
    /// `local`, or the endpoint that it is sent to.
    pub gateway: String,
    /// How it came to be, in EC2's words.
    pub origin: String,
    /// Whether it works.
    pub state: RouteState,
    /// The version of the document. A local route never changes.
    pub version: i64,
}

impl RouteView {
    fn local(destination: Destination) -> Self {
        Self {
            destination,
            gateway: LOCAL_GATEWAY.to_owned(),
            origin: LOCAL_ORIGIN.to_owned(),
            state: RouteState::Active,
            version: 1,
        }
    }

    fn of(route: &Stored<Route>, state: RouteState) -> Self {
        Self {
            destination: route.destination.clone(),
            gateway: route.target.endpoint_id().to_string(),
            origin: ORIGIN.to_owned(),
            state,
            version: route.version,
        }
    }
}

/// All routes of a table, the local ones first.
pub(super) fn views(
    table: &RouteTable,
    routes: Vec<(Stored<Route>, RouteState)>,
) -> Vec<RouteView> {
    local_destinations(table)
        .map(RouteView::local)
        .chain(
            routes
                .into_iter()
                .map(|(route, state)| RouteView::of(&route, state)),
        )
        .collect()
}

fn local_destinations(table: &RouteTable) -> impl Iterator<Item = Destination> {
    let ipv6 = table.vpc_ipv6_cidr_block.map(Destination::Ipv6);
    std::iter::once(Destination::Ipv4(table.vpc_cidr_block)).chain(ipv6)
}

/// Adds a route to a table.
#[derive(Clone, Debug, Serialize)]
pub struct CreateRoute {
    /// The table.
    pub route_table_id: String,
    /// Where the traffic wants to go.
    pub destination: Destination,
    /// An endpoint of a gateway load balancer in the table's VPC.
    pub endpoint_id: Option<String>,
}

impl Command for CreateRoute {
    const NAME: &'static str = "CreateRoute";
    type Output = RouteView;

    async fn execute(self, session: &mut Session) -> Result<RouteView> {
        let table_id = RouteTableId::parse(&self.route_table_id)?;
        let destination = self.destination;
        let table: Stored<RouteTable> = session.find(&table_id).await?;
        let target = target(session, &table, &destination, self.endpoint_id.as_deref()).await?;
        if local_destinations(&table).any(|local| local == destination) {
            return Err(destination.already_exists(&table_id));
        }
        let routes = routes_of(session, &table_id).await?;
        if routes
            .iter()
            .any(|(route, _)| route.destination == destination)
        {
            return Err(destination.already_exists(&table_id));
        }
        check_limit(&table_id, routes.len() + 1)?;
        let route = insert(session, &table, destination, target).await?;
        record(session, &route, None, Some(RouteState::Active)).await?;
        view(session, &route).await
    }
}

/// Gives a route another target.
#[derive(Clone, Debug, Serialize)]
pub struct ReplaceRoute {
    /// The table.
    pub route_table_id: String,
    /// Which route.
    pub destination: Destination,
    /// An endpoint of a gateway load balancer in the table's VPC.
    pub endpoint_id: Option<String>,
}

impl Command for ReplaceRoute {
    const NAME: &'static str = "ReplaceRoute";
    type Output = RouteView;

    async fn execute(self, session: &mut Session) -> Result<RouteView> {
        let table_id = RouteTableId::parse(&self.route_table_id)?;
        let destination = self.destination;
        let table: Stored<RouteTable> = session.find(&table_id).await?;
        let target = target(session, &table, &destination, self.endpoint_id.as_deref()).await?;
        if local_destinations(&table).any(|local| local == destination) {
            return Err(Error::invalid_value(
                destination.parameter(),
                format!("cannot replace local route {destination} in route table {table_id}"),
            ));
        }
        let (mut route, from) = find(session, &table_id, &destination).await?;
        session.check_version(&route)?;
        route.target = target;
        let route = session.tx.update(route).await?;
        record(session, &route, Some(from), Some(RouteState::Active)).await?;
        view(session, &route).await
    }
}

/// Takes a route out of a table.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteRoute {
    /// The table.
    pub route_table_id: String,
    /// Which route.
    pub destination: Destination,
}

impl Command for DeleteRoute {
    const NAME: &'static str = "DeleteRoute";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let table_id = RouteTableId::parse(&self.route_table_id)?;
        let destination = self.destination;
        let table: Stored<RouteTable> = session.find(&table_id).await?;
        if local_destinations(&table).any(|local| local == destination) {
            return Err(Error::invalid_value(
                destination.parameter(),
                format!("cannot remove local route {destination} in route table {table_id}"),
            ));
        }
        let (route, state) = find(session, &table_id, &destination).await?;
        session.check_version(&route)?;
        match &route.target {
            RouteTarget::GatewayLoadBalancerEndpoint { .. } => {}
            RouteTarget::GatewayEndpoint { endpoint_id } => {
                return Err(Error::invalid_value(
                    destination.parameter(),
                    format!(
                        "cannot remove VPC endpoint route {destination} in route table {table_id}: it belongs to {endpoint_id}"
                    ),
                ));
            }
        }
        session.tx.delete(&route).await?;
        record(session, &route, Some(state), None).await
    }
}

/// All routes of one of the caller's tables.
pub struct ListRoutes {
    /// The table.
    pub route_table_id: String,
}

impl Query for ListRoutes {
    const NAME: &'static str = "ListRoutes";
    type Output = Vec<RouteView>;

    async fn fetch(self, session: &mut Session) -> Result<Vec<RouteView>> {
        let table_id = RouteTableId::parse(&self.route_table_id)?;
        let table: Stored<RouteTable> = session.find(&table_id).await?;
        let routes = routes_of(session, &table_id).await?;
        Ok(views(&table, routes))
    }
}

/// One route of one of the caller's tables.
pub struct GetRoute {
    /// The table.
    pub route_table_id: String,
    /// Which route.
    pub destination: Destination,
}

impl Query for GetRoute {
    const NAME: &'static str = "GetRoute";
    type Output = RouteView;

    async fn fetch(self, session: &mut Session) -> Result<RouteView> {
        let table_id = RouteTableId::parse(&self.route_table_id)?;
        let destination = self.destination;
        let table: Stored<RouteTable> = session.find(&table_id).await?;
        if local_destinations(&table).any(|local| local == destination) {
            return Ok(RouteView::local(destination));
        }
        let (route, state) = find(session, &table_id, &destination).await?;
        Ok(RouteView::of(&route, state))
    }
}

/// Makes the routes that a gateway endpoint has in a table those to these prefix lists. A list that another endpoint has
/// routed there is refused. The endpoint's own event covers them.
pub(super) async fn set_endpoint_routes(
    session: &mut Session,
    endpoint_id: &EndpointId,
    table: &RouteTable,
    prefix_list_ids: &[PrefixListId],
) -> Result<()> {
    let mut missing: Vec<Destination> = prefix_list_ids
        .iter()
        .map(|id| Destination::PrefixList(id.clone()))
        .collect();
    let mut count = missing.len();
    for (route, _) in routes_of(session, &table.id).await? {
        let is_own = route.target.endpoint_id() == endpoint_id;
        match missing.iter().position(|it| *it == route.destination) {
            Some(_) if !is_own => {
                let refusal = route.destination.already_exists(&table.id);
                return Err(refusal.about("RouteTableId"));
            }
            Some(position) => drop(missing.remove(position)),
            None if is_own => session.tx.delete(&route).await?,
            None => count += 1,
        }
    }
    check_limit(&table.id, count)?;
    for destination in missing {
        let target = RouteTarget::GatewayEndpoint {
            endpoint_id: endpoint_id.clone(),
        };
        insert(session, table, destination, target).await?;
    }
    Ok(())
}

/// Takes a gateway endpoint's routes out of these tables, or out of all. The endpoint's own event covers that.
pub(super) async fn remove_endpoint_routes(
    session: &mut Session,
    endpoint_id: &EndpointId,
    route_table_ids: Option<&[RouteTableId]>,
) -> Result<()> {
    for route in session.tx.routes_to(endpoint_id.as_str()).await? {
        if route_table_ids.is_none_or(|ids| ids.contains(&route.route_table_id)) {
            session.tx.delete(&route).await?;
        }
    }
    Ok(())
}

/// Whether a route leads to the endpoint.
pub(super) async fn endpoint_is_routed(tx: &mut Tx, endpoint_id: &EndpointId) -> Result<bool> {
    Ok(!tx.routes_to(endpoint_id.as_str()).await?.is_empty())
}

/// Takes users' routes out of a table because the table ends. Those of gateway endpoints hold it.
pub(super) async fn release_table(session: &mut Session, table_id: &RouteTableId) -> Result<()> {
    for (route, state) in routes_of(session, table_id).await? {
        match route.target {
            RouteTarget::GatewayEndpoint { .. } => {
                return Err(Error::new(
                    Code::DependencyViolation,
                    format!("The routeTable '{table_id}' has dependencies and cannot be deleted."),
                )
                .about("RouteTableId"));
            }
            RouteTarget::GatewayLoadBalancerEndpoint { .. } => {
                session.tx.delete(&route).await?;
                record(session, &route, Some(state), None).await?;
            }
        }
    }
    Ok(())
}

/// The target that a request names, if a route to the destination can have it.
async fn target(
    session: &mut Session,
    table: &RouteTable,
    destination: &Destination,
    endpoint_id: Option<&str>,
) -> Result<RouteTarget> {
    const PARAMETER: &str = "VpcEndpointId";
    let endpoint_id = EndpointId::parse(endpoint_id.ok_or_else(|| Error::missing(PARAMETER))?)?;
    if let Destination::PrefixList(_) = destination {
        return Err(Error::invalid_value(
            destination.parameter(),
            format!(
                "A route to a prefix list cannot have the target {endpoint_id}: gateway endpoints make theirs, and others have none"
            ),
        ));
    }
    let endpoint: Stored<Endpoint> = session.find(&endpoint_id).await?;
    if let state @ (ConnectionState::Deleting { .. } | ConnectionState::Deleted { .. }) =
        &endpoint.connection
    {
        return Err(Error::new(
            Code::IncorrectState,
            format!(
                "The Vpc Endpoint Id '{endpoint_id}' is in the state {state} and cannot be a target"
            ),
        )
        .about(PARAMETER));
    }
    if endpoint.endpoint_type != EndpointType::GatewayLoadBalancer {
        return Err(Error::invalid_value(
            PARAMETER,
            format!("{endpoint_id} is not a Gateway Load Balancer endpoint"),
        ));
    }
    if endpoint.vpc_id != table.vpc_id {
        return Err(Error::invalid_value(
            PARAMETER,
            format!(
                "Route table {} and endpoint {endpoint_id} belong to different networks",
                table.id
            ),
        ));
    }
    Ok(RouteTarget::GatewayLoadBalancerEndpoint { endpoint_id })
}

fn check_limit(table_id: &RouteTableId, routes: usize) -> Result<()> {
    if routes <= limit::ROUTES_PER_TABLE {
        return Ok(());
    }
    Err(Error::new(
        Code::RouteLimitExceeded,
        format!("The maximum number of routes in the route table '{table_id}' has been reached."),
    )
    .about("RouteTableId"))
}

async fn routes_of(
    session: &mut Session,
    table_id: &RouteTableId,
) -> Result<Vec<(Stored<Route>, RouteState)>> {
    session.tx.routes_of(&[table_id.to_string()]).await
}

async fn find(
    session: &mut Session,
    table_id: &RouteTableId,
    destination: &Destination,
) -> Result<(Stored<Route>, RouteState)> {
    routes_of(session, table_id)
        .await?
        .into_iter()
        .find(|(route, _)| route.destination == *destination)
        .ok_or_else(|| destination.not_found(table_id))
}

async fn insert(
    session: &mut Session,
    table: &RouteTable,
    destination: Destination,
    target: RouteTarget,
) -> Result<Stored<Route>> {
    let route = Route {
        scope: table.scope.clone(),
        route_table_id: table.id.clone(),
        destination,
        target,
        created_at: session.now,
    };
    session.tx.insert(route).await
}

async fn view(session: &mut Session, route: &Route) -> Result<RouteView> {
    let (route, state) = find(session, &route.route_table_id, &route.destination).await?;
    Ok(RouteView::of(&route, state))
}

async fn record(
    session: &mut Session,
    route: &Route,
    from: Option<RouteState>,
    to: Option<RouteState>,
) -> Result<()> {
    let key = Route::key(&route.route_table_id, &route.destination);
    let (from, to) = (from.map(RouteState::name), to.map(RouteState::name));
    session.record(ResourceType::Route, &key, from, to).await
}
