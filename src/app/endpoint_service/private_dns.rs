//! A service's private DNS name: set, verified, given up.

use serde::Serialize;

use super::record;
use crate::app::context::{Command, Session};
use crate::domain::endpoint_service::EndpointService;
use crate::domain::endpoint_type::EndpointType;
use crate::domain::error::{Error, Result};
use crate::domain::id::{EndpointServiceId, Id};
use crate::domain::private_dns::{PrivateDnsName, Verification, parse_name};
use crate::store::{Stored, Tx};

/// A new private name, still to be verified; an empty one is none.
pub(super) fn new_name(
    session: &Session,
    endpoint_type: EndpointType,
    text: Option<&str>,
) -> Result<Option<PrivateDnsName>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if endpoint_type != EndpointType::Interface {
        return Err(Error::invalid(
            "PrivateDnsName",
            "Private DNS names are not supported for services behind Gateway Load Balancers",
        ));
    }
    let due_at = session
        .now
        .plus_seconds(session.settings.timing.verification_seconds);
    let name = parse_name(text)?;
    Ok(Some(PrivateDnsName::new(name, &*session.entropy, due_at)))
}

/// Looks for the record that proves the private name's ownership, now. Without it, the wait for it begins anew.
#[derive(Clone, Debug, Serialize)]
pub struct StartPrivateDnsVerification {
    /// The service.
    pub service_id: String,
}

impl Command for StartPrivateDnsVerification {
    const NAME: &'static str = "StartVpcEndpointServicePrivateDnsVerification";
    type Output = Stored<EndpointService>;

    async fn execute(self, session: &mut Session) -> Result<Stored<EndpointService>> {
        let id = EndpointServiceId::parse(&self.service_id)?;
        let mut service: Stored<EndpointService> = session.find_to_change(&id).await?;
        let due_at = session
            .now
            .plus_seconds(session.settings.timing.verification_seconds);
        let Some(private) = service.private_dns_name.as_mut() else {
            return Err(Error::invalid(
                "ServiceId",
                format!("The service '{id}' does not have a private DNS name"),
            ));
        };
        let from = private.verification.name();
        private.verification = if record_exists(&mut session.tx, private).await? {
            Verification::Verified
        } else {
            Verification::PendingVerification { due_at }
        };
        let to = private.verification.name();
        let service = session.tx.update(service).await?;
        record(session, &service, Some(from), Some(to)).await?;
        Ok(service)
    }
}

/// Whether the record that proves the ownership of the name can be found.
pub(in crate::app) async fn record_exists(tx: &mut Tx, private: &PrivateDnsName) -> Result<bool> {
    let values = tx.txt_values(&private.record_places()).await?;
    Ok(values.contains(&private.record_value))
}
