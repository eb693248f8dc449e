//! Use cases: commands that change something and queries that show something, one file per noun.
//!
//! [`Context`] runs them. Every rule that both APIs need is here or in the domain; adapters only translate.

pub mod account_attribute;
pub mod availability_zone;
pub mod available_service;
pub mod cidr_block;
pub mod classic_link;
pub mod clock;
pub mod connection;
mod context;
pub mod cost;
pub mod default_vpc;
pub mod delivery;
pub mod dhcp_options;
pub mod dns_record;
pub mod elastic_ip;
pub mod endpoint;
pub mod endpoint_service;
pub mod event;
pub mod internet_gateway;
pub mod inventory;
mod list;
pub mod listener;
pub mod load_balancer;
pub mod load_balancer_address_type;
pub mod load_balancer_placement;
pub mod load_balancing_tag;
pub mod managed_prefix_list;
pub mod nat_gateway;
pub mod network_acl;
pub mod network_interface;
pub mod network_interface_permission;
pub mod notification;
pub mod permission;
pub mod prefix_list;
pub mod reconcile;
pub mod region;
pub mod reset;
pub mod route;
pub mod route_table;
pub mod route_table_association;
mod route_target;
pub mod security_group;
pub mod security_group_reference;
pub mod security_group_rule;
pub mod session;
pub mod subnet;
pub mod subnet_cidr_reservation;
mod system;
pub mod tag;
pub mod target;
pub mod target_group;
pub mod topic;
pub mod usage;
pub mod vpc;

pub use context::{Command, Context, Query, Request, Session, Settings};
pub use delivery::{Attempt, Publisher};
pub use list::{Get, List, ListRequest, Listed};
pub use system::{OsEntropy, SystemClock};

// What use cases answer with; adapters know the store by nothing else.
pub use crate::store::{Stored, TagRow};
