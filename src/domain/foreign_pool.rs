//! Pools that networks can be taken from: those of an IP address manager, and those of addresses that customers bring. There are none.

use super::error::{Code, Error, Result};

/// What a request says of pools.
#[derive(Clone, Debug, Default)]
pub struct PoolRequest {
    /// A pool of an IP address manager for the IPv4 network.
    pub ipv4_ipam_pool_id: Option<String>,
    /// How long that network's prefix is to be.
    pub ipv4_netmask_length: Option<i64>,
    /// An IPv6 network of a pool.
    pub ipv6_cidr_block: Option<String>,
    /// A pool of IPv6 addresses that a customer brought.
    pub ipv6_pool: Option<String>,
    /// A pool of an IP address manager for the IPv6 network.
    pub ipv6_ipam_pool_id: Option<String>,
    /// How long that network's prefix is to be.
    pub ipv6_netmask_length: Option<i64>,
}

impl PoolRequest {
    /// Refuses any pool as one that does not exist, and whatever would need a pool.
    pub fn refuse(&self) -> Result<()> {
        let manager = |id: &str, parameter| {
            let message = format!("The ipam-pool ID '{id}' does not exist");
            Err(Error::new(Code::IpamPoolNotFound, message).about(parameter))
        };
        if let Some(id) = &self.ipv4_ipam_pool_id {
            return manager(id, "Ipv4IpamPoolId");
        }
        if let Some(id) = &self.ipv6_ipam_pool_id {
            return manager(id, "Ipv6IpamPoolId");
        }
        if let Some(id) = &self.ipv6_pool {
            return Err(pool_not_found(id, "Ipv6Pool"));
        }
        let without_pool = [
            (self.ipv4_netmask_length.is_some(), "Ipv4IpamPoolId"),
            (self.ipv6_netmask_length.is_some(), "Ipv6IpamPoolId"),
            (self.ipv6_cidr_block.is_some(), "Ipv6Pool"),
        ];
        match without_pool.into_iter().find(|(is_needed, _)| *is_needed) {
            Some((_, pool)) => Err(Error::missing(pool)),
            None => Ok(()),
        }
    }
}

/// The refusal of a pool of addresses that a customer brought.
pub fn pool_not_found(id: &str, parameter: &'static str) -> Error {
    Error::new(
        Code::AddressPoolNotFound,
        format!("The pool ID '{id}' does not exist"),
    )
    .about(parameter)
}

#[cfg(test)]
mod tests {
    use super::PoolRequest;

    #[test]
    fn there_are_no_pools() {
        let said = |request: &PoolRequest| {
            request
                .refuse()
                .map_err(|error| error.to_string())
                .err()
                .unwrap_or_default()
        };
        assert_eq!(said(&PoolRequest::default()), "");
        let request = PoolRequest {
            ipv4_ipam_pool_id: Some("ipam-pool-0123456789abcdef0".to_owned()),
            ipv4_netmask_length: Some(20),
            ..PoolRequest::default()
        };
        assert_eq!(
            said(&request),
            "InvalidIpamPoolId.NotFound: The ipam-pool ID 'ipam-pool-0123456789abcdef0' does not exist"
        );
        let request = PoolRequest {
            ipv6_cidr_block: Some("2001:db8::/56".to_owned()),
            ..PoolRequest::default()
        };
        assert_eq!(
            said(&request),
            "MissingParameter: The request must contain the parameter Ipv6Pool"
        );
    }
}
