//! Listeners: those of a load balancer, and the target groups that they and their rules use.

use super::document::{Stored, json_array};
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

    /// Notes that a listener or rule of this load balancer uses these target groups, and no others.
    pub async fn target_group_uses_set(
        &mut self,
        user_arn: &str,
        load_balancer_arn: &str,
        target_group_arns: &[String],
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO target_group_use (target_group_arn, user_arn, load_balancer_arn) \
            SELECT value, $1, $2 FROM json_each($3)";
        self.target_group_uses_delete(user_arn).await?;
        let arns = json_array(target_group_arns);
        let values = [
            user_arn.into(),
            load_balancer_arn.into(),
            arns.as_str().into(),
        ];
        self.execute(SQL, &values).await?;
        Ok(())
    }

    /// Forgets which target groups a listener or rule uses.
    pub async fn target_group_uses_delete(&mut self, user_arn: &str) -> Result<()> {
        const SQL: &str = "DELETE FROM target_group_use WHERE user_arn = $1";
        self.execute(SQL, &[user_arn.into()]).await?;
        Ok(())
    }

    /// How many target groups the listeners and rules of a load balancer use together, those of `user_arn` replaced by
    /// `target_group_arns`.
    pub async fn target_groups_in_use(
        &mut self,
        load_balancer_arn: &str,
        user_arn: &str,
        target_group_arns: &[String],
    ) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM (\
            SELECT target_group_arn FROM target_group_use WHERE load_balancer_arn = $1 AND user_arn <> $2 \
            UNION SELECT value FROM json_each($3))";
        let arns = json_array(target_group_arns);
        let values = [
            load_balancer_arn.into(),
            user_arn.into(),
            arns.as_str().into(),
        ];
        self.number(SQL, &values).await
    }
}
