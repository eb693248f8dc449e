//! Network interfaces: they hold addresses and use security groups, and come and go with both.

use super::document::Stored;
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::id::Id;
use crate::domain::network_interface::NetworkInterface;
use crate::domain::network_interface_permission::NetworkInterfacePermission;
use crate::domain::scope::Scope;

impl Tx {
    /// Adds an interface, takes its addresses and marks its security groups as used.
    pub async fn network_interface_insert(
        &mut self,
        interface: NetworkInterface,
    ) -> Result<Stored<NetworkInterface>> {
        let interface = self.insert(interface).await?;
        self.addresses_take(&interface).await?;
        self.groups_use(&interface).await?;
        Ok(interface)
    }

    /// Replaces an interface and marks its security groups as used.
    pub async fn network_interface_update(
        &mut self,
        interface: Stored<NetworkInterface>,
    ) -> Result<Stored<NetworkInterface>> {
        self.groups_use(&interface).await?;
        self.update(interface).await
    }

    /// Replaces an interface that has other addresses now.
    pub async fn network_interface_readdress(
        &mut self,
        interface: Stored<NetworkInterface>,
    ) -> Result<()> {
        self.addresses_replace(&interface).await?;
        self.update(interface).await?;
        Ok(())
    }

    /// Replaces an interface that may have other security groups now, and other addresses if `readdressed`.
    pub async fn network_interface_rewrite(
        &mut self,
        interface: Stored<NetworkInterface>,
        readdressed: bool,
    ) -> Result<Stored<NetworkInterface>> {
        if readdressed {
            self.addresses_replace(&interface).await?;
        }
        self.network_interface_update(interface).await
    }

    async fn addresses_replace(&mut self, interface: &NetworkInterface) -> Result<()> {
        self.addresses_free(interface.id.as_str()).await?;
        self.addresses_take(interface).await
    }

    async fn groups_use(&mut self, interface: &NetworkInterface) -> Result<()> {
        let groups = interface.groups.iter();
        let groups: Vec<String> = groups.map(|group| group.group_id.to_string()).collect();
        self.security_group_use_set(interface.id.as_str(), &groups)
            .await
    }

    /// The interface with this attachment, if it is in `scope`.
    pub async fn network_interface_by_attachment(
        &mut self,
        scope: &Scope,
        attachment_id: &str,
    ) -> Result<Option<Stored<NetworkInterface>>> {
        const SQL: &str = "SELECT version, body FROM network_interface \
            WHERE account = $1 AND region = $2 AND attachment_id = $3";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            attachment_id.into(),
        ];
        Ok(self.select(SQL, &values).await?.pop())
    }

    /// The permissions for an interface, in order of id.
    pub async fn network_interface_permissions(
        &mut self,
        interface_id: &str,
    ) -> Result<Vec<Stored<NetworkInterfacePermission>>> {
        const SQL: &str = "SELECT version, body FROM network_interface_permission \
            WHERE network_interface_id = $1 ORDER BY id";
        self.select(SQL, &[interface_id.into()]).await
    }

    /// Removes an interface, frees its addresses and its security groups.
    pub async fn network_interface_delete(
        &mut self,
        interface: &Stored<NetworkInterface>,
    ) -> Result<()> {
        let id = interface.id.to_string();
        self.addresses_free(&id).await?;
        self.security_group_use_set(&id, &[]).await?;
        self.delete(interface).await
    }
}
