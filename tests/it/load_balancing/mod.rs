//! Load balancers with what hangs on them, over both APIs.

mod dual_stack;
pub(crate) mod front;
mod gateway;
mod listener_actions;
mod listener_certificates;
mod listener_rules;
