//! What AWS says of an account as a whole.

use super::context::{Query, Session};
use crate::domain::error::{Error, Result};
use crate::domain::limit;

/// An attribute of an account and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountAttribute {
    /// EC2's name.
    pub name: &'static str,
    /// The values.
    pub values: Vec<String>,
}

/// Attributes of the caller's account.
#[derive(Clone, Debug, Default)]
pub struct ListAccountAttributes {
    /// Only these; each must exist. Empty for all.
    pub names: Vec<String>,
}

impl Query for ListAccountAttributes {
    const NAME: &'static str = "DescribeAccountAttributes";
    type Output = Vec<AccountAttribute>;

    async fn fetch(self, session: &mut Session) -> Result<Vec<AccountAttribute>> {
        let scope = session.scope();
        let addresses = session.settings.quotas.elastic_ips_per_region.to_string();
        let default_vpc = session.tx.vpc_default(&scope).await?;
        let all = [
            ("supported-platforms", "VPC".to_owned()),
            (
                "vpc-max-security-groups-per-interface",
                limit::SECURITY_GROUPS_PER_INTERFACE.to_string(),
            ),
            ("max-elastic-ips", addresses.clone()),
            ("max-instances", limit::INSTANCES.to_string()),
            ("vpc-max-elastic-ips", addresses),
            (
                "default-vpc",
                default_vpc.map_or_else(|| "none".to_owned(), |vpc| vpc.id.to_string()),
            ),
        ];
        if let Some(unknown) = self
            .names
            .iter()
            .find(|name| all.iter().all(|(known, _)| known != name))
        {
            return Err(Error::invalid_value(
                "AttributeName",
                format!("Value ({unknown}) for parameter attributeName is invalid."),
            ));
        }
        let wanted = |name: &str| self.names.is_empty() || self.names.iter().any(|it| it == name);
        Ok(all
            .into_iter()
            .filter(|(name, _)| wanted(name))
            .map(|(name, value)| AccountAttribute {
                name,
                values: vec![value],
            })
            .collect())
    }
}
