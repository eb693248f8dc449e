//! Deleting endpoints: the consumer begins it, the reconciler takes them down.

use serde::Serialize;

use super::record;
use crate::app::context::{Command, Session};
use crate::app::endpoint_service::{Unsuccessful, parse_ids};
use crate::app::usage;
use crate::domain::connection::{ConnectionEvent, Transition};
use crate::domain::endpoint::Endpoint;
use crate::domain::error::{Code, Result};
use crate::domain::id::{EndpointId, Id};
use crate::store::Stored;

/// Deletes endpoints, each by itself.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteEndpoints {
    /// Which ones.
    pub endpoint_ids: Vec<String>,
}

impl Command for DeleteEndpoints {
    const NAME: &'static str = "DeleteVpcEndpoints";
    type Output = Vec<Unsuccessful>;

    async fn execute(self, session: &mut Session) -> Result<Vec<Unsuccessful>> {
        let ids = parse_ids::<EndpointId>("VpcEndpointId", &self.endpoint_ids)?;
        let mut unsuccessful = Vec::new();
        for id in ids {
            if delete(session, &id).await?.is_none() {
                let refusal =
                    EndpointId::not_found(id.as_str()).with_code(Code::EndpointItemNotFound);
                unsuccessful.push(Unsuccessful::new(id.as_str(), &refusal));
            }
        }
        Ok(unsuccessful)
    }
}

/// Deletes one endpoint.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteEndpoint {
    /// Which one.
    pub endpoint_id: String,
}

impl Command for DeleteEndpoint {
    const NAME: &'static str = DeleteEndpoints::NAME;
    type Output = Stored<Endpoint>;

    async fn execute(self, session: &mut Session) -> Result<Stored<Endpoint>> {
        let id = EndpointId::parse(&self.endpoint_id)?;
        delete(session, &id)
            .await?
            .ok_or_else(|| EndpointId::not_found(id.as_str()))
    }
}

/// Begins to delete one endpoint; `None` if it does not exist.
async fn delete(session: &mut Session, id: &EndpointId) -> Result<Option<Stored<Endpoint>>> {
    let scope = session.scope();
    let Some(mut endpoint) = session.tx.get::<Endpoint>(&scope, id.as_str()).await? else {
        return Ok(None);
    };
    session.check_version(&endpoint)?;
    let from = endpoint.connection.name();
    match endpoint.connection.apply(
        ConnectionEvent::Delete,
        session.now,
        &session.settings.timing,
    ) {
        Transition::To(next) => {
            endpoint.connection = next;
            usage::close_all(&mut session.tx, id, session.now).await?;
            let endpoint = session.tx.update(endpoint).await?;
            record(
                session,
                &endpoint,
                Some(from),
                Some(endpoint.connection.name()),
            )
            .await?;
            Ok(Some(endpoint))
        }
        Transition::Unchanged => Ok(Some(endpoint)),
        Transition::Refused => Ok(None),
    }
}
