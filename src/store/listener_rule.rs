//! Rules of listeners, in the order in which they are tried.

use super::document::{Stored, json_array};
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::listener_rule::ListenerRule;

impl Tx {
    /// The next `limit` rules of a listener after the place `after`, in order of place, the default one last.
    pub async fn listener_rules_after(
        &mut self,
        listener_arn: &str,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Stored<ListenerRule>>> {
        const SQL: &str = "SELECT version, body FROM listener_rule \
            WHERE listener_arn = $1 AND place > $2 ORDER BY place LIMIT $3";
        let values = [listener_arn.into(), after.into(), limit.into()];
        self.select(SQL, &values).await
    }

    /// All rules of a listener, in order of place.
    pub async fn rules_of_listener(
        &mut self,
        listener_arn: &str,
    ) -> Result<Vec<Stored<ListenerRule>>> {
        self.listener_rules_after(listener_arn, 0, i64::MAX).await
    }

    /// How many rules the listeners of a load balancer have, default ones not counted.
    pub async fn rules_of_load_balancer(&mut self, load_balancer_arn: &str) -> Result<i64> {
        const SQL: &str =
            "SELECT COUNT(*) FROM listener_rule WHERE load_balancer_arn = $1 AND place <= 50000";
        self.number(SQL, &[load_balancer_arn.into()]).await
    }

    /// The rules of these listeners whose priority is one of these, in order of id.
    pub async fn listener_rules_at(
        &mut self,
        listener_arns: &[String],
        priorities: &[u32],
    ) -> Result<Vec<Stored<ListenerRule>>> {
        const SQL: &str = "SELECT version, body FROM listener_rule \
            WHERE listener_arn IN (SELECT value FROM json_each($1)) \
            AND place IN (SELECT value FROM json_each($2)) ORDER BY id";
        let listeners = json_array(listener_arns);
        let priorities = serde_json::json!(priorities).to_string();
        let values = [listeners.as_str().into(), priorities.as_str().into()];
        self.select(SQL, &values).await
    }

    /// Takes rules out of the way, so that each of them can be given the place of another. They must all be updated after.
    pub async fn listener_rules_step_aside(&mut self, arns: &[String]) -> Result<()> {
        const SQL: &str = "UPDATE listener_rule SET body = json_set(body, '$.custom.priority', -place) \
            WHERE id IN (SELECT value FROM json_each($1))";
        self.execute(SQL, &[json_array(arns).as_str().into()])
            .await?;
        Ok(())
    }
}
