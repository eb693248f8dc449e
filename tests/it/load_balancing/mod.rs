//! Load balancers with what hangs on them, over both APIs.

mod dual_stack;
mod gateway;
mod listener_actions;
mod listener_certificates;
mod listener_rules;
