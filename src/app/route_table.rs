//! Route tables: with their routes and associations, made, changed and deleted.

use serde::{Deserialize, Serialize};

use super::context::{Command, Session};
use super::list::{Listed, by_parent};
use super::route::{self, RouteView};
use super::route_table_association;
use super::tag::replace_tags;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filterable;
use crate::domain::id::{Id, RouteTableId, VpcId};
use crate::domain::limit;
use crate::domain::route::Destination;
use crate::domain::route_table::{ROUTE_TABLE_STATE, RouteTable, RouteTableAssociation, TableUser};
use crate::domain::route_target::TargetKind;
use crate::domain::subnet::Subnet;
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// A route table with its associations and routes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteTableView {
    /// The table.
    pub table: Stored<RouteTable>,
    /// Its associations, in order of id.
    pub associations: Vec<Stored<RouteTableAssociation>>,
    /// Its routes, the local ones first.
    pub routes: Vec<RouteView>,
}

impl Listed for RouteTableView {
    type Document = RouteTable;
    const NAME: &'static str = "DescribeRouteTables";

    fn check_id(id: &str) -> Result<()> {
        RouteTableId::parse(id).map(drop)
    }

    fn not_found(id: &str) -> Error {
        RouteTableId::not_found(id)
    }

    async fn assemble(tx: &mut Tx, tables: Vec<Stored<RouteTable>>) -> Result<Vec<Self>> {
        let ids: Vec<String> = tables.iter().map(|table| table.id.to_string()).collect();
        let associations = tx.route_table_associations(&ids).await?;
        let mut associations = by_parent(associations, |association| {
            association.route_table_id.as_str()
        });
        let routes = tx.routes_of(&ids).await?;
        let mut routes = by_parent(routes, |(route, _)| route.route_table_id.as_str());
        let view = |table: Stored<RouteTable>| {
            let id = table.id.as_str();
            Self {
                associations: associations.remove(id).unwrap_or_default(),
                routes: route::views(&table, routes.remove(id).unwrap_or_default()),
                table,
            }
        };
        Ok(tables.into_iter().map(view).collect())
    }
}

impl Filterable for RouteTableView {
    const FILTERS: &'static [&'static str] = &[
        "association.gateway-id",
        "association.main",
        "association.route-table-association-id",
        "association.route-table-id",
        "association.subnet-id",
        "owner-id",
        "route-table-id",
        "route.destination-cidr-block",
        "route.destination-ipv6-cidr-block",
        "route.destination-prefix-list-id",
        "route.egress-only-internet-gateway-id",
        "route.gateway-id",
        "route.instance-id",
        "route.nat-gateway-id",
        "route.origin",
        "route.state",
        "route.transit-gateway-id",
        "route.vpc-peering-connection-id",
        "vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let table = &self.table;
        let one = match name {
            "owner-id" => table.scope.account.to_string(),
            "route-table-id" => table.id.to_string(),
            "vpc-id" => table.vpc_id.to_string(),
            other => {
                let associations = self.associations.iter();
                let associations = associations.filter_map(|it| association_value(it, other));
                let routes = self.routes.iter().filter_map(|it| route_value(it, other));
                return associations.chain(routes).collect();
            }
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.table.tags
    }
}

fn association_value(association: &RouteTableAssociation, name: &str) -> Option<String> {
    match name {
        "association.main" => Some(association.is_main().to_string()),
        "association.route-table-association-id" => Some(association.id.to_string()),
        "association.route-table-id" => Some(association.route_table_id.to_string()),
        "association.gateway-id" => association.gateway_id().map(ToString::to_string),
        "association.subnet-id" => association.subnet_id().map(ToString::to_string),
        _ => None,
    }
}

/// What a route has for a filter. Routes to instances, transit gateways and peering connections don't exist, so that their
/// filters find none.
fn route_value(route: &RouteView, name: &str) -> Option<String> {
    let destination = match &route.destination {
        Destination::Ipv4(_) => "route.destination-cidr-block",
        Destination::Ipv6(_) => "route.destination-ipv6-cidr-block",
        Destination::PrefixList(_) => "route.destination-prefix-list-id",
    };
    let target = |kind| route.target_as(kind).map(str::to_owned);
    match name {
        "route.egress-only-internet-gateway-id" => target(TargetKind::EgressOnlyInternetGateway),
        "route.gateway-id" => target(TargetKind::Gateway),
        "route.nat-gateway-id" => target(TargetKind::NatGateway),
        "route.origin" => Some(route.origin.clone()),
        "route.state" => Some(route.state.name().to_owned()),
        _ if name == destination => Some(route.destination.to_string()),
        _ => None,
    }
}

