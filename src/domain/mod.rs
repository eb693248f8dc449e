//! What `PrivateLink` is: values and rules, with nothing of how they are stored or spoken.
//!
//! Everything here is pure. Time and randomness come in as arguments, so that every rule can be tested as a function. No
//! async, no SQL, no HTTP.

pub mod address;
pub mod attribute;
pub mod available_service;
pub mod aws_service;
mod aws_service_line;
pub mod clock;
pub mod connection;
pub mod cost;
pub mod dns_options;
pub mod dns_record;
pub mod endpoint;
pub mod endpoint_association;
pub mod endpoint_service;
pub mod endpoint_type;
pub mod entropy;
pub mod error;
pub mod event;
pub mod filter;
pub mod health_check;
pub mod id;
pub mod ip_address_type;
pub mod ipv6;
pub mod limit;
pub mod listener;
pub mod load_balancer;
pub mod load_balancer_type;
pub mod load_balancing_arn;
pub mod load_balancing_tag;
pub mod network_acl;
pub mod network_interface;
pub mod page;
pub mod permission;
pub mod policy;
pub mod prefix_list;
pub mod price;
pub mod principal;
pub mod private_dns;
pub mod quota;
pub mod region;
pub mod route;
pub mod route_table;
pub mod scope;
pub mod security_group;
pub mod security_group_rule;
pub mod service_scope;
pub mod session;
pub mod subnet;
pub mod tag;
pub mod target;
pub mod target_group;
pub mod usage;
pub mod vpc;
