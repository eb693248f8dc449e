//! Associations of endpoints with resources of service networks. There are none, as their endpoints are not served.

use super::filter::Filterable;
use super::tag::Tag;

/// An association. There is none, and the type says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndpointAssociation {}

impl Filterable for EndpointAssociation {
    const FILTERS: &'static [&'static str] = &[
        "associated-resource-accessibility",
        "associated-resource-id",
        "association-id",
        "resource-configuration-group-arn",
        "service-network-arn",
        "vpc-endpoint-id",
    ];
    const TAGGED: bool = false;

    fn filter_values(&self, _: &str) -> Vec<String> {
        match *self {}
    }

    fn filter_tags(&self) -> &[Tag] {
        match *self {}
    }
}
