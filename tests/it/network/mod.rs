//! What endpoints stand on: IPv6 networks, routes, prefix lists.

mod addresses;
mod cidr_blocks;
mod dhcp_options;
mod ipv6;
mod prefix_lists;
mod regions;
mod route_targets;
mod routes;
