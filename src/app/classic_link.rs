//! What VPCs have to do with EC2-Classic: nothing, since there is none. Clients still ask.

use crate::domain::error::{Error, Result};
use crate::domain::filter::Filterable;
use crate::domain::id::{Id, VpcId};
use crate::domain::tag::Tag;
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

use super::list::Listed;

/// A VPC that is not linked.
pub struct Unlinked(pub Stored<Vpc>);

impl Listed for Unlinked {
    type Document = Vpc;
    const NAME: &'static str = "DescribeVpcClassicLink";

    fn check_id(id: &str) -> Result<()> {
        VpcId::parse(id).map(drop)
    }

    fn not_found(id: &str) -> Error {
        VpcId::not_found(id)
    }

    async fn assemble(_: &mut Tx, vpcs: Vec<Stored<Vpc>>) -> Result<Vec<Self>> {
        Ok(vpcs.into_iter().map(Self).collect())
    }
}

impl Filterable for Unlinked {
    const FILTERS: &'static [&'static str] = &["is-classic-link-enabled"];

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "is-classic-link-enabled" => vec!["false".to_owned()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.0.tags
    }
}
