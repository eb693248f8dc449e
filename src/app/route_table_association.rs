//! Who uses which route table: subnets, internet gateways, and whoever uses no other.

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::route;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::foreign_pool;
use crate::domain::id::{Id, InternetGatewayId, RouteTableAssociationId, RouteTableId, SubnetId};
use crate::domain::internet_gateway::InternetGateway;
use crate::domain::route_table::{ASSOCIATION_STATE, RouteTable, RouteTableAssociation, TableUser};
use crate::domain::route_target::TargetKind;
use crate::domain::subnet::Subnet;
use crate::store::Stored;

/// Who is to use a table.
#[derive(Clone, Debug, Serialize)]
pub enum NewTableUser {
    /// A subnet of the table's VPC, which is not associated yet.
    Subnet(String),
    /// An internet gateway that is attached to the table's VPC and not associated yet.
    Gateway(String),
}

impl NewTableUser {
    /// The one that a request names. There are no pools of customers' addresses.
    pub fn chosen(
        subnet_id: Option<String>,
        gateway_id: Option<String>,
        public_ipv4_pool: Option<&str>,
    ) -> Result<Self> {
        if let Some(pool) = public_ipv4_pool {
            return Err(foreign_pool::pool_not_found(pool, "PublicIpv4Pool"));
        }
        match (subnet_id, gateway_id) {
            (Some(subnet_id), None) => Ok(Self::Subnet(subnet_id)),
            (None, Some(gateway_id)) => Ok(Self::Gateway(gateway_id)),
            (None, None) => Err(Error::new(
                Code::MissingParameter,
                "The request must contain exactly one of subnetId or gatewayId",
            )
            .about("SubnetId")),
            (Some(_), Some(_)) => Err(Error::new(
                Code::InvalidParameterCombination,
                "SubnetId and GatewayId cannot be used together",
            )
            .about("GatewayId")),
        }
    }
}

/// Makes a subnet use a table instead of the VPC's main one, or an internet gateway use it for what comes in.
#[derive(Clone, Debug, Serialize)]
pub struct AssociateRouteTable {
    /// The table.
    pub route_table_id: String,
    /// Who is to use it.
    pub user: NewTableUser,
}

impl Command for AssociateRouteTable {
    const NAME: &'static str = "AssociateRouteTable";
    type Output = Stored<RouteTableAssociation>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let table_id = RouteTableId::parse(&self.route_table_id)?;
        let (user, present) = match &self.user {
            NewTableUser::Subnet(id) => {
                let subnet_id = SubnetId::parse(id)?;
                let table: Stored<RouteTable> = session.find(&table_id).await?;
                check_subnet(session, &table, &subnet_id).await?;
                let present = session.tx.subnet_association(subnet_id.as_str()).await?;
                (TableUser::Subnet { subnet_id }, present)
            }
            NewTableUser::Gateway(id) => {
                let table: Stored<RouteTable> = session.find(&table_id).await?;
                let internet_gateway_id = check_gateway(session, &table, id).await?;
                route::check_edge_routes(session, &table).await?;
                let id = internet_gateway_id.as_str();
                let present = session.tx.gateway_association(id).await?;
                let user = TableUser::InternetGateway {
                    internet_gateway_id,
                };
                (user, present)
            }
        };
        if present.is_some() {
            return Err(Error::new(
                Code::ResourceAlreadyAssociated,
                format!(
                    "the specified association for route table {table_id} conflicts with an existing association"
                ),
            )
            .about(match self.user {
                NewTableUser::Subnet(_) => "SubnetId",
                NewTableUser::Gateway(_) => "GatewayId",
            }));
        }
        let table: Stored<RouteTable> = session.find(&table_id).await?;
        associate(session, &table, user).await
    }
}

async fn check_subnet(session: &mut Session, table: &RouteTable, id: &SubnetId) -> Result<()> {
    let subnet: Stored<Subnet> = session
        .find(id)
        .await
        .map_err(|error| error.about("SubnetId"))?;
    if subnet.vpc_id == table.vpc_id {
        return Ok(());
    }
    Err(Error::invalid_value(
        "SubnetId",
        format!(
            "Route table {} and subnet {id} belong to different networks",
            table.id
        ),
    ))
}

/// The internet gateway with this id, if it is attached to the table's VPC.
async fn check_gateway(
    session: &mut Session,
    table: &RouteTable,
    id: &str,
) -> Result<InternetGatewayId> {
    let not_found = || TargetKind::Gateway.not_found(id);
    let gateway_id = InternetGatewayId::parse(id).map_err(|_| not_found())?;
    let scope = session.scope();
    let gateway: Option<Stored<InternetGateway>> = session.tx.get(&scope, id).await?;
    let gateway = gateway.ok_or_else(not_found)?;
    if gateway.vpc_id.as_ref() == Some(&table.vpc_id) {
        return Ok(gateway_id);
    }
    Err(Error::invalid_value(
        "GatewayId",
        format!(
            "route table {} and network gateway {id} belong to different networks",
            table.id
        ),
    ))
}

