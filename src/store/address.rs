//! Which addresses of which subnet are in use.

use std::collections::HashMap;
use std::fmt::Display;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::Ipv4Net;

use super::document::json_array;
use super::tx::{Tx, column};
use crate::domain::address;
use crate::domain::address_pool::{self, InUse};
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::Id;
use crate::domain::network_interface::NetworkInterface;

impl Tx {
    /// An address of the subnet that can be given out now.
    pub async fn address_next(&mut self, subnet_id: &str, cidr: Ipv4Net) -> Result<Ipv4Addr> {
        const HIGHEST: &str =
            "SELECT address FROM address WHERE subnet_id = $1 ORDER BY address DESC LIMIT 1";
        const ALL: &str = "SELECT address FROM address WHERE subnet_id = $1 ORDER BY address";
        let highest = self.row(HIGHEST, &[subnet_id.into()]).await?;
        let highest = highest
            .map(|row| number_to_address(column(&row, 0)?))
            .transpose()?;
        let in_use: Vec<Ipv4Addr> = if highest == Some(address::usable(cidr).1) {
            let rows = self.rows(ALL, &[subnet_id.into()]).await?;
            rows.iter()
                .map(|row| number_to_address(column(row, 0)?))
                .collect::<Result<_>>()?
        } else {
            Vec::new()
        };
        address::next_free(cidr, highest, in_use).ok_or_else(|| {
            Error::new(
                Code::InsufficientFreeAddresses,
                format!(
                    "The subnet '{subnet_id}' has not enough free addresses to satisfy the request."
                ),
            )
            .about("SubnetId")
        })
    }

    /// Marks all addresses and prefixes of an interface as in use.
    pub(super) async fn addresses_take(&mut self, interface: &NetworkInterface) -> Result<()> {
        const IPV4: &str = "INSERT INTO address (subnet_id, address, network_interface_id) \
            SELECT $1, value, $2 FROM json_each($3)";
        const IPV6: &str = "INSERT INTO ipv6_address (subnet_id, address, network_interface_id) \
            SELECT $1, value, $2 FROM json_each($3)";
        const IPV6_PREFIXES: &str = "INSERT INTO ipv6_prefix (subnet_id, prefix, network_interface_id) \
            SELECT $1, value, $2 FROM json_each($3)";
        let prefixes = interface.ipv4_prefixes.iter();
        let ipv4: Vec<i64> = interface
            .ipv4_addresses()
            .chain(prefixes.flat_map(|prefix| address_pool::addresses(*prefix)))
            .map(address_to_number)
            .collect();
        let ipv4 = serde_json::Value::from(ipv4).to_string();
        let ipv6 = json_array(&texts(interface.ipv6_addresses()));
        let ipv6_prefixes = json_array(&texts(&interface.ipv6_prefixes));
        for (sql, list) in [(IPV4, ipv4), (IPV6, ipv6), (IPV6_PREFIXES, ipv6_prefixes)] {
            let values = [
                interface.subnet_id.as_str().into(),
                interface.id.as_str().into(),
                list.as_str().into(),
            ];
            self.execute(sql, &values).await?;
        }
        Ok(())
    }

    /// What of a subnet is in use.
    pub async fn addresses_of_subnet(&mut self, subnet_id: &str) -> Result<InUse> {
        const IPV4: &str = "SELECT address FROM address WHERE subnet_id = $1";
        const IPV6: &str = "SELECT address FROM ipv6_address WHERE subnet_id = $1";
        const IPV6_PREFIXES: &str = "SELECT prefix FROM ipv6_prefix WHERE subnet_id = $1";
        let ipv4 = self.rows(IPV4, &[subnet_id.into()]).await?;
        let ipv6 = self.rows(IPV6, &[subnet_id.into()]).await?;
        let prefixes = self.rows(IPV6_PREFIXES, &[subnet_id.into()]).await?;
        Ok(InUse {
            ipv4: ipv4
                .iter()
                .map(|row| number_to_address(column(row, 0)?))
                .collect::<Result<_>>()?,
            ipv6: ipv6
                .iter()
                .map(|row| parsed(&column::<String>(row, 0)?))
                .collect::<Result<_>>()?,
            ipv6_prefixes: prefixes
                .iter()
                .map(|row| parsed(&column::<String>(row, 0)?))
                .collect::<Result<_>>()?,
        })
    }

