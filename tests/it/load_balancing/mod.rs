//! Load balancers with what hangs on them, over both APIs.

mod gateway;
