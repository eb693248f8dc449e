//! Network ACLs: the one that comes with each VPC, users' own, their entries, and which subnet has which.

use serde::{Deserialize, Serialize};

use super::context::{Command, Session};
use super::list::{Listed, by_parent};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filterable;
use crate::domain::id::{Id, NetworkAclAssociationId, NetworkAclId, VpcId};
use crate::domain::limit;
use crate::domain::network_acl::{
    NETWORK_ACL_ASSOCIATION_STATE, NETWORK_ACL_STATE, NetworkAcl, NetworkAclAssociation,
};
use crate::domain::network_acl_entry::{self as entry, EntryRequest, NetworkAclEntry};
use crate::domain::subnet::Subnet;
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// A network ACL with its associations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkAclView {
    /// The ACL.
    pub acl: Stored<NetworkAcl>,
    /// All its entries, in order.
    pub entries: Vec<NetworkAclEntry>,
    /// One for each subnet that has it, in order of id.
    pub associations: Vec<NetworkAclAssociation>,
}

impl Listed for NetworkAclView {
    type Document = NetworkAcl;
    const NAME: &'static str = "DescribeNetworkAcls";

    fn check_id(id: &str) -> Result<()> {
        NetworkAclId::parse(id).map(drop)
    }

    fn not_found(id: &str) -> Error {
        NetworkAclId::not_found(id)
    }

    async fn assemble(tx: &mut Tx, acls: Vec<Stored<NetworkAcl>>) -> Result<Vec<Self>> {
        let Some(first) = acls.first() else {
            return Ok(Vec::new());
        };
        let scope = first.scope.clone();
        let vpcs: Vec<String> = acls.iter().map(|acl| acl.vpc_id.to_string()).collect();
        let vpcs: Vec<Stored<Vpc>> = tx.get_many(&scope, &vpcs).await?;
        let ids: Vec<String> = acls.iter().map(|acl| acl.id.to_string()).collect();
        let associations = tx.network_acl_associations(&ids).await?;
        let mut associations = by_parent(associations, |it| it.network_acl_id.as_str());
        let has_ipv6 = |acl: &NetworkAcl| {
            vpcs.iter()
                .any(|vpc| vpc.id == acl.vpc_id && !vpc.ipv6_cidr_blocks.is_empty())
        };
        let view = |acl: Stored<NetworkAcl>| Self {
            entries: acl.all_entries(has_ipv6(&acl)),
            associations: associations
                .remove(acl.id.as_str())
                .unwrap_or_default()
                .into_iter()
                .map(|association| association.value)
                .collect(),
            acl,
        };
        Ok(acls.into_iter().map(view).collect())
    }
}

impl Filterable for NetworkAclView {
    const FILTERS: &'static [&'static str] = &[
        "association.association-id",
        "association.network-acl-id",
        "association.subnet-id",
        "default",
        "entry.cidr",
        "entry.egress",
        "entry.icmp.code",
        "entry.icmp.type",
        "entry.ipv6-cidr",
        "entry.port-range.from",
        "entry.port-range.to",
        "entry.protocol",
        "entry.rule-action",
        "entry.rule-number",
        "network-acl-id",
        "owner-id",
        "vpc-id",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let acl = &self.acl;
        let of_associations = |value: fn(&NetworkAclAssociation) -> String| {
            self.associations.iter().map(value).collect()
        };
        let one = match name {
            "association.association-id" => return of_associations(|it| it.id.to_string()),
            "association.network-acl-id" => {
                return of_associations(|it| it.network_acl_id.to_string());
            }
            "association.subnet-id" => return of_associations(|it| it.subnet_id.to_string()),
            "default" => acl.is_default.to_string(),
            "network-acl-id" => acl.id.to_string(),
            "owner-id" => acl.scope.account.to_string(),
            "vpc-id" => acl.vpc_id.to_string(),
            of_entries => {
                let values = |entry| entry_values(entry, of_entries);
                return self.entries.iter().flat_map(values).collect();
            }
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.acl.tags
    }
}

fn entry_values(entry: &NetworkAclEntry, name: &str) -> Vec<String> {
    let one = match name {
        "entry.cidr" => (!entry.is_ipv6()).then(|| entry.network.to_string()),
        "entry.egress" => Some(entry.is_egress.to_string()),
        "entry.icmp.code" => entry.icmp.map(|icmp| icmp.code.to_string()),
        "entry.icmp.type" => entry.icmp.map(|icmp| icmp.kind.to_string()),
        "entry.ipv6-cidr" => entry.is_ipv6().then(|| entry.network.to_string()),
        "entry.port-range.from" => entry.ports.map(|ports| ports.from.to_string()),
        "entry.port-range.to" => entry.ports.map(|ports| ports.to.to_string()),
        "entry.protocol" => {
            let name = entry.protocol_name().map(str::to_owned);
            return name
                .into_iter()
                .chain([entry.protocol.to_string()])
                .collect();
        }
        "entry.rule-action" => Some(entry.action.name().to_owned()),
        "entry.rule-number" => Some(entry.number.to_string()),
        _ => None,
    };
    one.into_iter().collect()
}

