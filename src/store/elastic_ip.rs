//! Elastic IP addresses: which are given out, and what stands behind which.

use std::net::Ipv4Addr;

use super::document::{Stored, json_array};
use super::tx::Tx;
use crate::domain::elastic_ip::ElasticIp;
use crate::domain::error::Result;
use crate::domain::scope::Scope;

impl Tx {
    /// Whether anybody has this public address.
    pub async fn public_address_in_use(&mut self, address: Ipv4Addr) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM elastic_ip WHERE public_ip = $1)";
        let address = address.to_string();
        Ok(self.number(SQL, &[address.as_str().into()]).await? != 0)
    }

    /// The address with this text, if it is in `scope`.
    pub async fn elastic_ip_by_public_ip(
        &mut self,
        scope: &Scope,
        public_ip: Ipv4Addr,
    ) -> Result<Option<Stored<ElasticIp>>> {
        const SQL: &str = "SELECT version, body FROM elastic_ip \
            WHERE public_ip = $1 AND account = $2 AND region = $3";
        let public_ip = public_ip.to_string();
        let values = [
            public_ip.as_str().into(),
            scope.account.as_str().into(),
            scope.region.as_str().into(),
        ];
        Ok(self.select(SQL, &values).await?.pop())
    }

    /// Those of the addresses with these texts that are in `scope`, in order of id.
    pub async fn elastic_ips_by_public_ips(
        &mut self,
        scope: &Scope,
        public_ips: &[impl AsRef<str>],
    ) -> Result<Vec<Stored<ElasticIp>>> {
        const SQL: &str = "SELECT version, body FROM elastic_ip \
            WHERE public_ip IN (SELECT value FROM json_each($1)) AND account = $2 AND region = $3 ORDER BY id";
        let public_ips = json_array(public_ips);
        let values = [
            public_ips.as_str().into(),
            scope.account.as_str().into(),
            scope.region.as_str().into(),
        ];
        self.select(SQL, &values).await
    }

    /// The address with this association, if it is in `scope`.
    pub async fn elastic_ip_by_association(
        &mut self,
        scope: &Scope,
        association_id: &str,
    ) -> Result<Option<Stored<ElasticIp>>> {
        const SQL: &str = "SELECT version, body FROM elastic_ip \
            WHERE association_id = $1 AND account = $2 AND region = $3";
        let values = [
            association_id.into(),
            scope.account.as_str().into(),
            scope.region.as_str().into(),
        ];
        Ok(self.select(SQL, &values).await?.pop())
    }

    /// The addresses that stand before these interfaces, in order of interface and private address.
    pub async fn elastic_ips_of_interfaces(
        &mut self,
        interface_ids: &[impl AsRef<str>],
    ) -> Result<Vec<Stored<ElasticIp>>> {
        const SQL: &str = "SELECT version, body FROM elastic_ip \
            WHERE network_interface_id IN (SELECT value FROM json_each($1)) \
            ORDER BY network_interface_id, private_ip_address";
        self.select(SQL, &[json_array(interface_ids).as_str().into()])
            .await
    }

    /// Whether anything in the VPC has a public address: an Elastic IP address, or that of a load balancer in the internet.
    pub async fn vpc_has_public_addresses(&mut self, vpc_id: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM elastic_ip WHERE vpc_id = $1) \
            OR EXISTS (SELECT 1 FROM load_balancer WHERE vpc_id = $1 AND body ->> '$.scheme' = 'internet-facing')";
        Ok(self.number(SQL, &[vpc_id.into()]).await? != 0)
    }
}
