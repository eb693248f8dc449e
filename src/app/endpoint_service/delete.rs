//! Deleting endpoint services.

use serde::Serialize;

use super::{Unsuccessful, parse_ids, record};
use crate::app::context::{Command, Session};
use crate::app::{notification, permission, usage};
use crate::domain::endpoint_service::{EndpointService, SERVICE_STATE};
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{EndpointServiceId, Id};

/// Deletes services, each by itself.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteEndpointServices {
    /// Which ones.
    pub service_ids: Vec<String>,
}

impl Command for DeleteEndpointServices {
    const NAME: &'static str = "DeleteVpcEndpointServiceConfigurations";
    type Output = Vec<Unsuccessful>;

    async fn execute(self, session: &mut Session) -> Result<Vec<Unsuccessful>> {
        let ids = parse_ids::<EndpointServiceId>("ServiceId", &self.service_ids)?;
        let mut unsuccessful = Vec::new();
        for id in ids {
            if let Some(refusal) = delete(session, &id).await? {
                unsuccessful.push(Unsuccessful::new(id.as_str(), &refusal));
            }
        }
        Ok(unsuccessful)
    }
}

/// Deletes one service.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteEndpointService {
    /// Which one.
    pub service_id: String,
}

impl Command for DeleteEndpointService {
    const NAME: &'static str = DeleteEndpointServices::NAME;
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = EndpointServiceId::parse(&self.service_id)?;
        session.find::<EndpointService, _>(&id).await?;
        delete(session, &id).await?.map_or(Ok(()), Err)
    }
}

/// Deletes one service, or says why that cannot be.
async fn delete(session: &mut Session, id: &EndpointServiceId) -> Result<Option<Error>> {
    let scope = session.scope();
    let Some(service) = session
        .tx
        .get::<EndpointService>(&scope, id.as_str())
        .await?
    else {
        return Ok(Some(
            EndpointServiceId::not_found(id.as_str()).with_code(Code::EndpointServiceItemNotFound),
        ));
    };
    session.check_version(&service)?;
    if session.tx.service_has_live_connections(id.as_str()).await? {
        return Ok(Some(existing_connections()));
    }
    permission::delete_all(session, id).await?;
    notification::delete_all(session, id).await?;
    usage::close_rejected_of_service(&mut session.tx, id, session.now).await?;
    session
        .tx
        .service_load_balancers_set(id.as_str(), &[])
        .await?;
    session.tx.delete(&service).await?;
    record(session, &service, Some(SERVICE_STATE), None).await?;
    Ok(None)
}

/// The refusal to take away what connected endpoints need.
pub(super) fn existing_connections() -> Error {
    Error::new(
        Code::ExistingConnections,
        "Service has existing active VPC Endpoint connections!",
    )
}
