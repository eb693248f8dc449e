//! privlink: AWS PrivateLink that runs on your own machine.
//!
//! Read from the bottom up: [`domain`] is what PrivateLink is, [`store`] keeps it, [`app`] is what can be done with it,
//! [`gate`] finds out who asks, [`api`] and [`aws`] speak to clients, and [`server`] puts it all on a port. A test in Rust
//! starts a [`Sandbox`].

pub mod api;
pub mod app;
pub mod aws;
pub mod client_setup;
pub mod config;
pub mod delivery;
pub mod demo;
pub mod domain;
pub mod gate;
mod http_client;
mod operations;
mod sandbox;
pub mod server;
pub mod store;
pub mod telemetry;
pub mod upstream;

pub use sandbox::{ManualClock, Sandbox, SandboxOptions, StartError};