/// Makes a subnet use the VPC's main table again, or an internet gateway no table.
#[derive(Clone, Debug, Serialize)]
pub struct DisassociateRouteTable {
    /// The association; not a main one.
    pub association_id: String,
    /// The table whose association it must be; any unless given.
    pub route_table_id: Option<String>,
}

impl Command for DisassociateRouteTable {
    const NAME: &'static str = "DisassociateRouteTable";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let association = if let Some(table_id) = &self.route_table_id {
            find_association(session, table_id, &self.association_id).await?
        } else {
            let id = RouteTableAssociationId::parse(&self.association_id)?;
            session.find(&id).await?
        };
        session.check_version(&association)?;
        if association.is_main() {
            return Err(Error::invalid_value(
                "AssociationId",
                format!(
                    "cannot disassociate the main route table association {}",
                    association.id
                ),
            ));
        }
        dissociate(session, &association).await
    }
}

/// Makes a subnet or an internet gateway use another table, or another table the VPC's main one. The association gets a new id.
#[derive(Clone, Debug, Serialize)]
pub struct ReplaceRouteTableAssociation {
    /// The association that ends.
    pub association_id: String,
    /// The table of the new association, of the same VPC.
    pub route_table_id: String,
}

impl Command for ReplaceRouteTableAssociation {
    const NAME: &'static str = "ReplaceRouteTableAssociation";
    type Output = Stored<RouteTableAssociation>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let id = RouteTableAssociationId::parse(&self.association_id)?;
        let table_id = RouteTableId::parse(&self.route_table_id)?;
        let old: Stored<RouteTableAssociation> = session.find_to_change(&id).await?;
        let table: Stored<RouteTable> = session
            .find(&table_id)
            .await
            .map_err(|error| error.about("RouteTableId"))?;
        if table.vpc_id != old.vpc_id {
            return Err(Error::invalid_value(
                "RouteTableId",
                format!("Route table {table_id} and association {id} belong to different networks"),
            ));
        }
        if old.gateway_id().is_some() {
            route::check_edge_routes(session, &table).await?;
        }
        dissociate(session, &old).await?;
        associate(session, &table, old.value.user).await
    }
}

/// One association of a table of the caller's.
pub struct GetAssociation {
    /// The table.
    pub route_table_id: String,
    /// The association.
    pub association_id: String,
}

impl Query for GetAssociation {
    const NAME: &'static str = "GetRouteTableAssociation";
    type Output = Stored<RouteTableAssociation>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        find_association(session, &self.route_table_id, &self.association_id).await
    }
}

/// Refuses to detach an internet gateway that uses a table.
pub(super) async fn refuse_if_used_by(
    session: &mut Session,
    gateway_id: &InternetGatewayId,
) -> Result<()> {
    match session.tx.gateway_association(gateway_id.as_str()).await? {
        Some(association) => Err(Error::new(
            Code::DependencyViolation,
            format!(
                "The internetGateway '{gateway_id}' is associated with the routeTable '{}' and cannot be detached.",
                association.route_table_id
            ),
        )
        .about("InternetGatewayId")),
        None => Ok(()),
    }
}

/// Writes an association. Something else's event covers it, or the caller records it.
pub(super) async fn insert_association(
    session: &mut Session,
    table: &RouteTable,
    user: TableUser,
) -> Result<Stored<RouteTableAssociation>> {
    let association = RouteTableAssociation {
        id: session.new_id(),
        scope: table.scope.clone(),
        vpc_id: table.vpc_id.clone(),
        route_table_id: table.id.clone(),
        user,
        created_at: session.now,
    };
    session.tx.insert(association).await
}

async fn associate(
    session: &mut Session,
    table: &RouteTable,
    user: TableUser,
) -> Result<Stored<RouteTableAssociation>> {
    let association = insert_association(session, table, user).await?;
    record_association(session, &association, None, Some(ASSOCIATION_STATE)).await?;
    Ok(association)
}

/// Ends an association.
pub(super) async fn dissociate(
    session: &mut Session,
    association: &Stored<RouteTableAssociation>,
) -> Result<()> {
    session.tx.delete(association).await?;
    record_association(session, association, Some(ASSOCIATION_STATE), None).await
}

async fn find_association(
    session: &mut Session,
    table_id: &str,
    association_id: &str,
) -> Result<Stored<RouteTableAssociation>> {
    let table_id = RouteTableId::parse(table_id)?;
    let id = RouteTableAssociationId::parse(association_id)?;
    session.find::<RouteTable, _>(&table_id).await?;
    let association: Stored<RouteTableAssociation> = session.find(&id).await?;
    if association.route_table_id == table_id {
        Ok(association)
    } else {
        Err(RouteTableAssociationId::not_found(association_id))
    }
}

async fn record_association(
    session: &mut Session,
    association: &RouteTableAssociation,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    let id = association.id.as_str();
    session
        .record(ResourceType::RouteTableAssociation, id, from, to)
        .await
}
