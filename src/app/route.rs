//! Routes: users make most of them, gateway endpoints bring their own.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::route_target;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{EndpointId, Id, PrefixListId, RouteTableId};
use crate::domain::limit;
use crate::domain::route::{Destination, LOCAL_GATEWAY, LOCAL_ORIGIN, ORIGIN, Route, RouteState};
use crate::domain::route_table::RouteTable;
use crate::domain::route_target::{RouteTarget, TargetKind, TargetName, only_target};
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// A route as lists show it: a local one or one that is a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteView {
    /// Where the traffic wants to go.
    pub destination: Destination,
    /// Where it is sent; `None` for the VPC itself.
    pub target: Option<RouteTarget>,
    /// How it came to be, in EC2's words.
    pub origin: String,
    /// Whether it works.
    pub state: RouteState,
    /// The version of the document. A local route is none, and has the version 1.
    pub version: i64,
}

impl RouteView {
    fn local(destination: Destination) -> Self {
        Self {
            destination,
            target: None,
            origin: LOCAL_ORIGIN.to_owned(),
            state: RouteState::Active,
            version: 1,
        }
    }

    fn of(table: &RouteTable, route: Stored<Route>, state: RouteState) -> Self {
        let is_local = table.is_local(&route.destination);
        let Stored { version, value } = route;
        Self {
            destination: value.destination,
            target: Some(value.target),
            origin: if is_local { LOCAL_ORIGIN } else { ORIGIN }.to_owned(),
            state,
            version,
        }
    }

    /// The target's id, if it is shown as one of this kind. The VPC itself is shown as a gateway.
    pub fn target_as(&self, kind: TargetKind) -> Option<&str> {
        match &self.target {
            None if kind == TargetKind::Gateway => Some(LOCAL_GATEWAY),
            None => None,
            Some(target) => (target.kind() == kind).then(|| target.id()),
        }
    }
}

/// All routes of a table, the local ones first.
pub(super) fn views(
    table: &RouteTable,
    routes: Vec<(Stored<Route>, RouteState)>,
) -> Vec<RouteView> {
    let (mut replaced, others): (Vec<_>, Vec<_>) = routes
        .into_iter()
        .partition(|(route, _)| table.is_local(&route.destination));
    let local = table.local_destinations().map(|destination| {
        let found = replaced
            .iter()
            .position(|(route, _)| route.destination == destination);
        match found.map(|position| replaced.swap_remove(position)) {
            Some((route, state)) => RouteView::of(table, route, state),
            None => RouteView::local(destination),
        }
    });
    let local: Vec<RouteView> = local.collect();
    let others = others
        .into_iter()
        .map(|(route, state)| RouteView::of(table, route, state));
    local.into_iter().chain(others).collect()
}

/// Adds a route to a table.
#[derive(Clone, Debug, Serialize)]
pub struct CreateRoute {
    /// The table.
    pub route_table_id: String,
    /// Where the traffic wants to go.
    pub destination: Destination,
    /// Where it is sent. Exactly one must be named.
    pub targets: Vec<TargetName>,
}

impl Command for CreateRoute {
    const NAME: &'static str = "CreateRoute";
    type Output = RouteView;

    async fn execute(self, session: &mut Session) -> Result<RouteView> {
        let table_id = RouteTableId::parse(&self.route_table_id)?;
        let destination = self.destination;
        let name = only_target(&self.targets, "")?;
        let table: Stored<RouteTable> = session.find(&table_id).await?;
        let target = route_target::find(session, &table, &destination, name).await?;
        if table.is_local(&destination) {
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
        written(session, &table, &route, None).await
    }
}

/// Where a route is to lead instead.
#[derive(Clone, Debug, Serialize)]
pub enum NewTarget {
    /// To what is named, of which there must be exactly one.
    Named(Vec<TargetName>),
    /// To the VPC itself, as a local route does from the start.
    Local,
}

impl NewTarget {
    /// What a request asks for.
    pub fn chosen(targets: Vec<TargetName>, is_local: bool) -> Result<Self> {
        match targets.first() {
            Some(name) if is_local => {
                let other = name.kind.parameter();
                Err(Error::new(
                    Code::InvalidParameterCombination,
                    format!("{other} and LocalTarget cannot be used together"),
                )
                .about("LocalTarget"))
            }
            None if is_local => Ok(Self::Local),
            Some(_) | None => Ok(Self::Named(targets)),
        }
    }
}

/// Gives a route another target.
#[derive(Clone, Debug, Serialize)]
pub struct ReplaceRoute {
    /// The table.
    pub route_table_id: String,
    /// Which route.
    pub destination: Destination,
    /// Where it is to lead.
    pub target: NewTarget,
}

impl Command for ReplaceRoute {
    const NAME: &'static str = "ReplaceRoute";
    type Output = RouteView;