/// Creates an ACL that lets nothing through.
#[derive(Clone, Debug, Serialize)]
pub struct CreateNetworkAcl {
    /// The VPC.
    pub vpc_id: String,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateNetworkAcl {
    const NAME: &'static str = "CreateNetworkAcl";
    type Output = NetworkAclView;

    async fn execute(self, session: &mut Session) -> Result<NetworkAclView> {
        let vpc_id = VpcId::parse(&self.vpc_id)?;
        let tags = tag::validated(self.tags)?;
        let vpc: Stored<Vpc> = session
            .find(&vpc_id)
            .await
            .map_err(|error| error.about("VpcId"))?;
        let present = session.tx.network_acls_in_vpc(vpc_id.as_str()).await?;
        if present >= limit::NETWORK_ACLS_PER_VPC {
            return Err(Error::new(
                Code::NetworkAclLimitExceeded,
                "The maximum number of network acls has been reached.",
            ));
        }
        let acl = NetworkAcl {
            id: session.new_id(),
            scope: vpc.scope.clone(),
            vpc_id,
            is_default: false,
            entries: Vec::new(),
            tags,
            created_at: session.now,
        };
        let acl = session.tx.insert(acl).await?;
        record(session, &acl, None, Some(NETWORK_ACL_STATE)).await?;
        NetworkAclView::assemble(&mut session.tx, vec![acl])
            .await?
            .pop()
            .ok_or_else(|| Error::internal("a network ACL has no view"))
    }
}

/// Deletes an ACL that no subnet has.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteNetworkAcl {
    /// Which one; not the VPC's default one.
    pub network_acl_id: String,
}

impl Command for DeleteNetworkAcl {
    const NAME: &'static str = "DeleteNetworkAcl";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = NetworkAclId::parse(&self.network_acl_id)?;
        let acl: Stored<NetworkAcl> = session.find_to_change(&id).await?;
        if acl.is_default {
            return Err(Error::invalid_value(
                "NetworkAclId",
                format!("cannot delete default network ACL {id}"),
            ));
        }
        let associations = session
            .tx
            .network_acl_associations(&[id.to_string()])
            .await?;
        if !associations.is_empty() {
            return Err(Error::new(
                Code::DependencyViolation,
                format!("The networkAcl '{id}' has dependencies and cannot be deleted."),
            )
            .about("NetworkAclId"));
        }
        session.tx.delete(&acl).await?;
        record(session, &acl, Some(NETWORK_ACL_STATE), None).await
    }
}

/// Adds an entry to an ACL.
#[derive(Clone, Debug, Serialize)]
pub struct CreateNetworkAclEntry {
    /// The ACL.
    pub network_acl_id: String,
    /// The entry; its number is free.
    pub entry: EntryRequest,
}

impl Command for CreateNetworkAclEntry {
    const NAME: &'static str = "CreateNetworkAclEntry";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = NetworkAclId::parse(&self.network_acl_id)?;
        let entry = self.entry.entry()?;
        change(session, &id, |acl| acl.add(entry)).await
    }
}

/// Puts an entry in the place of another one.
#[derive(Clone, Debug, Serialize)]
pub struct ReplaceNetworkAclEntry {
    /// The ACL.
    pub network_acl_id: String,
    /// The entry, with the direction and the number of the one to be replaced.
    pub entry: EntryRequest,
}

impl Command for ReplaceNetworkAclEntry {
    const NAME: &'static str = "ReplaceNetworkAclEntry";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = NetworkAclId::parse(&self.network_acl_id)?;
        let entry = self.entry.entry()?;
        change(session, &id, |acl| acl.replace(entry)).await
    }
}

/// Takes an entry away from an ACL.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteNetworkAclEntry {
    /// The ACL.
    pub network_acl_id: String,
    /// The entry's direction.
    pub is_egress: bool,
    /// The entry's number.
    pub number: i32,
}

impl Command for DeleteNetworkAclEntry {
    const NAME: &'static str = "DeleteNetworkAclEntry";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = NetworkAclId::parse(&self.network_acl_id)?;
        entry::check_number(self.number)?;
        change(session, &id, |acl| acl.remove(self.is_egress, self.number)).await
    }
}

/// Gives a subnet another ACL.
#[derive(Clone, Debug, Serialize)]
pub struct ReplaceNetworkAclAssociation {
    /// The subnet's present association.
    pub association_id: String,
    /// The ACL, of the same VPC.
    pub network_acl_id: String,
}

