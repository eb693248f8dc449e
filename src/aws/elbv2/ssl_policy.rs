//! The action of security policies.

use serde::{Deserialize, Serialize};

use super::shapes::paging;
use crate::app::ssl_policy as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::ssl_policy::{SSL_LOAD_BALANCER_TYPES, SslPolicy};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeSSLPolicies {
    #[serde(default)]
    names: Vec<String>,
    load_balancer_type: Option<String>,
    page_size: Option<i64>,
    marker: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SslPoliciesResponse {
    ssl_policies: Vec<SslPolicyShape>,
    next_marker: Option<String>,
}

/// A security policy as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SslPolicyShape {
    name: &'static str,
    ssl_protocols: &'static [&'static str],
    ciphers: Vec<Cipher>,
    supported_load_balancer_types: &'static [&'static str],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Cipher {
    name: &'static str,
    priority: usize,
}

impl From<SslPolicy> for SslPolicyShape {
    fn from(policy: SslPolicy) -> Self {
        Self {
            name: policy.name,
            ssl_protocols: policy.protocols,
            ciphers: policy
                .ciphers()
                .zip(1..)
                .map(|(name, priority)| Cipher { name, priority })
                .collect(),
            supported_load_balancer_types: &SSL_LOAD_BALANCER_TYPES,
        }
    }
}

impl Action for DescribeSSLPolicies {
    type Response = SslPoliciesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<SslPoliciesResponse> {
        let query = app::DescribeSslPolicies {
            names: self.names,
            load_balancer_type: self.load_balancer_type,
            paging: paging(self.page_size, self.marker),
        };
        let page = call.query(treatment, query).await?;
        Ok(SslPoliciesResponse {
            ssl_policies: page.items.into_iter().map(Into::into).collect(),
            next_marker: page.next,
        })
    }
}
