//! VPCs: created with a default security group, a main route table and a network ACL, and deleted with them.

use serde::Serialize;

use super::context::{Command, Session};
use super::list::listed_as_stored;
use super::{endpoint, network_acl, route_table, security_group};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{Id, VpcId};
use crate::domain::limit;
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::{self, Tenancy, Vpc};
use crate::store::Stored;

listed_as_stored!(Vpc, "DescribeVpcs", VpcId);

/// Creates a VPC.
#[derive(Clone, Debug, Serialize)]
pub struct CreateVpc {
    /// The network.
    pub cidr_block: String,
    /// `default` unless given.
    pub instance_tenancy: Option<Tenancy>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateVpc {
    const NAME: &'static str = "CreateVpc";
    type Output = Stored<Vpc>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Vpc>> {
        let cidr_block = vpc::parse_cidr("CidrBlock", &self.cidr_block)?;
        vpc::check_cidr(cidr_block)?;
        let tags = tag::validated(self.tags)?;
        let scope = session.scope();
        if session.tx.count::<Vpc>(&scope).await? >= limit::VPCS {
            return Err(Error::new(
                Code::VpcLimitExceeded,
                "The maximum number of VPCs has been reached.",
            ));
        }
        let vpc = Vpc {
            id: session.new_id(),
            cidr_block,
            cidr_association_id: session.new_id(),
            dhcp_options_id: session.new_id(),
            instance_tenancy: self.instance_tenancy.unwrap_or(Tenancy::Default),
            enable_dns_support: true,
            enable_dns_hostnames: false,
            enable_network_address_usage_metrics: false,
            tags,
            created_at: session.now,
            scope,
        };
        let vpc = session.tx.insert(vpc).await?;
        security_group::create_default(session, &vpc).await?;
        route_table::create_main(session, &vpc).await?;
        network_acl::create_default(session, &vpc).await?;
        session
            .record(ResourceType::Vpc, vpc.id.as_str(), None, Some("available"))
            .await?;
        Ok(vpc)
    }
}

/// Changes a VPC's attributes; `None` leaves one as it is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyVpc {
    /// Which one.
    pub vpc_id: String,
    /// Whether names are resolved inside the VPC.
    pub enable_dns_support: Option<bool>,
    /// Whether interfaces get names.
    pub enable_dns_hostnames: Option<bool>,
    /// A record only.
    pub enable_network_address_usage_metrics: Option<bool>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyVpc {
    const NAME: &'static str = "ModifyVpcAttribute";
    type Output = Stored<Vpc>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Vpc>> {
        let mut vpc: Stored<Vpc> = session.find_to_change(&VpcId::parse(&self.vpc_id)?).await?;
        vpc.enable_dns_support = self.enable_dns_support.unwrap_or(vpc.enable_dns_support);
        vpc.enable_dns_hostnames = self
            .enable_dns_hostnames
            .unwrap_or(vpc.enable_dns_hostnames);
        vpc.enable_network_address_usage_metrics = self
            .enable_network_address_usage_metrics
            .unwrap_or(vpc.enable_network_address_usage_metrics);
        session
            .record(
                ResourceType::Vpc,
                vpc.id.as_str(),
                Some("available"),
                Some("available"),
            )
            .await?;
        match self.tags {
            Some(tags) => session.tx.update_tags(vpc, tag::validated(tags)?).await,
            None => session.tx.update(vpc).await,
        }
    }
}

/// Deletes a VPC in which nothing is left but what came with it.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteVpc {
    /// Which one.
    pub vpc_id: String,
}

impl Command for DeleteVpc {
    const NAME: &'static str = "DeleteVpc";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let vpc: Stored<Vpc> = session.find_to_change(&VpcId::parse(&self.vpc_id)?).await?;
        if session.tx.vpc_has_dependents(vpc.id.as_str()).await? {
            return Err(Error::new(
                Code::DependencyViolation,
                format!(
                    "The vpc '{}' has dependencies and cannot be deleted.",
                    vpc.id
                ),
            )
            .about("VpcId"));
        }
        for endpoint in session.tx.endpoints_deleted_in_vpc(vpc.id.as_str()).await? {
            endpoint::record(session, &endpoint, Some("deleted"), None).await?;
            session.tx.endpoint_delete(&endpoint).await?;
        }
        network_acl::delete_default(session, &vpc).await?;
        route_table::delete_main(session, &vpc).await?;
        security_group::delete_default(session, &vpc).await?;
        session.tx.delete(&vpc).await?;
        session
            .record(ResourceType::Vpc, vpc.id.as_str(), Some("available"), None)
            .await
    }
}
