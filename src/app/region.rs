//! Regions: those of the partition that the caller's region is in. Every account can use every one of them.

use super::context::{Query, Session};
use crate::domain::error::{Error, Result};
use crate::domain::filter::{self, Filter};
use crate::domain::region::{self, RegionData};

/// The regions, in order of name.
#[derive(Clone, Debug, Default)]
pub struct ListRegions {
    /// Only these; each must exist. Empty for all.
    pub region_names: Vec<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
}

impl Query for ListRegions {
    const NAME: &'static str = "DescribeRegions";
    type Output = Vec<&'static RegionData>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        filter::check::<&'static RegionData>(&self.filters)?;
        let partition = session.scope().region.data().partition();
        let is_visible = |region: &RegionData| region.partition() == partition;
        if let Some(name) = self
            .region_names
            .iter()
            .find(|name| !region::region(name).is_some_and(is_visible))
        {
            return Err(Error::invalid_value(
                "RegionName",
                format!("Invalid region provided: [{name}]"),
            ));
        }
        let wanted = |region: &&'static RegionData| {
            is_visible(region)
                && (self.region_names.is_empty()
                    || self.region_names.iter().any(|name| name == region.name))
                && filter::matches(&self.filters, region)
        };
        Ok(region::regions().iter().filter(wanted).collect())
    }
}
