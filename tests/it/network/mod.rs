//! What endpoints stand on: IPv6 networks, interfaces, routes, prefix lists, network ACLs.

mod acls;
mod addresses;
mod cidr_blocks;
mod dhcp_options;
mod gateway_tables;
mod interfaces;
mod interfaces_changed;
mod ipv6;
mod managed_prefix_lists;
mod prefix_lists;
mod regions;
mod route_targets;
mod routes;
