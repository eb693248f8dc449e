//! Internet gateways: which VPC has which.

use super::document::Stored;
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::internet_gateway::InternetGateway;

impl Tx {
    /// The internet gateway that is attached to the VPC.
    pub async fn internet_gateway_of_vpc(
        &mut self,
        vpc_id: &str,
    ) -> Result<Option<Stored<InternetGateway>>> {
        const SQL: &str = "SELECT version, body FROM internet_gateway WHERE vpc_id = $1";
        Ok(self.select(SQL, &[vpc_id.into()]).await?.pop())
    }

    /// Whether the VPC has an egress-only internet gateway.
    pub async fn vpc_has_egress_only_internet_gateway(&mut self, vpc_id: &str) -> Result<bool> {
        const SQL: &str =
            "SELECT EXISTS (SELECT 1 FROM egress_only_internet_gateway WHERE vpc_id = $1)";
        Ok(self.number(SQL, &[vpc_id.into()]).await? != 0)
    }
}
