//! Hosted zones: found in their orders, associated with VPCs, and their changes.

use super::document::{Stored, json_array};
use super::tx::{Tx, column};
use crate::domain::clock::Timestamp;
use crate::domain::dns_name::DnsName;
use crate::domain::error::Result;
use crate::domain::hosted_zone::{HostedZone, HostedZoneId, ZoneSummary, ZoneVpc};
use crate::domain::scope::{AccountId, RegionName, Scope};

/// A change of a zone, as it can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ZoneChange {
    /// Its id: a C, then capital letters and digits.
    pub id: String,
    /// When it was asked for.
    pub submitted_at: Timestamp,
    /// For people.
    pub comment: Option<String>,
}

impl Tx {
    /// Whether the account has a zone that was created with this reference.
    pub async fn hosted_zone_reference_used(
        &mut self,
        account: &AccountId,
        caller_reference: &str,
    ) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM hosted_zone WHERE account = $1 AND caller_reference = $2)";
        let values = [account.as_str().into(), caller_reference.into()];
        Ok(self.number(SQL, &values).await? != 0)
    }

    /// The next `limit` zones from the id `from` on, in order of id; of private ones only if `private`.
    pub async fn hosted_zones_from(
        &mut self,
        scope: &Scope,
        from: &str,
        private: bool,
        limit: i64,
    ) -> Result<Vec<Stored<HostedZone>>> {
        const SQL: &str = "SELECT version, body FROM hosted_zone \
            WHERE account = $1 AND region = $2 AND id >= $3 AND private >= $4 ORDER BY id LIMIT $5";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            from.into(),
            i64::from(private).into(),
            limit.into(),
        ];
        self.select(SQL, &values).await
    }

    /// The next `limit` zones from the reversed name `from.0` and the id `from.1` on, in that order.
    pub async fn hosted_zones_by_name(
        &mut self,
        scope: &Scope,
        from: (&str, &str),
        limit: i64,
    ) -> Result<Vec<Stored<HostedZone>>> {
        const SQL: &str = "SELECT version, body FROM hosted_zone WHERE account = $1 AND region = $2 \
            AND (reversed_name, id) >= ($3, $4) ORDER BY reversed_name, id LIMIT $5";
        let values = [
            scope.account.as_str().into(),
            scope.region.as_str().into(),
            from.0.into(),
            from.1.into(),
            limit.into(),
        ];
        self.select(SQL, &values).await
    }

    /// How many record sets each of these zones has, in no order. Each has some.
    pub async fn record_set_counts(&mut self, zone_ids: &[&str]) -> Result<Vec<(String, i64)>> {
        const SQL: &str = "SELECT hosted_zone_id, COUNT(*) FROM resource_record_set \
            WHERE hosted_zone_id IN (SELECT value FROM json_each($1)) GROUP BY hosted_zone_id";
        let rows = self
            .rows(SQL, &[json_array(zone_ids).as_str().into()])
            .await?;
        rows.iter()
            .map(|row| Ok((column(row, 0)?, column(row, 1)?)))
            .collect()
    }

    /// The VPCs that a private zone is associated with, in order of id.
    pub async fn hosted_zone_vpcs(&mut self, zone_id: &HostedZoneId) -> Result<Vec<ZoneVpc>> {
        const SQL: &str = "SELECT vpc.id, vpc.region FROM hosted_zone_vpc AS association \
            JOIN vpc ON vpc.id = association.vpc_id WHERE association.hosted_zone_id = $1 ORDER BY vpc.id";
        self.zone_vpcs(SQL, &[zone_id.as_str().into()]).await
    }

    /// The next `limit` VPCs that a private zone may be associated with, after the id `after`, in order of id.
    pub async fn hosted_zone_authorizations(
        &mut self,
        zone_id: &HostedZoneId,
        after: &str,
        limit: i64,
    ) -> Result<Vec<ZoneVpc>> {
        const SQL: &str = "SELECT vpc.id, vpc.region FROM hosted_zone_vpc_authorization AS authorized \
            JOIN vpc ON vpc.id = authorized.vpc_id \
            WHERE authorized.hosted_zone_id = $1 AND authorized.vpc_id > $2 ORDER BY vpc.id LIMIT $3";
        let values = [zone_id.as_str().into(), after.into(), limit.into()];
        self.zone_vpcs(SQL, &values).await
    }

    async fn zone_vpcs(
        &mut self,
        sql: &'static str,
        values: &[super::tx::Value<'_>],
    ) -> Result<Vec<ZoneVpc>> {
        let rows = self.rows(sql, values).await?;
        rows.iter()
            .map(|row| {
                let region: &str = column(row, 1)?;
                Ok(ZoneVpc {
                    vpc_id: column(row, 0)?,
                    region: RegionName::parse(region)?,
                })
            })
            .collect()
    }

    /// The next `limit` private zones that a VPC resolves, whoever owns them, after the name `after`, in order of name.
    pub async fn hosted_zones_of_vpc(
        &mut self,
        vpc_id: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<ZoneSummary>> {
        const SQL: &str = "SELECT zone.id, zone.name, zone.account FROM hosted_zone_vpc AS association \
            JOIN hosted_zone AS zone ON zone.id = association.hosted_zone_id \
            WHERE association.vpc_id = $1 AND association.name > $2 ORDER BY association.name LIMIT $3";
        let rows = self
            .rows(SQL, &[vpc_id.into(), after.into(), limit.into()])
            .await?;
        rows.iter()
            .map(|row| {
                let owner: &str = column(row, 2)?;
                Ok(ZoneSummary {
                    hosted_zone_id: column(row, 0)?,
                    name: column(row, 1)?,
                    owner: AccountId::parse(owner)?,
                })
            })
            .collect()
    }

    /// What a VPC resolves this domain by: a private zone, or an endpoint.
    pub async fn vpc_domain_taken(
        &mut self,
        vpc_id: &str,
        name: &DnsName,
    ) -> Result<Option<String>> {
        const SQL: &str = "SELECT hosted_zone_id FROM hosted_zone_vpc WHERE vpc_id = $1 AND name = $2 \
            UNION ALL SELECT endpoint_id FROM endpoint_private_domain WHERE vpc_id = $1 AND domain = $3 LIMIT 1";
        let domain = name.as_str().trim_end_matches('.');
        let row = self
            .row(SQL, &[vpc_id.into(), name.as_str().into(), domain.into()])
            .await?;
        row.map(|row| column(&row, 0)).transpose()
    }

    /// The first of these domains for which the VPC has a private zone.
    pub async fn hosted_domain_taken(
        &mut self,
        vpc_id: &str,
        domains: &[String],
    ) -> Result<Option<String>> {
        const SQL: &str = "SELECT rtrim(name, '.') FROM hosted_zone_vpc WHERE vpc_id = $1 \
            AND name IN (SELECT value || '.' FROM json_each($2)) ORDER BY name LIMIT 1";
        let row = self
            .row(SQL, &[vpc_id.into(), json_array(domains).as_str().into()])
            .await?;
        row.map(|row| column(&row, 0)).transpose()
    }

    /// Associates a VPC with a private zone.
    pub async fn hosted_zone_associate(&mut self, zone: &HostedZone, vpc_id: &str) -> Result<()> {
        const SQL: &str =
            "INSERT INTO hosted_zone_vpc (vpc_id, name, hosted_zone_id) VALUES ($1, $2, $3)";
        let values = [
            vpc_id.into(),
            zone.name.as_str().into(),
            zone.id.as_str().into(),
        ];
        self.execute(SQL, &values).await?;
        Ok(())
    }

    /// Ends the association of a VPC with a private zone.
    pub async fn hosted_zone_disassociate(
        &mut self,
        zone: &HostedZone,
        vpc_id: &str,
    ) -> Result<()> {
        const SQL: &str = "DELETE FROM hosted_zone_vpc WHERE hosted_zone_id = $1 AND vpc_id = $2";
        self.execute(SQL, &[zone.id.as_str().into(), vpc_id.into()])
            .await?;
        Ok(())
    }

    /// Whether a VPC may be associated with a private zone of another account.
    pub async fn hosted_zone_authorized(
        &mut self,
        zone: &HostedZone,
        vpc_id: &str,
    ) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM hosted_zone_vpc_authorization \
            WHERE hosted_zone_id = $1 AND vpc_id = $2)";
        let values = [zone.id.as_str().into(), vpc_id.into()];
        Ok(self.number(SQL, &values).await? != 0)
    }

    /// How many VPCs may be associated with a private zone.
    pub async fn hosted_zone_authorization_count(&mut self, zone: &HostedZone) -> Result<i64> {
        const SQL: &str =
            "SELECT COUNT(*) FROM hosted_zone_vpc_authorization WHERE hosted_zone_id = $1";
        self.number(SQL, &[zone.id.as_str().into()]).await
    }

    /// Allows a VPC to be associated with a private zone; once more is the same.
    pub async fn hosted_zone_authorize(&mut self, zone: &HostedZone, vpc_id: &str) -> Result<()> {
        const SQL: &str = "INSERT INTO hosted_zone_vpc_authorization (hosted_zone_id, vpc_id) \
            VALUES ($1, $2) ON CONFLICT DO NOTHING";
        self.execute(SQL, &[zone.id.as_str().into(), vpc_id.into()])
            .await?;
        Ok(())
    }

    /// Allows it no longer.
    pub async fn hosted_zone_unauthorize(&mut self, zone: &HostedZone, vpc_id: &str) -> Result<()> {
        const SQL: &str =
            "DELETE FROM hosted_zone_vpc_authorization WHERE hosted_zone_id = $1 AND vpc_id = $2";
        self.execute(SQL, &[zone.id.as_str().into(), vpc_id.into()])
            .await?;
        Ok(())
    }

    /// Ends everything between zones and a VPC that goes.
    pub async fn hosted_zones_leave_vpc(&mut self, vpc_id: &str) -> Result<()> {
        for sql in [
            "DELETE FROM hosted_zone_vpc WHERE vpc_id = $1",
            "DELETE FROM hosted_zone_vpc_authorization WHERE vpc_id = $1",
        ] {
            self.execute(sql, &[vpc_id.into()]).await?;
        }
        Ok(())
    }

    /// Deletes all that a zone has: its record sets, associations and authorizations.
    pub async fn hosted_zone_clear(&mut self, zone: &HostedZone) -> Result<()> {
        for sql in [
            "DELETE FROM resource_record_set WHERE hosted_zone_id = $1",
            "DELETE FROM hosted_zone_vpc WHERE hosted_zone_id = $1",
            "DELETE FROM hosted_zone_vpc_authorization WHERE hosted_zone_id = $1",
        ] {
            self.execute(sql, &[zone.id.as_str().into()]).await?;
        }
        Ok(())
    }

    /// Keeps a change until `expires_at`, so that it can be asked for.
    pub async fn zone_change_put(
        &mut self,
        account: &AccountId,
        change: &ZoneChange,
        expires_at: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO hosted_zone_change (id, account, submitted_at, expires_at, comment) \
            VALUES ($1, $2, $3, $4, nullif($5, ''))";
        let values = [
            change.id.as_str().into(),
            account.as_str().into(),
            change.submitted_at.as_micros().into(),
            expires_at.as_micros().into(),
            change.comment.as_deref().unwrap_or_default().into(),
        ];
        self.execute(SQL, &values).await?;
        Ok(())
    }

    /// A change of the account's.
    pub async fn zone_change_get(
        &mut self,
        account: &AccountId,
        id: &str,
    ) -> Result<Option<ZoneChange>> {
        const SQL: &str =
            "SELECT submitted_at, comment FROM hosted_zone_change WHERE id = $1 AND account = $2";
        let row = self.row(SQL, &[id.into(), account.as_str().into()]).await?;
        row.map(|row| {
            Ok(ZoneChange {
                id: id.to_owned(),
                submitted_at: Timestamp::from_micros(column(&row, 0)?),
                comment: column(&row, 1)?,
            })
        })
        .transpose()
    }

    /// Forgets at most `limit` changes whose time is over by `now`; returns how many.
    pub async fn zone_changes_expire(&mut self, now: Timestamp, limit: i64) -> Result<u64> {
        const SQL: &str = "DELETE FROM hosted_zone_change WHERE id IN ( \
            SELECT id FROM hosted_zone_change WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
        self.execute(SQL, &[now.as_micros().into(), limit.into()])
            .await
    }
}
