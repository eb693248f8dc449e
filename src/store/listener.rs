//! Listeners: those of a load balancer.

use super::document::Stored;
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::listener::Listener;

impl Tx {
    /// The listeners of a load balancer, in order of id.
    pub async fn listeners_of_load_balancer(
        &mut self,
        load_balancer_arn: &str,
    ) -> Result<Vec<Stored<Listener>>> {
        const SQL: &str =
            "SELECT version, body FROM listener WHERE load_balancer_arn = $1 ORDER BY id";
        self.select(SQL, &[load_balancer_arn.into()]).await
    }
}
