//! The sandbox's public DNS.

use super::document::json_array;
use super::tx::{Tx, column};
use crate::domain::dns_record;
use crate::domain::error::Result;
use crate::domain::record_value;

impl Tx {
    /// The texts that public DNS has under any of these names: those of all accounts' TXT records
    /// and public hosted zones, in no order.
    pub async fn txt_values(&mut self, names: &[String]) -> Result<Vec<String>> {
        const SQL: &str = "SELECT value.value FROM dns_record AS record, json_each(record.body, '$.values') AS value \
            WHERE record.name IN (SELECT value FROM json_each($1)) AND record.type = 'TXT'";
        let names: Vec<String> = names
            .iter()
            .map(|name| dns_record::canonical(name))
            .collect();
        let rows = self
            .rows(SQL, &[json_array(&names).as_str().into()])
            .await?;
        let mut texts: Vec<String> = rows
            .iter()
            .map(|row| column(row, 0))
            .collect::<Result<_>>()?;
        let hosted = self.public_txt_values(&names).await?;
        texts.extend(
            hosted
                .iter()
                .filter_map(|value| record_value::texts(value).ok())
                .map(|strings| strings.concat()),
        );
        Ok(texts)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::dns_record::{DnsRecord, RecordType};
    use crate::domain::scope::{AccountId, Scope};
    use crate::store::{Location, Store};

    #[tokio::test]
    async fn a_name_has_the_values_of_all_accounts() {
        let store = Store::open(&Location::Memory).await.unwrap();
        let mut tx = store.write().await.unwrap();
        for (account, name, values) in [
            ("111111111111", "_a.example.com", ["one", "two"]),
            ("222222222222", "_a.example.com", ["three", "two"]),
            ("222222222222", "_b.example.com", ["four", "five"]),
        ] {
            let record = DnsRecord {
                scope: Scope::global(&AccountId::parse(account).unwrap()),
                name: name.to_owned(),
                record_type: RecordType::Txt,
                values: values.map(str::to_owned).into(),
                ttl_seconds: 60,
            };
            tx.insert(record).await.unwrap();
        }
        for (name, expected) in [
            ("_A.Example.com.", "one three two two"),
            ("_b.example.com", "five four"),
            ("example.com", ""),
        ] {
            let mut values = tx.txt_values(&[name.to_owned()]).await.unwrap();
            values.sort();
            assert_eq!(values.join(" "), expected, "{name}");
        }
    }
}
