//! Target groups: by name, who uses them, and what is in them.

use super::document::{Stored, json_array};
use super::tx::{Tx, column};
use crate::domain::error::Result;
use crate::domain::scope::Scope;
use crate::domain::target_group::TargetGroup;

impl Tx {
    /// The target groups of these names, in order of id.
    pub async fn target_groups_by_names(
        &mut self,
        scope: &Scope,
        names: &[String],
    ) -> Result<Vec<Stored<TargetGroup>>> {
        const SQL: &str = "SELECT version, body FROM target_group \
            WHERE account = $1 AND region = $2 AND name IN (SELECT value FROM json_each($3)) ORDER BY id";
        let names = json_array(names);
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            names.as_str().into(),
        ];
        self.select(SQL, &values).await
    }

    /// Which load balancers forward to which of these target groups, as pairs of target group and load balancer.
    pub async fn target_group_users(&mut self, arns: &[&str]) -> Result<Vec<(String, String)>> {
        const SQL: &str = "SELECT DISTINCT target_group_arn, load_balancer_arn FROM target_group_use \
            WHERE target_group_arn IN (SELECT value FROM json_each($1)) ORDER BY target_group_arn, load_balancer_arn";
        let rows = self.rows(SQL, &[json_array(arns).as_str().into()]).await?;
        rows.iter()
            .map(|row| Ok((column(row, 0)?, column(row, 1)?)))
            .collect()
    }

    /// How many target groups of the protocol GENEVE there are.
    pub async fn geneve_target_groups(&mut self, scope: &Scope) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM target_group \
            WHERE account = $1 AND region = $2 AND protocol = 'GENEVE'";
        let values = [scope.account.as_str().into(), scope.region.as_str().into()];
        self.number(SQL, &values).await
    }

    /// The target groups that have this target, each with a port on which they have it; functions are on port 0.
    pub async fn groups_with_target(
        &mut self,
        scope: &Scope,
        target_id: &str,
    ) -> Result<Vec<(String, u16)>> {
        const SQL: &str = "SELECT target_group_arn, port FROM target \
            WHERE account = $1 AND region = $2 AND target_id = $3 ORDER BY target_group_arn, port";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            target_id.into(),
        ];
        let rows = self.rows(SQL, &values).await?;
        rows.iter()
            .map(|row| Ok((column(row, 0)?, column(row, 1)?)))
            .collect()
    }

    /// How many targets a group has.
    pub async fn targets_in_group(&mut self, target_group_arn: &str) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM target WHERE target_group_arn = $1";
        self.number(SQL, &[target_group_arn.into()]).await
    }

    /// Removes all targets of a group.
    pub async fn targets_delete(&mut self, target_group_arn: &str) -> Result<()> {
        const SQL: &str = "DELETE FROM target WHERE target_group_arn = $1";
        self.execute(SQL, &[target_group_arn.into()]).await?;
        Ok(())
    }
}
