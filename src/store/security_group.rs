//! Security groups: who uses them, and which rules refer to them.

use super::document::{Stored, json_array};
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::security_group::SecurityGroup;
use crate::domain::security_group_rule::SecurityGroupRule;

impl Tx {
    /// Makes these the groups that an interface or endpoint uses.
    pub async fn security_group_use_set(
        &mut self,
        user_id: &str,
        group_ids: &[String],
    ) -> Result<()> {
        const DELETE: &str = "DELETE FROM security_group_use WHERE user_id = $1";
        const INSERT: &str = "INSERT INTO security_group_use (group_id, user_id) SELECT value, $1 FROM json_each($2)";
        self.execute(DELETE, &[user_id.into()]).await?;
        if !group_ids.is_empty() {
            self.execute(
                INSERT,
                &[user_id.into(), json_array(group_ids).as_str().into()],
            )
            .await?;
        }
        Ok(())
    }

    /// Whether an interface or endpoint uses the group.
    pub async fn security_group_in_use(&mut self, group_id: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM security_group_use WHERE group_id = $1)";
        Ok(self.number(SQL, &[group_id.into()]).await? != 0)
    }

    /// Whether a rule of another group refers to the group.
    pub async fn security_group_referenced(&mut self, group_id: &str) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM security_group_rule \
            WHERE referenced_group_id = $1 AND group_id <> $1)";
        Ok(self.number(SQL, &[group_id.into()]).await? != 0)
    }

    /// The rules of these groups, in order of group and id.
    pub async fn security_group_rules(
        &mut self,
        group_ids: &[String],
    ) -> Result<Vec<Stored<SecurityGroupRule>>> {
        const SQL: &str = "SELECT version, body FROM security_group_rule \
            WHERE group_id IN (SELECT value FROM json_each($1)) ORDER BY group_id, id";
        self.select(SQL, &[json_array(group_ids).as_str().into()])
            .await
    }

    /// The groups of these names in the VPC, whatever the case of their letters, in no order.
    pub async fn security_groups_by_name(
        &mut self,
        vpc_id: &str,
        names: &[String],
    ) -> Result<Vec<Stored<SecurityGroup>>> {
        const SQL: &str = "SELECT version, body FROM security_group \
            WHERE vpc_id = $1 AND name IN (SELECT lower(value) FROM json_each($2))";
        self.select(SQL, &[vpc_id.into(), json_array(names).as_str().into()])
            .await
    }

    /// The group of that name in the VPC, whatever the case of its letters.
    pub async fn security_group_by_name(
        &mut self,
        vpc_id: &str,
        name: &str,
    ) -> Result<Option<Stored<SecurityGroup>>> {
        const SQL: &str =
            "SELECT version, body FROM security_group WHERE vpc_id = $1 AND name = lower($2)";
        Ok(self.select(SQL, &[vpc_id.into(), name.into()]).await?.pop())
    }
}
