//! Deleting users' interfaces.

use serde::Serialize;

use super::record;
use crate::app::context::{Command, Session};
use crate::app::{elastic_ip, network_interface_permission};
use crate::domain::error::{Error, Result};
use crate::domain::id::{Id, NetworkInterfaceId};
use crate::domain::network_interface::NetworkInterface;
use crate::store::Stored;

/// Deletes an interface, which sets its addresses and Elastic IPs free. One that something holds goes with that.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteNetworkInterface {
    /// Which one.
    pub network_interface_id: String,
}

impl Command for DeleteNetworkInterface {
    const NAME: &'static str = "DeleteNetworkInterface";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = NetworkInterfaceId::parse(&self.network_interface_id)?;
        let interface: Stored<NetworkInterface> = session.find_to_change(&id).await?;
        if interface.attachment_id.is_some() {
            return Err(Error::invalid_value(
                "NetworkInterfaceId",
                format!("Network interface '{id}' is currently in use."),
            ));
        }
        elastic_ip::release_interface(session, &id).await?;
        network_interface_permission::delete_all(&mut session.tx, &interface).await?;
        session.tx.network_interface_delete(&interface).await?;
        record(session, &interface, Some(interface.status()), None).await
    }
}