    async fn execute(self, session: &mut Session) -> Result<RouteView> {
        let table_id = RouteTableId::parse(&self.route_table_id)?;
        let destination = self.destination;
        let names = match &self.target {
            NewTarget::Named(names) => names.as_slice(),
            NewTarget::Local => return restore_local(session, &table_id, destination).await,
        };
        let name = only_target(names, ", or must have localTarget")?;
        let table: Stored<RouteTable> = session.find(&table_id).await?;
        let present = routes_of(session, &table_id)
            .await?
            .into_iter()
            .find(|(route, _)| route.destination == destination);
        if let Some((route, _)) = &present {
            refuse_if_of_endpoint(route, "replace")?;
        }
        let target = route_target::find(session, &table, &destination, name).await?;
        match present {
            Some((mut route, from)) => {
                session.check_version(&route)?;
                route.target = target;
                let route = session.tx.update(route).await?;
                written(session, &table, &route, Some(from)).await
            }
            None if table.is_local(&destination) => {
                let route = insert(session, &table, destination, target).await?;
                written(session, &table, &route, Some(RouteState::Active)).await
            }
            None => Err(destination.not_found(&table_id)),
        }
    }
}

/// Gives a local route the VPC itself as its target again.
async fn restore_local(
    session: &mut Session,
    table_id: &RouteTableId,
    destination: Destination,
) -> Result<RouteView> {
    let table: Stored<RouteTable> = session.find(table_id).await?;
    if !table.is_local(&destination) {
        return Err(Error::invalid_value(
            "LocalTarget",
            format!(
                "The route with {} {destination} in route table {table_id} is not a local route",
                destination.kind()
            ),
        ));
    }
    let present = routes_of(session, table_id)
        .await?
        .into_iter()
        .find(|(route, _)| route.destination == destination);
    if let Some((route, from)) = present {
        session.check_version(&route)?;
        session.tx.delete(&route).await?;
        record(session, &route, Some(from), Some(RouteState::Active)).await?;
    }
    Ok(RouteView::local(destination))
}

/// Refuses what users cannot do with a route that belongs to a gateway endpoint.
fn refuse_if_of_endpoint(route: &Route, what: &str) -> Result<()> {
    let endpoint_id = match &route.target {
        RouteTarget::GatewayEndpoint { endpoint_id } => endpoint_id,
        RouteTarget::GatewayLoadBalancerEndpoint { .. }
        | RouteTarget::InternetGateway { .. }
        | RouteTarget::EgressOnlyInternetGateway { .. }
        | RouteTarget::NatGateway { .. }
        | RouteTarget::NetworkInterface { .. } => return Ok(()),
    };
    let (destination, table_id) = (&route.destination, &route.route_table_id);
    Err(Error::invalid_value(
        destination.parameter(),
        format!(
            "cannot {what} VPC endpoint route {destination} in route table {table_id}: it belongs to {endpoint_id}"
        ),
    ))
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
        if table.is_local(&destination) {
            return Err(Error::invalid_value(
                destination.parameter(),
                format!("cannot remove local route {destination} in route table {table_id}"),
            ));
        }
        let (route, state) = find(session, &table_id, &destination).await?;
        session.check_version(&route)?;
        refuse_if_of_endpoint(&route, "remove")?;
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
        view(session, &table, &destination).await
    }
}

/// A virtual private gateway from which a table has routes: there are none.
pub struct FindPropagation {
    /// The table.
    pub route_table_id: String,
    /// The gateway.
    pub gateway_id: String,
}

impl Query for FindPropagation {
    const NAME: &'static str = "FindVgwRoutePropagation";
    type Output = ();

    async fn fetch(self, session: &mut Session) -> Result<()> {
        let table_id = RouteTableId::parse(&self.route_table_id)?;
        session.find::<RouteTable, _>(&table_id).await?;
        Err(TargetKind::Gateway.not_found(&self.gateway_id))
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
        let is_own = route.target.id() == endpoint_id.as_str();
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
        if matches!(route.target, RouteTarget::GatewayEndpoint { .. }) {
            return Err(Error::new(
                Code::DependencyViolation,
                format!("The routeTable '{table_id}' has dependencies and cannot be deleted."),
            )
            .about("RouteTableId"));
        }
        session.tx.delete(&route).await?;
        record(session, &route, Some(state), None).await?;
    }
    Ok(())
}

/// Takes those local routes out of a table that have another target, but whose network the VPC has lost.
pub(super) async fn release_local(
    session: &mut Session,
    table: &RouteTable,
    lost: &[Destination],
) -> Result<()> {
    for (route, state) in routes_of(session, &table.id).await? {
        if lost.contains(&route.destination) {
            session.tx.delete(&route).await?;
            record(session, &route, Some(state), None).await?;
        }
    }
    Ok(())
}

/// The IPv4 networks that the tables of a VPC have routes to, the local ones not counted.
pub(super) async fn ipv4_destinations(session: &mut Session, vpc: &Vpc) -> Result<Vec<Ipv4Net>> {
    let destinations = session.tx.destinations_in_vpc(vpc.id.as_str()).await?;
    let networks = destinations.iter().filter_map(|text| text.parse().ok());
    Ok(networks
        .filter(|network| !vpc.ipv4_networks().any(|own| own == *network))
        .collect())
}

/// Refuses an internet gateway as user of a table that leads where traffic from a gateway cannot go.
pub(super) async fn check_edge_routes(session: &mut Session, table: &RouteTable) -> Result<()> {
    for (route, _) in routes_of(session, &table.id).await? {
        route_target::check_edge(table, &route.destination, &route.target)?;
    }
    Ok(())
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

/// The route to the destination, a local one too.
async fn view(
    session: &mut Session,
    table: &RouteTable,
    destination: &Destination,
) -> Result<RouteView> {
    let routes = routes_of(session, &table.id).await?;
    views(table, routes)
        .into_iter()
        .find(|view| view.destination == *destination)
        .ok_or_else(|| destination.not_found(&table.id))
}

/// Records that a route was written, and shows it.
async fn written(
    session: &mut Session,
    table: &RouteTable,
    route: &Route,
    from: Option<RouteState>,
) -> Result<RouteView> {
    let view = view(session, table, &route.destination).await?;
    record(session, route, from, Some(view.state)).await?;
    Ok(view)
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
