//! Attaching interfaces to instances, of which there are none, and taking interfaces from what holds them.

use serde::Serialize;

use crate::app::context::{Command, Session};
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{AttachmentId, Id, InstanceId, NetworkInterfaceId};
use crate::domain::network_interface::NetworkInterface;
use crate::store::Stored;

/// Attaches an interface to an instance, which is refused: there are none.
#[derive(Clone, Debug, Serialize)]
pub struct AttachNetworkInterface {
    /// The interface.
    pub network_interface_id: String,
    /// The instance.
    pub instance_id: String,
}

impl Command for AttachNetworkInterface {
    const NAME: &'static str = "AttachNetworkInterface";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = NetworkInterfaceId::parse(&self.network_interface_id)?;
        let instance_id = InstanceId::parse(&self.instance_id)?;
        let interface: Stored<NetworkInterface> = session.find_to_change(&id).await?;
        if interface.attachment_id.is_some() {
            return Err(Error::new(
                Code::NetworkInterfaceInUse,
                format!("Interface: [{id}] in use."),
            )
            .about("NetworkInterfaceId"));
        }
        Err(InstanceId::not_found(instance_id.as_str()))
    }
}

/// Takes an interface from what holds it, which is refused: what holds it keeps it.
#[derive(Clone, Debug, Serialize)]
pub struct DetachNetworkInterface {
    /// The attachment.
    pub attachment_id: String,
    /// Whether to do it whatever the holder says; of no avail.
    pub force: bool,
}

impl Command for DetachNetworkInterface {
    const NAME: &'static str = "DetachNetworkInterface";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let id = AttachmentId::parse(&self.attachment_id)?;
        let scope = session.scope();
        let interface = session
            .tx
            .network_interface_by_attachment(&scope, id.as_str())
            .await?;
        if interface.is_none() {
            return Err(AttachmentId::not_found(id.as_str()));
        }
        Err(Error::new(
            Code::OperationNotPermitted,
            format!(
                "You are not allowed to manage '{}' attachments.",
                AttachmentId::PREFIX
            ),
        )
        .about("AttachmentId"))
    }
}
