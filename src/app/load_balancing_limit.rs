//! The limits of Elastic Load Balancing as an account is told them.

use super::context::{Query, Session};
use super::list::{Source, page_of};
use super::load_balancer::{Paging, own_refusal, page_request};
use crate::domain::error::Result;
use crate::domain::load_balancing_limit::{LOAD_BALANCING_LIMITS, LoadBalancingLimit};
use crate::domain::page::{ListIdentity, Page};
use crate::store::Tx;

/// The limits, in order of name.
#[derive(Clone, Debug, Default)]
pub struct DescribeAccountLimits {
    /// Which part of the list.
    pub paging: Paging,
}

impl Query for DescribeAccountLimits {
    const NAME: &'static str = "DescribeAccountLimits";
    type Output = Page<LoadBalancingLimit>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let identity = ListIdentity::new(Self::NAME, &session.scope().to_string(), &[]);
        let page = page_request(self.paging)?;
        page_of(&mut session.tx, &Limits, &identity, &[], &page)
            .await
            .map_err(own_refusal)
    }
}

struct Limits;

impl Source for Limits {
    type Row = LoadBalancingLimit;
    type Item = LoadBalancingLimit;

    async fn next(&self, _: &mut Tx, after: &str, rows: i64) -> Result<Vec<LoadBalancingLimit>> {
        let rows = usize::try_from(rows).unwrap_or(usize::MAX);
        Ok(LOAD_BALANCING_LIMITS
            .into_iter()
            .filter(|limit| limit.name > after)
            .take(rows)
            .collect())
    }

    fn key(row: &Self::Row) -> String {
        row.name.to_owned()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows)
    }
}
