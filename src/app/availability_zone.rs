//! Availability zones: those of the caller's region.

use super::context::{Query, Session};
use super::list::{Source, page_of};
use crate::domain::error::{Error, Result};
use crate::domain::filter::Filter;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::region::{AvailabilityZone, RegionData};
use crate::store::Tx;

/// The zones of the caller's region, in order of name.
#[derive(Clone, Debug, Default)]
pub struct ListAvailabilityZones {
    /// Only these; each must exist. Empty for all.
    pub zone_names: Vec<String>,
    /// Only these, by id; each must exist. Empty for all.
    pub zone_ids: Vec<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListAvailabilityZones {
    const NAME: &'static str = "DescribeAvailabilityZones";
    type Output = Page<AvailabilityZone>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let scope = session.scope();
        let region = scope.region.data();
        if let Some(name) = self
            .zone_names
            .iter()
            .find(|name| region.zone_by_name(name).is_none())
        {
            return Err(Error::invalid_value(
                "ZoneName",
                format!("Invalid availability zone: [{name}]"),
            ));
        }
        if let Some(id) = self
            .zone_ids
            .iter()
            .find(|id| region.zone_by_id(id).is_none())
        {
            return Err(Error::invalid_value(
                "ZoneId",
                format!("Invalid availability zone-id: [{id}]"),
            ));
        }
        let identity = ListIdentity::new(Self::NAME, &scope.to_string(), &self.filters);
        let source = ZonesOf {
            region,
            names: self.zone_names,
            ids: self.zone_ids,
        };
        page_of(
            &mut session.tx,
            &source,
            &identity,
            &self.filters,
            &self.page,
        )
        .await
    }
}

struct ZonesOf {
    region: &'static RegionData,
    names: Vec<String>,
    ids: Vec<String>,
}

impl Source for ZonesOf {
    type Row = AvailabilityZone;
    type Item = AvailabilityZone;

    async fn next(&self, _: &mut Tx, after: &str, rows: i64) -> Result<Vec<AvailabilityZone>> {
        let wanted = |list: &[String], value: &str| {
            list.is_empty() || list.iter().any(|wanted| wanted == value)
        };
        let region = self.region;
        Ok(region
            .zones
            .iter()
            .filter(|zone| zone.name > after)
            .filter(|zone| wanted(&self.names, zone.name) && wanted(&self.ids, zone.id))
            .take(usize::try_from(rows).unwrap_or(usize::MAX))
            .map(|zone| AvailabilityZone { region, zone })
            .collect())
    }

    fn key(row: &AvailabilityZone) -> String {
        row.zone.name.to_owned()
    }

    async fn assemble(
        &self,
        _: &mut Tx,
        rows: Vec<AvailabilityZone>,
    ) -> Result<Vec<AvailabilityZone>> {
        Ok(rows)
    }
}
