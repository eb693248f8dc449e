//! What owners of network interfaces let other accounts do with them.

use serde::Serialize;

use super::context::{Command, Session};
use super::list::listed_as_stored;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{Id, NetworkInterfaceId, NetworkInterfacePermissionId};
use crate::domain::network_interface::NetworkInterface;
use crate::domain::network_interface_permission::{
    InterfacePermission, NetworkInterfacePermission, PERMISSION_STATE,
};
use crate::domain::scope::AccountId;
use crate::store::{Stored, Tx};

listed_as_stored!(
    NetworkInterfacePermission,
    "DescribeNetworkInterfacePermissions",
    NetworkInterfacePermissionId
);

/// Lets another account do something with an interface of the caller's own.
#[derive(Clone, Debug, Serialize)]
pub struct CreateNetworkInterfacePermission {
    /// The interface.
    pub network_interface_id: String,
    /// Who may.
    pub account: Option<String>,
    /// A service of AWS that may; none can, as in AWS.
    pub service: Option<String>,
    /// What.
    pub permission: InterfacePermission,
}

impl Command for CreateNetworkInterfacePermission {
    const NAME: &'static str = "CreateNetworkInterfacePermission";
    type Output = Stored<NetworkInterfacePermission>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let id = NetworkInterfaceId::parse(&self.network_interface_id)?;
        if let Some(service) = &self.service {
            return Err(Error::invalid_value(
                "AwsService",
                format!(
                    "Value ({service}) for parameter AwsService is invalid. Services are not supported."
                ),
            ));
        }
        let account = self.account.ok_or_else(|| Error::missing("AwsAccountId"))?;
        let account = AccountId::parse(&account).map_err(|error| error.about("AwsAccountId"))?;
        let interface: Stored<NetworkInterface> = session.find(&id).await?;
        if interface.holder.is_requester() {
            return Err(Error::new(
                Code::OperationNotPermitted,
                format!(
                    "Network interface '{id}' is managed by its requester and cannot be modified."
                ),
            )
            .about("NetworkInterfaceId"));
        }
        let present = session
            .tx
            .network_interface_permissions(id.as_str())
            .await?;
        let same = present
            .into_iter()
            .find(|it| it.account == account && it.permission == self.permission);
        if let Some(same) = same {
            return Ok(same);
        }
        let permission = NetworkInterfacePermission {
            id: session.new_id(),
            scope: session.scope(),
            network_interface_id: id,
            account,
            permission: self.permission,
            created_at: session.now,
        };
        let permission = session.tx.insert(permission).await?;
        record(session, &permission, None, Some(PERMISSION_STATE)).await?;
        Ok(permission)
    }
}

/// Takes a permission back.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteNetworkInterfacePermission {
    /// Which one.
    pub permission_id: String,
}

impl Command for DeleteNetworkInterfacePermission {
    const NAME: &'static str = "DeleteNetworkInterfacePermission";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = NetworkInterfacePermissionId::parse(&self.permission_id)?;
        let permission: Stored<NetworkInterfacePermission> = session.find_to_change(&id).await?;
        session.tx.delete(&permission).await?;
        record(session, &permission, Some(PERMISSION_STATE), None).await
    }
}

/// Takes all permissions of an interface back, because the interface goes, whose event covers them.
pub(super) async fn delete_all(tx: &mut Tx, interface: &NetworkInterface) -> Result<()> {
    let id = interface.id.as_str();
    for permission in tx.network_interface_permissions(id).await? {
        tx.delete(&permission).await?;
    }
    Ok(())
}

async fn record(
    session: &mut Session,
    permission: &NetworkInterfacePermission,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(
            ResourceType::NetworkInterfacePermission,
            permission.id.as_str(),
            from,
            to,
        )
        .await
}