    /// Which interfaces have which of these addresses of a subnet.
    pub async fn address_holders(
        &mut self,
        subnet_id: &str,
        addresses: &[Ipv4Addr],
    ) -> Result<Vec<(Ipv4Addr, String)>> {
        const SQL: &str = "SELECT address, network_interface_id FROM address \
            WHERE subnet_id = $1 AND address IN (SELECT value FROM json_each($2)) ORDER BY address";
        let numbers: Vec<i64> = addresses.iter().copied().map(address_to_number).collect();
        let numbers = serde_json::Value::from(numbers).to_string();
        let rows = self
            .rows(SQL, &[subnet_id.into(), numbers.as_str().into()])
            .await?;
        rows.iter()
            .map(|row| Ok((number_to_address(column(row, 0)?)?, column(row, 1)?)))
            .collect()
    }

    /// Whether an address is in use.
    pub async fn address_in_use(&mut self, subnet_id: &str, address: Ipv4Addr) -> Result<bool> {
        const SQL: &str =
            "SELECT EXISTS (SELECT 1 FROM address WHERE subnet_id = $1 AND address = $2)";
        Ok(self
            .number(SQL, &[subnet_id.into(), address_to_number(address).into()])
            .await?
            != 0)
    }

    /// Marks an IPv6 address as in use by an interface.
    pub async fn ipv6_address_take(
        &mut self,
        subnet_id: &str,
        address: Ipv6Addr,
        interface_id: &str,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO ipv6_address (subnet_id, address, network_interface_id) VALUES ($1, $2, $3)";
        let address = address.to_string();
        let values = [
            subnet_id.into(),
            address.as_str().into(),
            interface_id.into(),
        ];
        self.execute(SQL, &values).await?;
        Ok(())
    }

    /// Whether an IPv6 address is in use, by itself or with its prefix.
    pub async fn ipv6_address_in_use(
        &mut self,
        subnet_id: &str,
        address: Ipv6Addr,
    ) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM ipv6_address WHERE subnet_id = $1 AND address = $2) \
                OR EXISTS (SELECT 1 FROM ipv6_prefix WHERE subnet_id = $1 AND prefix = $3)";
        let prefix = address_pool::ipv6_prefix_of(address).to_string();
        let address = address.to_string();
        let values = [
            subnet_id.into(),
            address.as_str().into(),
            prefix.as_str().into(),
        ];
        Ok(self.number(SQL, &values).await? != 0)
    }

    /// Whether any IPv6 address of a subnet is in use.
    pub async fn subnet_has_ipv6_addresses(&mut self, subnet_id: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM ipv6_address WHERE subnet_id = $1) \
            OR EXISTS (SELECT 1 FROM ipv6_prefix WHERE subnet_id = $1)";
        Ok(self.number(SQL, &[subnet_id.into()]).await? != 0)
    }

    /// Frees the IPv6 address of an interface.
    pub async fn ipv6_addresses_free(&mut self, interface_id: &str) -> Result<()> {
        const SQL: &str = "DELETE FROM ipv6_address WHERE network_interface_id = $1";
        self.execute(SQL, &[interface_id.into()]).await?;
        Ok(())
    }

    /// Frees the addresses and prefixes of an interface.
    pub async fn addresses_free(&mut self, interface_id: &str) -> Result<()> {
        const IPV4: &str = "DELETE FROM address WHERE network_interface_id = $1";
        const IPV6_PREFIXES: &str = "DELETE FROM ipv6_prefix WHERE network_interface_id = $1";
        self.execute(IPV4, &[interface_id.into()]).await?;
        self.execute(IPV6_PREFIXES, &[interface_id.into()]).await?;
        self.ipv6_addresses_free(interface_id).await
    }

    /// How many IPv4 addresses of each of these subnets are in use; subnets without any are left out.
    pub async fn addresses_in_use(&mut self, subnet_ids: &[&str]) -> Result<HashMap<String, u32>> {
        const SQL: &str = "SELECT subnet_id, COUNT(*) FROM address \
            WHERE subnet_id IN (SELECT value FROM json_each($1)) GROUP BY subnet_id";
        let rows = self
            .rows(SQL, &[json_array(subnet_ids).as_str().into()])
            .await?;
        rows.iter()
            .map(|row| Ok((column(row, 0)?, column(row, 1)?)))
            .collect()
    }
}

fn address_to_number(address: Ipv4Addr) -> i64 {
    i64::from(u32::from(address))
}

fn number_to_address(number: i64) -> Result<Ipv4Addr> {
    u32::try_from(number)
        .map(Ipv4Addr::from)
        .map_err(Error::internal)
}

fn texts<T: Display>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().map(|value| value.to_string()).collect()
}

fn parsed<T>(text: &str) -> Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(Error::internal)
}
