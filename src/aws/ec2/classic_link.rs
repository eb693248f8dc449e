//! What clients ask about EC2-Classic, of which there is nothing.

use serde::{Deserialize, Serialize};

use super::shapes::{Filter, Tag, list_request, tags};
use crate::app::List;
use crate::app::classic_link::Unlinked;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcClassicLink {
    #[serde(default)]
    vpc_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeVpcClassicLinkResponse {
    vpc_set: Vec<VpcClassicLink>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VpcClassicLink {
    vpc_id: String,
    classic_link_enabled: bool,
    tag_set: Vec<Tag>,
}

impl Action for DescribeVpcClassicLink {
    type Response = DescribeVpcClassicLinkResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeVpcClassicLinkResponse> {
        let request = list_request(self.vpc_id, self.filter, None, None)?;
        let page = call
            .query(treatment, List::<Unlinked>::new(request))
            .await?;
        let vpcs = page.items.into_iter().map(|vpc| vpc.0.value);
        Ok(DescribeVpcClassicLinkResponse {
            vpc_set: vpcs
                .map(|vpc| VpcClassicLink {
                    vpc_id: vpc.id.to_string(),
                    classic_link_enabled: false,
                    tag_set: tags(vpc.tags),
                })
                .collect(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeVpcClassicLinkDnsSupport {
    #[serde(default)]
    vpc_ids: Vec<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeVpcClassicLinkDnsSupportResponse {
    vpcs: Vec<ClassicLinkDnsSupport>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClassicLinkDnsSupport {
    vpc_id: String,
    classic_link_dns_supported: bool,
}

impl Action for DescribeVpcClassicLinkDnsSupport {
    type Response = DescribeVpcClassicLinkDnsSupportResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeVpcClassicLinkDnsSupportResponse> {
        let request = list_request(self.vpc_ids, Vec::new(), self.max_results, self.next_token)?;
        let page = call
            .query(treatment, List::<Unlinked>::new(request))
            .await?;
        let vpcs = page.items.into_iter();
        Ok(DescribeVpcClassicLinkDnsSupportResponse {
            vpcs: vpcs
                .map(|vpc| ClassicLinkDnsSupport {
                    vpc_id: vpc.0.id.to_string(),
                    classic_link_dns_supported: false,
                })
                .collect(),
            next_token: page.next,
        })
    }
}
