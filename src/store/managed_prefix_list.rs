//! Customers' prefix lists: their versions, and who refers to a list of anybody's.

use super::document::Stored;
use super::tx::{Tx, column, json};
use crate::domain::error::{Error, Result};
use crate::domain::limit;
use crate::domain::managed_prefix_list::{ManagedPrefixList, PrefixListEntry};
use crate::domain::scope::Scope;
use crate::domain::security_group_rule::SecurityGroupRule;

impl Tx {
    /// Keeps the entries of a list's present version, and forgets the version that is too old to be kept.
    pub async fn prefix_list_version_put(&mut self, list: &ManagedPrefixList) -> Result<()> {
        const INSERT: &str = "INSERT INTO managed_prefix_list_version (prefix_list_id, number, entries) \
            VALUES ($1, $2, $3)";
        const DELETE: &str =
            "DELETE FROM managed_prefix_list_version WHERE prefix_list_id = $1 AND number <= $2";
        let id = list.id.to_string();
        let entries = serde_json::to_string(&list.entries).map_err(Error::internal)?;
        let values = [
            id.as_str().into(),
            list.list_version.into(),
            entries.as_str().into(),
        ];
        self.execute(INSERT, &values).await?;
        let oldest = list.list_version - limit::PREFIX_LIST_VERSIONS;
        self.execute(DELETE, &[id.as_str().into(), oldest.into()])
            .await?;
        Ok(())
    }

    /// The entries of one of a list's versions, if it is kept.
    pub async fn prefix_list_version(
        &mut self,
        prefix_list_id: &str,
        number: i64,
    ) -> Result<Option<Vec<PrefixListEntry>>> {
        const SQL: &str = "SELECT entries FROM managed_prefix_list_version \
            WHERE prefix_list_id = $1 AND number = $2";
        let row = self
            .row(SQL, &[prefix_list_id.into(), number.into()])
            .await?;
        row.as_ref().map(|row| json(row, 0)).transpose()
    }

    /// Forgets all versions of a list.
    pub async fn prefix_list_versions_delete(&mut self, prefix_list_id: &str) -> Result<()> {
        const SQL: &str = "DELETE FROM managed_prefix_list_version WHERE prefix_list_id = $1";
        self.execute(SQL, &[prefix_list_id.into()]).await?;
        Ok(())
    }

    /// The next `limit` of the security groups and route tables of `scope` that refer to a list, after the id `after`.
    pub async fn prefix_list_users(
        &mut self,
        scope: &Scope,
        prefix_list_id: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<String>> {
        const SQL: &str = "SELECT id FROM ( \
            SELECT group_id AS id FROM security_group_rule \
                WHERE prefix_list_id = $1 AND account = $2 AND region = $3 \
            UNION SELECT route_table_id FROM route WHERE destination = $1 AND account = $2 AND region = $3 \
            ) WHERE id > $4 ORDER BY id LIMIT $5";
        let values = [
            prefix_list_id.into(),
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            after.into(),
            limit.into(),
        ];
        let rows = self.rows(SQL, &values).await?;
        rows.iter().map(|row| column(row, 0)).collect()
    }

    /// The rules of all groups that have a rule with this list, in order of group and id.
    pub async fn security_group_rules_beside_prefix_list(
        &mut self,
        prefix_list_id: &str,
    ) -> Result<Vec<Stored<SecurityGroupRule>>> {
        const SQL: &str = "SELECT version, body FROM security_group_rule WHERE group_id IN ( \
            SELECT group_id FROM security_group_rule WHERE prefix_list_id = $1 \
            ) ORDER BY group_id, id";
        self.select(SQL, &[prefix_list_id.into()]).await
    }
}
