//! Network ACLs: the one that comes with each VPC.

use super::context::Session;
use super::list::{Listed, by_parent};
use crate::domain::error::{Error, Result};
use crate::domain::filter::Filterable;
use crate::domain::id::{Id, NetworkAclId};
use crate::domain::network_acl::{
    DEFAULT_ENTRIES, NetworkAcl, NetworkAclAssociation, NetworkAclEntry,
};
use crate::domain::tag::Tag;
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// A network ACL with its associations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAclView {
    /// The ACL.
    pub acl: Stored<NetworkAcl>,
    /// One for each of the VPC's subnets, in order of the subnet's id.
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
        let vpcs: Vec<String> = acls.iter().map(|acl| acl.vpc_id.to_string()).collect();
        let subnets = tx.subnets_in_vpcs(&vpcs).await?;
        let mut subnets = by_parent(subnets, |subnet| subnet.vpc_id.as_str());
        let view = |acl: Stored<NetworkAcl>| Self {
            associations: subnets
                .remove(acl.vpc_id.as_str())
                .unwrap_or_default()
                .iter()
                .map(|subnet| NetworkAclAssociation::of_subnet(&subnet.id))
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
        let of_entries =
            |value: fn(&NetworkAclEntry) -> String| DEFAULT_ENTRIES.iter().map(value).collect();
        let one = match name {
            "association.association-id" => return of_associations(|it| it.id.to_string()),
            "association.network-acl-id" if self.associations.is_empty() => return Vec::new(),
            "association.subnet-id" => return of_associations(|it| it.subnet_id.to_string()),
            "entry.egress" => return of_entries(|entry| entry.is_egress.to_string()),
            "entry.rule-action" => return of_entries(|entry| entry.action.to_owned()),
            "entry.rule-number" => return of_entries(|entry| entry.number.to_string()),
            "default" => "true".to_owned(),
            "entry.cidr" => NetworkAclEntry::CIDR_BLOCK.to_owned(),
            "entry.protocol" => NetworkAclEntry::PROTOCOL.to_owned(),
            "association.network-acl-id" | "network-acl-id" => acl.id.to_string(),
            "owner-id" => acl.scope.account.to_string(),
            "vpc-id" => acl.vpc_id.to_string(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.acl.tags
    }
}

/// Creates the ACL that comes with a VPC.
pub(super) async fn create_default(session: &mut Session, vpc: &Vpc) -> Result<()> {
    let acl = NetworkAcl {
        id: session.new_id(),
        scope: vpc.scope.clone(),
        vpc_id: vpc.id.clone(),
        tags: Vec::new(),
        created_at: session.now,
    };
    session.tx.insert(acl).await?;
    Ok(())
}

/// Deletes it with its VPC.
pub(super) async fn delete_default(session: &mut Session, vpc: &Vpc) -> Result<()> {
    if let Some(acl) = session.tx.network_acl_of_vpc(vpc.id.as_str()).await? {
        session.tx.delete::<NetworkAcl>(&acl).await?;
    }
    Ok(())
}
