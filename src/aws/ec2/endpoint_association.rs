//! The action that lists endpoints' associations with resources of service networks.

use serde::{Deserialize, Serialize};

use super::shapes::{Filter, filters};
use crate::app::endpoint::ListAssociations;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Error, Result};
use crate::domain::limit;
use crate::domain::page::PageRequest;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcEndpointAssociations {
    #[serde(default)]
    vpc_endpoint_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeVpcEndpointAssociationsResponse {
    vpc_endpoint_association_set: Vec<VpcEndpointAssociation>,
    next_token: Option<String>,
}

impl Action for DescribeVpcEndpointAssociations {
    type Response = DescribeVpcEndpointAssociationsResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeVpcEndpointAssociationsResponse> {
        let query = ListAssociations {
            endpoint_ids: self.vpc_endpoint_id,
            filters: filters(self.filter),
            page: page(self.max_results, self.next_token)?,
        };
        let page = call
            .query(treatment, query)
            .await?
            .map(|association| match association {});
        Ok(DescribeVpcEndpointAssociationsResponse {
            vpc_endpoint_association_set: page.items,
            next_token: page.next,
        })
    }
}

/// Which page. Unlike other lists, this one refuses more items than its maximum.
fn page(max_results: Option<i64>, next_token: Option<String>) -> Result<PageRequest> {
    let limit = max_results
        .map(|wish| match usize::try_from(wish) {
            Ok(size) if (1..=limit::ASSOCIATIONS_PAGE_MAX).contains(&size) => Ok(size),
            _ => Err(Error::invalid_value(
                "MaxResults",
                format!(
                    "Value ( {wish} ) for parameter maxResults is invalid. Expecting a value from 1 to {}.",
                    limit::ASSOCIATIONS_PAGE_MAX
                ),
            )),
        })
        .transpose()?;
    Ok(PageRequest {
        limit,
        token: next_token.filter(|token| !token.is_empty()),
    })
}

/// An association as answers would show it.
#[derive(Serialize)]
enum VpcEndpointAssociation {}
