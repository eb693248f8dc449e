//! What an account has: how many resources of each kind.

use super::context::{Query, Session};
use crate::domain::error::Result;
use crate::domain::event::ResourceType;

/// Counts everything in the caller's account and region.
pub struct GetInventory;

impl Query for GetInventory {
    const NAME: &'static str = "GetInventory";
    type Output = Vec<(ResourceType, i64)>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let scope = session.scope();
        session.tx.count_all(&scope).await
    }
}
