//! What endpoints stand on: IPv6 networks, interfaces, routes, prefix lists.

mod addresses;
mod interfaces;
mod ipv6;
mod prefix_lists;
mod routes;