impl Command for ReplaceNetworkAclAssociation {
    const NAME: &'static str = "ReplaceNetworkAclAssociation";
    type Output = NetworkAclAssociation;

    async fn execute(self, session: &mut Session) -> Result<NetworkAclAssociation> {
        let id = NetworkAclAssociationId::parse(&self.association_id)?;
        let acl_id = NetworkAclId::parse(&self.network_acl_id)?;
        let old: Stored<NetworkAclAssociation> = session.find_to_change(&id).await?;
        let acl: Stored<NetworkAcl> = session.find(&acl_id).await?;
        if acl.vpc_id != old.vpc_id {
            return Err(Error::invalid_value(
                "NetworkAclId",
                format!(
                    "Network ACL {acl_id} and subnet {} belong to different networks",
                    old.subnet_id
                ),
            ));
        }
        session.tx.delete(&old).await?;
        record_association(session, &old, Some(NETWORK_ACL_ASSOCIATION_STATE), None).await?;
        let new = NetworkAclAssociation {
            id: session.new_id(),
            network_acl_id: acl_id,
            created_at: session.now,
            ..old.value
        };
        let new = session.tx.insert(new).await?;
        record_association(session, &new, None, Some(NETWORK_ACL_ASSOCIATION_STATE)).await?;
        Ok(new.value)
    }
}

/// Creates the ACL that comes with a VPC, which lets everything through.
pub(super) async fn create_default(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let mut acl = NetworkAcl {
        id: session.new_id(),
        scope: vpc.scope.clone(),
        vpc_id: vpc.id.clone(),
        is_default: true,
        entries: vec![entry::admit_ipv4(true), entry::admit_ipv4(false)],
        tags: Vec::new(),
        created_at: session.now,
    };
    if !vpc.ipv6_cidr_blocks.is_empty() {
        acl.admit_ipv6();
    }
    session.tx.insert(acl).await?;
    Ok(())
}

/// Deletes it with its VPC.
pub(super) async fn delete_default(session: &mut Session, vpc: &Vpc) -> Result<()> {
    if let Some(acl) = session.tx.network_acl_default(vpc.id.as_str()).await? {
        session.tx.delete::<NetworkAcl>(&acl).await?;
    }
    Ok(())
}

/// Lets IPv6 through a VPC's default ACL, because the VPC has got a network, unless users have changed the ACL.
pub(super) async fn admit_ipv6(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let acl = session.tx.network_acl_default(vpc.id.as_str()).await?;
    let Some(mut acl) = acl else {
        return Ok(());
    };
    let before = acl.entries.len();
    acl.admit_ipv6();
    if acl.entries.len() != before {
        session.tx.update(acl).await?;
    }
    Ok(())
}

/// Gives a new subnet the default ACL of its VPC. The subnet's event covers it.
pub(super) async fn associate_subnet(session: &mut Session, subnet: &Subnet) -> Result<()> {
    let acl = session
        .tx
        .network_acl_default(subnet.vpc_id.as_str())
        .await?;
    let acl = acl.ok_or_else(|| Error::internal("a VPC has no default network ACL"))?;
    let association = NetworkAclAssociation {
        id: session.new_id(),
        scope: subnet.scope.clone(),
        vpc_id: subnet.vpc_id.clone(),
        network_acl_id: acl.id.clone(),
        subnet_id: subnet.id.clone(),
        created_at: session.now,
    };
    session.tx.insert(association).await?;
    Ok(())
}

/// Ends a subnet's association, because the subnet ends.
pub(super) async fn release_subnet(session: &mut Session, subnet: &Subnet) -> Result<()> {
    let association = session
        .tx
        .network_acl_association_of_subnet(subnet.id.as_str())
        .await?;
    if let Some(association) = association {
        session.tx.delete(&association).await?;
    }
    Ok(())
}

async fn change(
    session: &mut Session,
    id: &NetworkAclId,
    change: impl FnOnce(&mut NetworkAcl) -> Result<()>,
) -> Result<()> {
    let mut acl: Stored<NetworkAcl> = session.find_to_change(id).await?;
    change(&mut acl)?;
    let state = Some(NETWORK_ACL_STATE);
    record(session, &acl, state, state).await?;
    session.tx.update(acl).await?;
    Ok(())
}

async fn record(
    session: &mut Session,
    acl: &NetworkAcl,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::NetworkAcl, acl.id.as_str(), from, to)
        .await
}

async fn record_association(
    session: &mut Session,
    association: &NetworkAclAssociation,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    let kind = ResourceType::NetworkAclAssociation;
    session
        .record(kind, association.id.as_str(), from, to)
        .await
}
