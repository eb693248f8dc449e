//! Internet gateways and egress-only internet gateways: made, attached to VPCs and detached from them.

use serde::Serialize;

use super::context::{Command, Session};
use super::list::listed_as_stored;
use super::route_table_association;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{EgressOnlyInternetGatewayId, Id, InternetGatewayId, VpcId};
use crate::domain::internet_gateway::{EgressOnlyInternetGateway, InternetGateway};
use crate::domain::limit;
use crate::domain::tag::{self, Tag};
use crate::domain::vpc::Vpc;
use crate::store::Stored;

listed_as_stored!(
    InternetGateway,
    "DescribeInternetGateways",
    InternetGatewayId
);
listed_as_stored!(
    EgressOnlyInternetGateway,
    "DescribeEgressOnlyInternetGateways",
    EgressOnlyInternetGatewayId
);

/// The states that the event log has for internet gateways.
const DETACHED: &str = "detached";
const ATTACHED: &str = "attached";

/// Creates an internet gateway, which is not attached yet.
#[derive(Clone, Debug, Serialize)]
pub struct CreateInternetGateway {
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateInternetGateway {
    const NAME: &'static str = "CreateInternetGateway";
    type Output = Stored<InternetGateway>;

    async fn execute(self, session: &mut Session) -> Result<Stored<InternetGateway>> {
        let tags = tag::validated(self.tags)?;
        let scope = session.scope();
        if session.tx.count::<InternetGateway>(&scope).await? >= limit::INTERNET_GATEWAYS {
            return Err(Error::new(
                Code::InternetGatewayLimitExceeded,
                "The maximum number of internet gateways has been reached.",
            ));
        }
        let gateway = InternetGateway {
            id: session.new_id(),
            scope,
            vpc_id: None,
            tags,
            created_at: session.now,
        };
        record(session, &gateway.id, None, Some(DETACHED)).await?;
        session.tx.insert(gateway).await
    }
}

/// Attaches an internet gateway to a VPC. A gateway has one VPC at the most, and a VPC one gateway.
#[derive(Clone, Debug, Serialize)]
pub struct AttachInternetGateway {
    /// The gateway.
    pub internet_gateway_id: String,
    /// The VPC.
    pub vpc_id: String,
}

impl Command for AttachInternetGateway {
    const NAME: &'static str = "AttachInternetGateway";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let (mut gateway, vpc) = find(session, &self.internet_gateway_id, &self.vpc_id).await?;
        if let Some(vpc_id) = &gateway.vpc_id {
            return Err(Error::new(
                Code::ResourceAlreadyAssociated,
                format!(
                    "resource {} is already attached to network {vpc_id}",
                    gateway.id
                ),
            )
            .about("InternetGatewayId"));
        }
        let present = session.tx.internet_gateway_of_vpc(vpc.id.as_str()).await?;
        if present.is_some() {
            return Err(Error::invalid_value(
                "VpcId",
                format!(
                    "Network {} already has an internet gateway attached",
                    vpc.id
                ),
            ));
        }
        gateway.vpc_id = Some(vpc.id.clone());
        record(session, &gateway.id, Some(DETACHED), Some(ATTACHED)).await?;
        session.tx.update(gateway).await.map(drop)
    }
}

/// Detaches an internet gateway from its VPC, in which nothing has a public address any longer.
#[derive(Clone, Debug, Serialize)]
pub struct DetachInternetGateway {
    /// The gateway.
    pub internet_gateway_id: String,
    /// The VPC.
    pub vpc_id: String,
}

impl Command for DetachInternetGateway {
    const NAME: &'static str = "DetachInternetGateway";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let gateway_id = InternetGatewayId::parse(&self.internet_gateway_id)?;
        let vpc_id = VpcId::parse(&self.vpc_id)?;
        let mut gateway: Stored<InternetGateway> = session.find_to_change(&gateway_id).await?;
        // Also of a VPC that is gone: Terraform takes this answer for a success.
        if gateway.vpc_id.as_ref() != Some(&vpc_id) {
            return Err(Error::new(
                Code::GatewayNotAttached,
                format!(
                    "resource {} is not attached to network {vpc_id}",
                    gateway.id
                ),
            )
            .about("InternetGatewayId"));
        }
        if session.tx.vpc_has_public_addresses(vpc_id.as_str()).await? {
            return Err(Error::new(
                Code::DependencyViolation,
                format!(
                    "Network {vpc_id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway."
                ),
            )
            .about("VpcId"));
        }
        route_table_association::refuse_if_used_by(session, &gateway.id).await?;
        gateway.vpc_id = None;
        record(session, &gateway.id, Some(ATTACHED), Some(DETACHED)).await?;
        session.tx.update(gateway).await.map(drop)
    }
}

