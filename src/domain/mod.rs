//! What `PrivateLink` is: values and rules, with nothing of how they are stored or spoken.
//!
//! Everything here is pure. Time and randomness come in as arguments, so that every rule can be tested as a function. No
//! async, no SQL, no HTTP.

pub mod address;
pub mod attribute;
pub mod clock;
pub mod connection;
pub mod delivery;
pub mod endpoint;
pub mod endpoint_service;
pub mod endpoint_type;
pub mod entropy;
pub mod error;
pub mod event;
pub mod filter;
pub mod health_check;
pub mod id;
pub mod ip_address_type;
pub mod limit;
pub mod listener;
pub mod load_balancer;
pub mod load_balancing_tag;
pub mod network_acl;
pub mod network_interface;
pub mod notification;
pub mod page;
pub mod permission;
pub mod policy;
pub mod prefix_list;
pub mod principal;
pub mod quota;
pub mod region;
pub mod route_table;
pub mod scope;
pub mod security_group;
pub mod security_group_rule;
pub mod session;
pub mod subnet;
pub mod tag;
pub mod target;
pub mod target_group;
pub mod topic;
pub mod vpc;
