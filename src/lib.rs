//! privlink: AWS PrivateLink that runs on your own machine.
//!
//! Read from the bottom up: [`domain`] is what PrivateLink is, [`store`] keeps it, [`app`] is what can be done with it,
//! [`gate`] finds out who asks, [`api`] and [`aws`] speak to clients, [`server`] puts it all on a port.

pub mod api;
pub mod app;
pub mod aws;
pub mod domain;
pub mod gate;
pub mod store;
