//! What endpoints stand on: IPv6 networks, routes, prefix lists, network ACLs.

mod acls;
mod addresses;
mod ipv6;
mod managed_prefix_lists;
mod prefix_lists;
mod routes;
