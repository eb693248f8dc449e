//! What is the same for all of the REST API, whatever the resource.

mod bodies;
mod conditions;
mod idempotency;
mod pages;
