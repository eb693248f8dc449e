//! Prefix lists: named lists of networks. AWS's own services have some; privlink serves none of them, so there are none.

use super::filter::Filterable;
use super::tag::Tag;

/// A prefix list. There is none, and the type says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrefixList {}

impl Filterable for PrefixList {
    const FILTERS: &'static [&'static str] = &["prefix-list-id", "prefix-list-name"];
    const TAGGED: bool = false;

    fn filter_values(&self, _: &str) -> Vec<String> {
        match *self {}
    }

    fn filter_tags(&self) -> &[Tag] {
        match *self {}
    }
}