/// Creates a route table, which has the local routes and nothing else.
#[derive(Clone, Debug, Serialize)]
pub struct CreateRouteTable {
    /// The VPC.
    pub vpc_id: String,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateRouteTable {
    const NAME: &'static str = "CreateRouteTable";
    type Output = RouteTableView;

    async fn execute(self, session: &mut Session) -> Result<RouteTableView> {
        let tags = tag::validated(self.tags)?;
        let vpc: Stored<Vpc> = session
            .find(&VpcId::parse(&self.vpc_id)?)
            .await
            .map_err(|error| error.about("VpcId"))?;
        let siblings = session.tx.route_tables_in_vpc(vpc.id.as_str()).await?;
        if siblings.len() >= limit::ROUTE_TABLES_PER_VPC {
            return Err(Error::new(
                Code::RouteTableLimitExceeded,
                "The maximum number of route tables has been reached.",
            ));
        }
        let table = insert(session, &vpc, tags).await?;
        record(session, &table, None, Some(ROUTE_TABLE_STATE)).await?;
        view(session, table).await
    }
}

/// Changes a table's tags.
#[derive(Clone, Debug, Serialize)]
pub struct ModifyRouteTable {
    /// Which one.
    pub route_table_id: String,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyRouteTable {
    const NAME: &'static str = "ModifyRouteTable";
    type Output = RouteTableView;

    async fn execute(self, session: &mut Session) -> Result<RouteTableView> {
        let id = RouteTableId::parse(&self.route_table_id)?;
        let table: Stored<RouteTable> = session.find_to_change(&id).await?;
        let table = replace_tags(session, table, self.tags).await?;
        view(session, table).await
    }
}

/// Deletes a table that is not associated with anything, and so not the main one either. Users' routes go with it; those of
/// gateway endpoints hold it.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteRouteTable {
    /// Which one.
    pub route_table_id: String,
}

impl Command for DeleteRouteTable {
    const NAME: &'static str = "DeleteRouteTable";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = RouteTableId::parse(&self.route_table_id)?;
        let table: Stored<RouteTable> = session.find_to_change(&id).await?;
        if !associations_of(session, &id).await?.is_empty() {
            return Err(Error::new(
                Code::DependencyViolation,
                format!("The routeTable '{id}' has dependencies and cannot be deleted."),
            )
            .about("RouteTableId"));
        }
        route::release_table(session, &id).await?;
        session.tx.delete(&table).await?;
        record(session, &table, Some(ROUTE_TABLE_STATE), None).await
    }
}

/// Creates the table that comes with a VPC, and makes it the main one.
pub(super) async fn create_main(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let table = insert(session, vpc, Vec::new()).await?;
    route_table_association::insert_association(session, &table, TableUser::Main).await?;
    Ok(())
}

/// Deletes it with its VPC, and with what routes it has.
pub(super) async fn delete_main(session: &mut Session, vpc: &Vpc) -> Result<()> {
    if let Some(association) = session.tx.main_association(vpc.id.as_str()).await? {
        session.tx.delete(&association).await?;
    }
    for table in session.tx.route_tables_in_vpc(vpc.id.as_str()).await? {
        route::release_table(session, &table.id).await?;
        session.tx.delete(&table).await?;
    }
    Ok(())
}

/// Ends an association, if the subnet has one of its own, because the subnet ends.
pub(super) async fn release_subnet(session: &mut Session, subnet: &Subnet) -> Result<()> {
    match session.tx.subnet_association(subnet.id.as_str()).await? {
        Some(association) => route_table_association::dissociate(session, &association).await,
        None => Ok(()),
    }
}

/// Gives the tables of a VPC a local route to each of its networks, and no other.
pub(super) async fn set_local_networks(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let networks = vpc.networks();
    for mut table in session.tx.route_tables_in_vpc(vpc.id.as_str()).await? {
        let before: Vec<Destination> = table.local_destinations().collect();
        table.local_networks.clone_from(&networks);
        let lost: Vec<Destination> = before
            .into_iter()
            .filter(|destination| !table.is_local(destination))
            .collect();
        if !lost.is_empty() {
            route::release_local(session, &table, &lost).await?;
        }
        session.tx.update(table).await?;
    }
    Ok(())
}

async fn view(session: &mut Session, table: Stored<RouteTable>) -> Result<RouteTableView> {
    RouteTableView::assemble(&mut session.tx, vec![table])
        .await?
        .pop()
        .ok_or_else(|| Error::internal("a route table has no view"))
}

async fn insert(session: &mut Session, vpc: &Vpc, tags: Vec<Tag>) -> Result<Stored<RouteTable>> {
    let table = RouteTable {
        id: session.new_id(),
        scope: vpc.scope.clone(),
        vpc_id: vpc.id.clone(),
        local_networks: vpc.networks(),
        tags,
        created_at: session.now,
    };
    session.tx.insert(table).await
}

async fn associations_of(
    session: &mut Session,
    table_id: &RouteTableId,
) -> Result<Vec<Stored<RouteTableAssociation>>> {
    session
        .tx
        .route_table_associations(&[table_id.to_string()])
        .await
}

async fn record(
    session: &mut Session,
    table: &RouteTable,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::RouteTable, table.id.as_str(), from, to)
        .await
}
