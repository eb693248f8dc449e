//! Who pays for the endpoints that connect to a service.

use serde::Serialize;

use super::record;
use crate::app::context::{Command, Session};
use crate::app::usage;
use crate::domain::endpoint_service::{EndpointService, SERVICE_OWNER_PAYS, SERVICE_STATE};
use crate::domain::error::{Error, Result};
use crate::domain::id::{EndpointServiceId, Id};
use crate::store::Stored;

/// Makes the provider pay for its consumers' endpoints. There is no way back.
#[derive(Clone, Debug, Serialize)]
pub struct ModifyPayerResponsibility {
    /// The service.
    pub service_id: String,
    /// `ServiceOwner`, the only choice.
    pub payer_responsibility: String,
}

impl Command for ModifyPayerResponsibility {
    const NAME: &'static str = "ModifyVpcEndpointServicePayerResponsibility";
    type Output = Stored<EndpointService>;

    async fn execute(self, session: &mut Session) -> Result<Stored<EndpointService>> {
        let id = EndpointServiceId::parse(&self.service_id)?;
        if self.payer_responsibility != SERVICE_OWNER_PAYS {
            return Err(Error::invalid_value(
                "PayerResponsibility",
                format!(
                    "Value ({}) for parameter PayerResponsibility is invalid. Valid values: {SERVICE_OWNER_PAYS}",
                    self.payer_responsibility
                ),
            ));
        }
        let mut service: Stored<EndpointService> = session.find_to_change(&id).await?;
        if service.service_owner_pays {
            return Ok(service);
        }
        let (now, payer) = (session.now, &service.scope.account);
        usage::change_payer(&mut session.tx, &id, payer, now).await?;
        service.service_owner_pays = true;
        let service = session.tx.update(service).await?;
        record(session, &service, Some(SERVICE_STATE), Some(SERVICE_STATE)).await?;
        Ok(service)
    }
}
