//! NAT gateways: made with an interface in their subnet, and taken down with it. `address.rs` changes their addresses; that
//! they become available, or turn out to have failed, is the reconciler's work.

mod address;
mod create;

use serde::Serialize;

pub use address::{
    AssignPrivateNatGatewayAddress, AssociateNatGatewayAddress, ChangedAddresses,
    DisassociateNatGatewayAddress, UnassignPrivateNatGatewayAddress,
};
pub use create::CreateNatGateway;

use super::context::{Command, Session};
use super::list::listed_as_stored;
use crate::domain::error::Result;
use crate::domain::event::ResourceType;
use crate::domain::id::{Id, NatGatewayId};
use crate::domain::nat_gateway::{NatGateway, NatGatewayEvent};
use crate::store::Stored;

listed_as_stored!(NatGateway, "DescribeNatGateways", NatGatewayId);

/// Begins to take a NAT gateway down. Routes that lead to it stay.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteNatGateway {
    /// Which one.
    pub nat_gateway_id: String,
}

impl Command for DeleteNatGateway {
    const NAME: &'static str = "DeleteNatGateway";
    type Output = Stored<NatGateway>;

    async fn execute(self, session: &mut Session) -> Result<Stored<NatGateway>> {
        let id = NatGatewayId::parse(&self.nat_gateway_id)?;
        let mut gateway: Stored<NatGateway> = session.find_to_change(&id).await?;
        let from = gateway.progress.name();
        let timing = session.settings.timing;
        let next = gateway
            .progress
            .apply(NatGatewayEvent::Delete, session.now, &timing)
            .ok_or_else(|| NatGatewayId::not_found(id.as_str()))?;
        if next == gateway.progress {
            return Ok(gateway);
        }
        gateway.progress = next;
        record(session, &gateway, Some(from)).await?;
        session.tx.update(gateway).await
    }
}

async fn record(session: &mut Session, gateway: &NatGateway, from: Option<&str>) -> Result<()> {
    session
        .record(
            ResourceType::NatGateway,
            gateway.id.as_str(),
            from,
            Some(gateway.progress.name()),
        )
        .await
}
