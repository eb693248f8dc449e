//! Internet gateways, NAT gateways and Elastic IP addresses.

mod elastic_ips;
mod internet_gateways;
mod nat_addresses;
mod nat_gateways;
