//! AWS's security policies, as a list.

use super::context::{Query, Session};
use super::list::{ListRequest, Source, page_of};
use super::load_balancer::{Paging, check_count, own_refusal, page_request};
use crate::domain::error::{Error, Result};
use crate::domain::filter::Filter;
use crate::domain::load_balancer_type::LoadBalancerType;
use crate::domain::page::{ListIdentity, Page};
use crate::domain::ssl_policy::{SSL_POLICIES, SslPolicy};
use crate::store::Tx;

/// The security policies as AWS's API asks for them: by name, by the type of load balancers that can have them, or all.
#[derive(Clone, Debug, Default)]
pub struct DescribeSslPolicies {
    /// Only these; each must exist.
    pub names: Vec<String>,
    /// Only those that load balancers of this type can have.
    pub load_balancer_type: Option<String>,
    /// Which part of the list.
    pub paging: Paging,
}

impl Query for DescribeSslPolicies {
    const NAME: &'static str = "DescribeSSLPolicies";
    type Output = Page<SslPolicy>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        check_count("Names", &self.names)?;
        let page = page_request(self.paging)?;
        let filters = match self.load_balancer_type {
            None => Vec::new(),
            Some(text) => vec![Filter {
                name: "load-balancer-type".to_owned(),
                values: vec![LoadBalancerType::parse(&text)?.name().to_owned()],
            }],
        };
        let request = ListRequest {
            ids: self.names,
            filters,
            page,
        };
        let page = ListSslPolicies(request).fetch(session).await;
        page.map_err(own_refusal)
    }
}

/// The security policies as REST asks for them.
#[derive(Clone, Debug, Default)]
pub struct ListSslPolicies(pub ListRequest);

impl Query for ListSslPolicies {
    const NAME: &'static str = "DescribeSSLPolicies";
    type Output = Page<SslPolicy>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let ListRequest { ids, filters, page } = self.0;
        ids.iter()
            .try_for_each(|name| SslPolicy::find(name).map(drop))?;
        let identity = ListIdentity::new(Self::NAME, &format!("{ids:?}"), &filters);
        let source = Policies { names: ids };
        page_of(&mut session.tx, &source, &identity, &filters, &page).await
    }
}

/// The policies of these names, or all, in order of name.
struct Policies {
    names: Vec<String>,
}

impl Source for Policies {
    type Row = SslPolicy;
    type Item = SslPolicy;

    async fn next(&self, _: &mut Tx, after: &str, rows: i64) -> Result<Vec<SslPolicy>> {
        let rows = usize::try_from(rows).map_err(Error::internal)?;
        let is_asked_for = |policy: &SslPolicy| {
            self.names.is_empty() || self.names.iter().any(|name| name == policy.name)
        };
        Ok(SSL_POLICIES
            .iter()
            .filter(|policy| policy.name > after && is_asked_for(policy))
            .take(rows)
            .copied()
            .collect())
    }

    fn key(row: &SslPolicy) -> String {
        row.name.to_owned()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<SslPolicy>) -> Result<Vec<SslPolicy>> {
        Ok(rows)
    }
}
