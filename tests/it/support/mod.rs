//! What the tests stand on: a server of their own with a clock they move, and clients that hold every answer against
//! the documents which say how answers look.

pub(crate) mod contract;
pub(crate) mod dual_stack;
pub(crate) mod front;
pub(crate) mod gateway;
pub(crate) mod inventory;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod own_interface;
pub(crate) mod parties;
pub(crate) mod query;
pub(crate) mod rest;
pub(crate) mod webhook;
pub(crate) mod world;
