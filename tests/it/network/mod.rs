//! What endpoints stand on: IPv6 networks, routes, prefix lists.

mod addresses;
mod ipv6;
mod prefix_lists;
mod routes;
