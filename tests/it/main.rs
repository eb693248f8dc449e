//! privlink over HTTP: both APIs as clients see them, whole answers compared.
//!
//! Every test has a server of its own, whose clock it moves by hand; the few about the process itself start the built
//! binary. `support` holds all answers against AWS's models and the API's own document, whatever else a test asks of them.

mod support;

mod clock;
mod connection;
mod cost;
mod dns;
mod dns_record;
mod endpoint;
mod endpoint_service;
mod event;
mod gateways;
mod inventory;
mod load_balancing;
mod network;
mod notification;
mod permission;
mod private_link;
mod security_group;
mod security_group_reference;
mod session;
mod topic;

mod actions;
mod operations;
mod protocols;
mod refusals;
mod rest;
mod upstream;
mod wire_names;

mod concurrency;
mod consistency;
mod coverage;
mod documents;
mod durability;
mod migration;
