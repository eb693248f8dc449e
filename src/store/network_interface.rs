//! Network interfaces: they hold addresses and use security groups, and come and go with both.

use super::document::Stored;
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::id::Id;
use crate::domain::network_interface::NetworkInterface;

impl Tx {
    /// Adds an interface, takes its address and marks its security groups as used.
    pub async fn network_interface_insert(
        &mut self,
        interface: NetworkInterface,
    ) -> Result<Stored<NetworkInterface>> {
        let groups: Vec<String> = interface
            .groups
            .iter()
            .map(|group| group.group_id.to_string())
            .collect();
        let interface = self.insert(interface).await?;
        let id = interface.id.to_string();
        self.address_take(
            interface.subnet_id.as_str(),
            interface.private_ip_address,
            &id,
        )
        .await?;
        self.security_group_use_set(&id, &groups).await?;
        Ok(interface)
    }

    /// Replaces an interface and marks its security groups as used.
    pub async fn network_interface_update(
        &mut self,
        interface: Stored<NetworkInterface>,
    ) -> Result<()> {
        let groups: Vec<String> = interface
            .groups
            .iter()
            .map(|group| group.group_id.to_string())
            .collect();
        self.security_group_use_set(interface.id.as_str(), &groups)
            .await?;
        self.update(interface).await?;
        Ok(())
    }

    /// Removes an interface, frees its address and its security groups.
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
