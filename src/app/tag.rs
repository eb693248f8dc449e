//! Tags: changed and listed across all kinds of EC2's resources.

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::dhcp_options;
use super::list::{Source, page_of};
use crate::domain::elastic_ip::ElasticIp;
use crate::domain::endpoint::Endpoint;
use crate::domain::endpoint_service::EndpointService;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::{Filter, Filterable};
use crate::domain::id::{
    AllocationId, ConnectionId, DhcpOptionsId, EgressOnlyInternetGatewayId, EndpointId,
    EndpointServiceId, Id, InternetGatewayId, NatGatewayId, NetworkAclId, NetworkInterfaceId,
    PermissionId, PrefixListId, RouteTableId, SecurityGroupId, SecurityGroupRuleId,
    SubnetCidrReservationId, SubnetId, VpcId,
};
use crate::domain::internet_gateway::{EgressOnlyInternetGateway, InternetGateway};
use crate::domain::limit;
use crate::domain::managed_prefix_list::ManagedPrefixList;
use crate::domain::nat_gateway::NatGateway;
use crate::domain::network_acl::NetworkAcl;
use crate::domain::network_interface::NetworkInterface;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::permission::Permission;
use crate::domain::route_table::RouteTable;
use crate::domain::scope::Scope;
use crate::domain::security_group::SecurityGroup;
use crate::domain::security_group_rule::SecurityGroupRule;
use crate::domain::subnet::Subnet;
use crate::domain::subnet_cidr_reservation::SubnetCidrReservation;
use crate::domain::tag::{self, Tag, TagChange, TagRemoval};
use crate::domain::vpc::Vpc;
use crate::store::{Document, Stored, TagRow, Tx};

/// Adds tags to resources; a present key takes the new value.
#[derive(Clone, Debug, Serialize)]
pub struct AddTags {
    /// The resources, of any kinds.
    pub resource_ids: Vec<String>,
    /// The tags.
    pub tags: Vec<Tag>,
}

impl Command for AddTags {
    const NAME: &'static str = "CreateTags";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        if self.tags.is_empty() {
            return Err(Error::missing("Tag"));
        }
        change_all(session, &self.resource_ids, &TagChange::Add(self.tags)).await
    }
}

/// Takes tags away from resources. Absent ones are no error.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveTags {
    /// The resources, of any kinds.
    pub resource_ids: Vec<String>,
    /// Which tags; all if empty.
    pub removals: Vec<TagRemoval>,
}

impl Command for RemoveTags {
    const NAME: &'static str = "DeleteTags";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        change_all(
            session,
            &self.resource_ids,
            &TagChange::Remove(self.removals),
        )
        .await
    }
}

