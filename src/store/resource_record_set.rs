//! Record sets: found by zone and name, and changed many at once.

use serde_json::json;

use super::document::{Stored, json_array};
use super::tx::{Tx, column};
use crate::domain::error::{Error, Result};
use crate::domain::hosted_zone::HostedZoneId;
use crate::domain::resource_record_set::ResourceRecordSet;

impl Tx {
    /// All record sets of a zone under these names, in no order.
    pub async fn record_sets_named(
        &mut self,
        zone_id: &HostedZoneId,
        reversed_names: &[String],
    ) -> Result<Vec<Stored<ResourceRecordSet>>> {
        const SQL: &str = "SELECT version, body FROM resource_record_set WHERE hosted_zone_id = $1 \
            AND reversed_name IN (SELECT value FROM json_each($2))";
        let names = json_array(reversed_names);
        self.select(SQL, &[zone_id.as_str().into(), names.as_str().into()])
            .await
    }

    /// The next `limit` record sets of a zone from a reversed name, a type and an identifier on, in that order.
    pub async fn record_sets_from(
        &mut self,
        zone_id: &HostedZoneId,
        from: [&str; 3],
        limit: i64,
    ) -> Result<Vec<Stored<ResourceRecordSet>>> {
        const SQL: &str = "SELECT version, body FROM resource_record_set WHERE hosted_zone_id = $1 \
            AND (reversed_name, type, set_identifier) >= ($2, $3, $4) \
            ORDER BY reversed_name, type, set_identifier LIMIT $5";
        let [name, record_type, identifier] = from;
        let values = [
            zone_id.as_str().into(),
            name.into(),
            record_type.into(),
            identifier.into(),
            limit.into(),
        ];
        self.select(SQL, &values).await
    }

    /// How many record sets a zone has.
    pub async fn record_set_count(&mut self, zone_id: &HostedZoneId) -> Result<i64> {
        const SQL: &str = "SELECT COUNT(*) FROM resource_record_set WHERE hosted_zone_id = $1";
        self.number(SQL, &[zone_id.as_str().into()]).await
    }

    /// Whether there is anything at this reversed name or below it.
    pub async fn record_sets_within(
        &mut self,
        zone_id: &HostedZoneId,
        reversed_name: &str,
    ) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM resource_record_set WHERE hosted_zone_id = $1 \
            AND reversed_name >= $2 AND reversed_name < $2 || char(1114111))";
        let values = [zone_id.as_str().into(), reversed_name.into()];
        Ok(self.number(SQL, &values).await? != 0)
    }

    /// Removes the record sets with these keys, then adds or replaces others, in two statements however many there are.
    pub async fn record_sets_replace(
        &mut self,
        removed: &[String],
        written: &[Stored<ResourceRecordSet>],
    ) -> Result<()> {
        const DELETE: &str =
            "DELETE FROM resource_record_set WHERE id IN (SELECT value FROM json_each($1))";
        const INSERT: &str = "INSERT INTO resource_record_set (id, version, body) \
            SELECT value ->> '$.id', value ->> '$.version', value ->> '$.body' FROM json_each($1) WHERE true \
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, body = excluded.body";
        if !removed.is_empty() {
            self.execute(DELETE, &[json_array(removed).as_str().into()])
                .await?;
        }
        if !written.is_empty() {
            let rows: Vec<serde_json::Value> = written
                .iter()
                .map(|set| {
                    let body = serde_json::to_string(&set.value).map_err(Error::internal)?;
                    Ok(json!({"id": set.value.key(), "version": set.version, "body": body}))
                })
                .collect::<Result<_>>()?;
            let rows = serde_json::Value::Array(rows).to_string();
            self.execute(INSERT, &[rows.as_str().into()]).await?;
        }
        self.count_change();
        Ok(())
    }

    /// The values of all TXT record sets under any of these names in public zones, as they were written.
    pub(super) async fn public_txt_values(&mut self, names: &[String]) -> Result<Vec<String>> {
        const SQL: &str = "SELECT value.value FROM resource_record_set AS record \
            JOIN hosted_zone AS zone ON zone.id = record.hosted_zone_id, \
            json_each(record.body, '$.answer.values') AS value \
            WHERE record.name IN (SELECT value || '.' FROM json_each($1)) AND record.type = 'TXT' AND zone.private = 0";
        let rows = self.rows(SQL, &[json_array(names).as_str().into()]).await?;
        rows.iter().map(|row| column(row, 0)).collect()
    }
}
