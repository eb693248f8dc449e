//! Load balancers with what hangs on them, over both APIs.

mod application;
mod as_target;
mod capacity;
mod dual_stack;
mod elastic_ips;
mod gateway;
mod listener_actions;
mod listener_certificates;
mod listener_rules;
mod listeners;
mod target_groups;
mod target_health;
