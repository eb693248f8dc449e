//! The actions of availability zones.

use serde::{Deserialize, Serialize};

use super::region::Geography;
use super::shapes::{Filter, filters};
use crate::app::availability_zone::ListAvailabilityZones;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::page::PageRequest;
use crate::domain::region::{self, OptIn};

/// With `AllAvailabilityZones` there are no more zones than without: every account can use them all.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeAvailabilityZones {
    #[serde(default)]
    zone_name: Vec<String>,
    #[serde(default)]
    zone_id: Vec<String>,
    #[serde(default, rename = "AllAvailabilityZones")]
    _all_availability_zones: bool,
    #[serde(default)]
    filter: Vec<Filter>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeAvailabilityZonesResponse {
    availability_zone_info: Vec<AvailabilityZone>,
}

impl Action for DescribeAvailabilityZones {
    type Response = DescribeAvailabilityZonesResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeAvailabilityZonesResponse> {
        let query = ListAvailabilityZones {
            zone_names: self.zone_name,
            zone_ids: self.zone_id,
            filters: filters(self.filter),
            page: PageRequest::default(),
        };
        let page = call
            .query(treatment, query)
            .await?
            .map(AvailabilityZone::from);
        Ok(DescribeAvailabilityZonesResponse {
            availability_zone_info: page.items,
        })
    }
}

/// A zone as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AvailabilityZone {
    opt_in_status: &'static str,
    message_set: Vec<String>,
    region_name: &'static str,
    zone_name: &'static str,
    zone_id: &'static str,
    group_name: String,
    group_long_name: String,
    network_border_group: &'static str,
    zone_type: &'static str,
    zone_state: &'static str,
    geography_set: Vec<Geography>,
}

impl From<region::AvailabilityZone> for AvailabilityZone {
    fn from(it: region::AvailabilityZone) -> Self {
        Self {
            opt_in_status: OptIn::NotRequired.as_str(),
            message_set: Vec::new(),
            region_name: it.region.name,
            zone_name: it.zone.name,
            zone_id: it.zone.id,
            group_name: it.group_name(),
            group_long_name: it.group_long_name(),
            network_border_group: it.region.name,
            zone_type: region::AvailabilityZone::TYPE,
            zone_state: region::AvailabilityZone::STATE,
            geography_set: Geography::of(it.region),
        }
    }
}
