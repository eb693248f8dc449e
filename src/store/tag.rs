//! The tag index: all documents' tags in one table, kept together with the documents.

use serde_json::json;

use super::tx::{Tx, column};
use crate::domain::error::Result;
use crate::domain::event::ResourceType;
use crate::domain::scope::Scope;
use crate::domain::tag::Tag;

/// A tag and what it is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRow {
    /// The resource's id.
    pub resource_id: String,
    /// The resource's type, in EC2's spelling.
    pub resource_type: String,
    /// The tag.
    pub tag: Tag,
}

impl Tx {
    pub(super) async fn tags_insert(
        &mut self,
        resource_type: ResourceType,
        scope: &Scope,
        resource_id: &str,
        tags: &[Tag],
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO tag (account, region, resource_type, resource_id, key, value) \
            SELECT $1, $2, $3, $4, value ->> '$.key', value ->> '$.value' FROM json_each($5)";
        if tags.is_empty() {
            return Ok(());
        }
        let tags = json!(tags).to_string();
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            resource_type.name().into(),
            resource_id.into(),
            tags.as_str().into(),
        ];
        self.execute(SQL, &values).await?;
        Ok(())
    }

    pub(super) async fn tags_delete(
        &mut self,
        resource_type: ResourceType,
        resource_id: &str,
    ) -> Result<()> {
        const SQL: &str = "DELETE FROM tag WHERE resource_type = $1 AND resource_id = $2";
        self.execute(SQL, &[resource_type.name().into(), resource_id.into()])
            .await?;
        Ok(())
    }

    /// The next `limit` tags on EC2's resources of the scope after resource `after.0` and key `after.1`, in that order.
    ///
    /// Elastic Load Balancing's and Route 53's resources and topics are not among them: EC2's API knows nothing of their tags.
    pub async fn tags_list(
        &mut self,
        scope: &Scope,
        after: (&str, &str),
        limit: i64,
    ) -> Result<Vec<TagRow>> {
        const SQL: &str = "SELECT resource_id, resource_type, key, value FROM tag \
            WHERE account = $1 AND region = $2 AND (resource_id, key) > ($3, $4) \
            AND resource_type NOT IN ( \
                'load-balancer', 'target-group', 'listener', 'listener-rule', 'topic', 'hosted-zone') \
            ORDER BY resource_id, key LIMIT $5";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            after.0.into(),
            after.1.into(),
            limit.into(),
        ];
        let rows = self.rows(SQL, &values).await?;
        rows.iter()
            .map(|row| {
                Ok(TagRow {
                    resource_id: column(row, 0)?,
                    resource_type: column(row, 1)?,
                    tag: Tag {
                        key: column(row, 2)?,
                        value: column(row, 3)?,
                    },
                })
            })
            .collect()
    }
}
