//! Load balancers with what hangs on them, over both APIs.

mod dual_stack;
mod gateway;
