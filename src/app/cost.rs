//! What an account pays for endpoints.

use super::context::{Query, Session};
use super::list::{Source, page_of};
use crate::domain::cost::{self, EndpointCost, PeriodRequest, Totals};
use crate::domain::error::{Error, Result};
use crate::domain::filter::{self, Filter};
use crate::domain::id::Id;
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::AccountId;
use crate::domain::usage::Period;
use crate::store::Tx;

/// The caller's bill for a period: for endpoints in all regions, its own and those of others for which it pays.
pub struct GetCosts {
    /// Which period.
    pub period: PeriodRequest,
    /// Conditions on the endpoints, also of those that the sums are made of.
    pub filters: Vec<Filter>,
    /// Which page of the endpoints.
    pub page: PageRequest,
}

/// A bill.
pub struct Bill {
    /// Who pays.
    pub payer: AccountId,
    /// The period.
    pub period: Period,
    /// What each endpoint costs.
    pub endpoints: Page<EndpointCost>,
    /// The sums of all endpoints, those on other pages included.
    pub totals: Totals,
}

impl Query for GetCosts {
    const NAME: &'static str = "GetCosts";
    type Output = Bill;

    async fn fetch(self, session: &mut Session) -> Result<Bill> {
        let payer = session.scope().account;
        let period = self.period.resolve(session.now)?;
        filter::check::<EndpointCost>(&self.filters)?;
        let most = i64::try_from(limit::USAGES_PER_BILL).unwrap_or(i64::MAX);
        let usages = session.tx.usage_paid_by(&payer, period, most + 1).await?;
        if usages.len() > limit::USAGES_PER_BILL {
            return Err(Error::invalid_value(
                "From",
                format!(
                    "More than {} endpoints and zones were in use; ask for a shorter period",
                    limit::USAGES_PER_BILL
                ),
            ));
        }
        let mut costs = cost::charge(usages, period, session.now);
        costs.retain(|cost| filter::matches(&self.filters, cost));
        let totals = Totals::of(&costs);
        let part = format!("{payer} {} {}", period.from, period.to);
        let identity = ListIdentity::new(Self::NAME, &part, &self.filters);
        let source = Charged(costs);
        let endpoints = page_of(&mut session.tx, &source, &identity, &[], &self.page).await?;
        Ok(Bill {
            payer,
            period,
            endpoints,
            totals,
        })
    }
}

/// Costs that have been worked out already, in order of endpoint.
struct Charged(Vec<EndpointCost>);

impl Source for Charged {
    type Row = EndpointCost;
    type Item = EndpointCost;

    async fn next(&self, _: &mut Tx, after: &str, rows: i64) -> Result<Vec<EndpointCost>> {
        let rows = usize::try_from(rows).map_err(Error::internal)?;
        let rest = self
            .0
            .iter()
            .filter(|cost| cost.endpoint.endpoint_id.as_str() > after);
        Ok(rest.take(rows).cloned().collect())
    }

    fn key(row: &EndpointCost) -> String {
        row.endpoint.endpoint_id.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<EndpointCost>) -> Result<Vec<EndpointCost>> {
        Ok(rows)
    }
}
