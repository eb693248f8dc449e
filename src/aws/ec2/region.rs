//! The actions of regions.

use serde::{Deserialize, Serialize};

use super::shapes::{Filter, filters};
use crate::app::region::ListRegions;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::region::RegionData;

/// With `AllRegions` there are no more regions than without: every account can use them all.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeRegions {
    #[serde(default)]
    region_name: Vec<String>,
    #[serde(default, rename = "AllRegions")]
    _all_regions: bool,
    #[serde(default)]
    filter: Vec<Filter>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeRegionsResponse {
    region_info: Vec<Region>,
}

impl Action for DescribeRegions {
    type Response = DescribeRegionsResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeRegionsResponse> {
        let query = ListRegions {
            region_names: self.region_name,
            filters: filters(self.filter),
        };
        let regions = call.query(treatment, query).await?;
        Ok(DescribeRegionsResponse {
            region_info: regions.into_iter().map(Region::from).collect(),
        })
    }
}

/// A region as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    opt_in_status: &'static str,
    region_name: &'static str,
    region_endpoint: String,
    geography_set: Vec<Geography>,
}

/// A country, as regions and zones show it.
#[derive(Serialize)]
pub(super) struct Geography {
    name: &'static str,
}

impl Geography {
    /// The country of a region.
    pub(super) fn of(region: &RegionData) -> Vec<Self> {
        vec![Self {
            name: region.geography,
        }]
    }
}

impl From<&'static RegionData> for Region {
    fn from(region: &'static RegionData) -> Self {
        Self {
            opt_in_status: region.opt_in.as_str(),
            region_name: region.name,
            region_endpoint: region.endpoint(),
            geography_set: Geography::of(region),
        }
    }
}