/// Deletes an internet gateway that is not attached.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteInternetGateway {
    /// Which one.
    pub internet_gateway_id: String,
}

impl Command for DeleteInternetGateway {
    const NAME: &'static str = "DeleteInternetGateway";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = InternetGatewayId::parse(&self.internet_gateway_id)?;
        let gateway: Stored<InternetGateway> = session.find_to_change(&id).await?;
        if gateway.vpc_id.is_some() {
            return Err(Error::new(
                Code::DependencyViolation,
                format!("The internetGateway '{id}' has dependencies and cannot be deleted."),
            )
            .about("InternetGatewayId"));
        }
        session.tx.delete(&gateway).await?;
        record(session, &id, Some(DETACHED), None).await
    }
}

/// The gateway and the VPC with these ids.
async fn find(
    session: &mut Session,
    gateway_id: &str,
    vpc_id: &str,
) -> Result<(Stored<InternetGateway>, Stored<Vpc>)> {
    let gateway_id = InternetGatewayId::parse(gateway_id)?;
    let vpc_id = VpcId::parse(vpc_id)?;
    let gateway = session.find_to_change(&gateway_id).await?;
    Ok((gateway, session.find(&vpc_id).await?))
}

async fn record(
    session: &mut Session,
    id: &InternetGatewayId,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::InternetGateway, id.as_str(), from, to)
        .await
}

/// Creates an egress-only internet gateway in a VPC, which has one at the most.
#[derive(Clone, Debug, Serialize)]
pub struct CreateEgressOnlyInternetGateway {
    /// The VPC.
    pub vpc_id: String,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateEgressOnlyInternetGateway {
    const NAME: &'static str = "CreateEgressOnlyInternetGateway";
    type Output = Stored<EgressOnlyInternetGateway>;

    async fn execute(self, session: &mut Session) -> Result<Stored<EgressOnlyInternetGateway>> {
        let vpc: Stored<Vpc> = session.find(&VpcId::parse(&self.vpc_id)?).await?;
        let tags = tag::validated(self.tags)?;
        let vpc_id = vpc.value.id;
        if session
            .tx
            .vpc_has_egress_only_internet_gateway(vpc_id.as_str())
            .await?
        {
            return Err(Error::invalid_value(
                "VpcId",
                format!("Network {vpc_id} already has an egress-only internet gateway attached"),
            ));
        }
        let gateway = EgressOnlyInternetGateway {
            id: session.new_id(),
            scope: session.scope(),
            vpc_id,
            tags,
            created_at: session.now,
        };
        record_egress_only(session, &gateway.id, None, Some(ATTACHED)).await?;
        session.tx.insert(gateway).await
    }
}

/// Deletes an egress-only internet gateway, whatever routes still lead to it.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteEgressOnlyInternetGateway {
    /// Which one.
    pub egress_only_internet_gateway_id: String,
}

impl Command for DeleteEgressOnlyInternetGateway {
    const NAME: &'static str = "DeleteEgressOnlyInternetGateway";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = EgressOnlyInternetGatewayId::parse(&self.egress_only_internet_gateway_id)?;
        let gateway: Stored<EgressOnlyInternetGateway> = session.find_to_change(&id).await?;
        session.tx.delete(&gateway).await?;
        record_egress_only(session, &id, Some(ATTACHED), None).await
    }
}

async fn record_egress_only(
    session: &mut Session,
    id: &EgressOnlyInternetGatewayId,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(
            ResourceType::EgressOnlyInternetGateway,
            id.as_str(),
            from,
            to,
        )
        .await
}