/// The caller's tags, in order of resource and key.
#[derive(Clone, Debug, Default)]
pub struct ListTags {
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListTags {
    const NAME: &'static str = "DescribeTags";
    type Output = Page<TagRow>;

    async fn fetch(self, session: &mut Session) -> Result<Page<TagRow>> {
        let source = TagsOf(session.scope());
        let identity = ListIdentity::new(Self::NAME, &source.0.to_string(), &self.filters);
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

struct TagsOf(Scope);

/// Between resource and key in a row's key. No resource's id contains it.
const SEPARATOR: char = ' ';

impl Source for TagsOf {
    type Row = TagRow;
    type Item = TagRow;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<TagRow>> {
        let after = after.split_once(SEPARATOR).unwrap_or_default();
        tx.tags_list(&self.0, after, rows).await
    }

    fn key(row: &TagRow) -> String {
        format!("{}{SEPARATOR}{}", row.resource_id, row.tag.key)
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<TagRow>) -> Result<Vec<TagRow>> {
        Ok(rows)
    }
}

impl Filterable for TagRow {
    const FILTERS: &'static [&'static str] = &["key", "resource-id", "resource-type", "value"];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "key" => self.tag.key.clone(),
            "resource-id" => self.resource_id.clone(),
            "resource-type" => self.resource_type.clone(),
            "value" => self.tag.value.clone(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        std::slice::from_ref(&self.tag)
    }
}

/// Replaces all tags of a document that is all but its tags unchangeable.
pub(super) async fn replace_tags<T: Document>(
    session: &mut Session,
    document: Stored<T>,
    tags: Option<Vec<Tag>>,
) -> Result<Stored<T>> {
    match tags {
        Some(tags) => write(session, document, tag::validated(tags)?).await,
        None => Ok(document),
    }
}

async fn change_all(session: &mut Session, ids: &[String], change: &TagChange) -> Result<()> {
    if ids.is_empty() {
        return Err(Error::missing("ResourceId"));
    }
    if ids.len() > limit::IDS_PER_REQUEST {
        return Err(Error::invalid(
            "ResourceId",
            format!("More than {} ids", limit::IDS_PER_REQUEST),
        ));
    }
    for id in ids {
        change_one(session, id, change)
            .await
            .map_err(|error| match error.parameter {
                Some(_) => error,
                None => error.about("ResourceId"),
            })?;
    }
    Ok(())
}

/// Changes the tags of whatever has the id.
async fn change_one(session: &mut Session, id: &str, it: &TagChange) -> Result<()> {
    let prefix = id.rsplit_once('-').map_or("", |(prefix, _)| prefix);
    match prefix {
        DhcpOptionsId::PREFIX => {
            let id = DhcpOptionsId::parse(id).map_err(|_| invalid_id(id))?;
            dhcp_options::change_tags(session, &id, it).await
        }
        VpcId::PREFIX => change::<Vpc, VpcId>(session, id, it).await,
        SubnetId::PREFIX => change::<Subnet, SubnetId>(session, id, it).await,
        SubnetCidrReservationId::PREFIX => {
            change::<SubnetCidrReservation, SubnetCidrReservationId>(session, id, it).await
        }
        SecurityGroupId::PREFIX => change::<SecurityGroup, SecurityGroupId>(session, id, it).await,
        SecurityGroupRuleId::PREFIX => {
            change::<SecurityGroupRule, SecurityGroupRuleId>(session, id, it).await
        }
        RouteTableId::PREFIX => change::<RouteTable, RouteTableId>(session, id, it).await,
        NetworkAclId::PREFIX => change::<NetworkAcl, NetworkAclId>(session, id, it).await,
        PrefixListId::PREFIX => change::<ManagedPrefixList, PrefixListId>(session, id, it).await,
        NetworkInterfaceId::PREFIX => {
            change::<NetworkInterface, NetworkInterfaceId>(session, id, it).await
        }
        InternetGatewayId::PREFIX => {
            change::<InternetGateway, InternetGatewayId>(session, id, it).await
        }
        EgressOnlyInternetGatewayId::PREFIX => {
            change::<EgressOnlyInternetGateway, EgressOnlyInternetGatewayId>(session, id, it).await
        }
        NatGatewayId::PREFIX => change::<NatGateway, NatGatewayId>(session, id, it).await,
        AllocationId::PREFIX => change::<ElasticIp, AllocationId>(session, id, it).await,
        EndpointId::PREFIX => change::<Endpoint, EndpointId>(session, id, it).await,
        EndpointServiceId::PREFIX => {
            change::<EndpointService, EndpointServiceId>(session, id, it).await
        }
        PermissionId::PREFIX => change::<Permission, PermissionId>(session, id, it).await,
        ConnectionId::PREFIX => change_connection(session, id, it).await,
        _ => Err(invalid_id(id)),
    }
}

async fn change<T: Document, I: Id>(session: &mut Session, id: &str, it: &TagChange) -> Result<()> {
    let id = I::parse(id).map_err(|_| invalid_id(id))?;
    let document: Stored<T> = session.find(&id).await?;
    let tags = it.apply(document.tags())?;
    if tags != document.tags() {
        write(session, document, tags).await?;
    }
    Ok(())
}

/// A connection is kept with the consumer's endpoint, but its tags are the provider's.
async fn change_connection(session: &mut Session, id: &str, it: &TagChange) -> Result<()> {
    let id = ConnectionId::parse(id).map_err(|_| invalid_id(id))?;
    let provider = session.scope();
    let endpoint = session.tx.connection_by_id(&provider, id.as_str()).await?;
    let endpoint = endpoint.ok_or_else(|| ConnectionId::not_found(id.as_str()))?;
    let tags = it.apply(&endpoint.connection_tags)?;
    if tags == endpoint.connection_tags {
        return Ok(());
    }
    session
        .tx
        .connection_update_tags(&provider, endpoint, tags)
        .await?;
    session
        .record(ResourceType::VpcEndpointConnection, id.as_str(), None, None)
        .await
}

/// Writes new tags. Tags have nothing to do with states, so the event names none.
pub(super) async fn write<T: Document>(
    session: &mut Session,
    document: Stored<T>,
    tags: Vec<Tag>,
) -> Result<Stored<T>> {
    let document = session.tx.update_tags(document, tags).await?;
    session
        .record(T::RESOURCE_TYPE, &document.document_id(), None, None)
        .await?;
    Ok(document)
}

fn invalid_id(id: &str) -> Error {
    Error::new(Code::InvalidId, format!("The ID '{id}' is not valid"))
}
