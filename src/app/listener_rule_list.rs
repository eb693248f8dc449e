//! Lists of rules, as AWS's API asks for them.

use super::context::{Query, Session};
use super::list::{Listed, Source, page_of};
use super::listener;
use super::listener_rule::RuleInForce;
use super::load_balancer::{self, Paging, own_refusal, page_request};
use crate::domain::error::{Error, Result};
use crate::domain::listener_rule::ListenerRule;
use crate::domain::page::{ListIdentity, Page};
use crate::store::{Stored, Tx};

/// The caller's rules: by ARN, or all of a listener in the order in which they are tried, the default one last.
#[derive(Clone, Debug, Default)]
pub struct DescribeRules {
    /// Only those of this listener, which must exist.
    pub listener_arn: Option<String>,
    /// Only these; each must exist.
    pub arns: Vec<String>,
    /// Which part of the list.
    pub paging: Paging,
}

impl Query for DescribeRules {
    const NAME: &'static str = "DescribeRules";
    type Output = Page<RuleInForce>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        match (self.listener_arn, self.arns.is_empty()) {
            (Some(arn), true) => of_listener(session, &arn, self.paging).await,
            (None, false) => load_balancer::page(session, self.arns, Vec::new(), self.paging).await,
            (None, true) => Err(Error::validation(
                "RuleArns",
                "You must specify either listener rule ARNs or a listener ARN",
            )),
            (Some(_), false) => Err(Error::validation(
                "RuleArns",
                "Listener rule ARNs and a listener ARN cannot be specified at the same time",
            )),
        }
    }
}

async fn of_listener(
    session: &mut Session,
    arn: &str,
    paging: Paging,
) -> Result<Page<RuleInForce>> {
    let page = page_request(paging)?;
    let listener_arn = listener::find(session, arn).await?.value.arn;
    let identity = ListIdentity::new(DescribeRules::NAME, &listener_arn, &[]);
    let source = RulesOfListener { listener_arn };
    page_of(&mut session.tx, &source, &identity, &[], &page)
        .await
        .map_err(own_refusal)
}

/// The rules of a listener, in order of place.
struct RulesOfListener {
    listener_arn: String,
}

impl Source for RulesOfListener {
    type Row = Stored<ListenerRule>;
    type Item = RuleInForce;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        let after = after.parse().unwrap_or(0);
        tx.listener_rules_after(&self.listener_arn, after, rows)
            .await
    }

    /// After the default rule comes nothing.
    fn key(row: &Self::Row) -> String {
        row.custom
            .as_ref()
            .map_or(i64::MAX, |custom| i64::from(custom.priority))
            .to_string()
    }

    async fn assemble(&self, tx: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<RuleInForce>> {
        RuleInForce::assemble(tx, rows).await
    }
}
