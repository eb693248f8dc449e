//! Endpoints, as consumers have them.

mod addresses;
mod answers;
mod changes;
mod filters;

use crate::support::world::{Network, Publication, World};

/// A service, and a network of somebody who may connect to it.
async fn scene() -> (World, Publication, Network) {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    (world, publication, consumer)
}
