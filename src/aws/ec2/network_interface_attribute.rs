//! The actions of network interfaces' attributes, one at a time.

use serde::{Deserialize, Serialize};

use super::network_interface_shapes::Attachment;
use super::shapes::{AttributeBooleanValue, BooleanValue, DONE, Done, GroupIdentifier};
use crate::app::Get;
use crate::app::network_interface as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::connection_tracking::ConnectionTracking;
use crate::domain::error::{Code, Error, Result};

/// Subnets in other zones cannot be associated.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyNetworkInterfaceAttribute {
    network_interface_id: String,
    description: Option<AttributeValue>,
    source_dest_check: Option<AttributeBooleanValue>,
    #[serde(default)]
    security_group_id: Vec<String>,
    attachment: Option<NetworkInterfaceAttachmentChanges>,
    enable_primary_ipv6: Option<bool>,
    connection_tracking_specification: Option<ConnectionTrackingSpecification>,
    ena_srd_specification: Option<EnaSrdSpecification>,
    associate_public_ip_address: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AttributeValue {
    #[serde(default)]
    value: String,
}

/// A user's interface has no attachment, so that it does not matter how one is to be changed.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct NetworkInterfaceAttachmentChanges {
    attachment_id: Option<String>,
    #[serde(rename = "DeleteOnTermination")]
    _delete_on_termination: Option<bool>,
    #[serde(rename = "DefaultEnaQueueCount")]
    _default_ena_queue_count: Option<bool>,
    #[serde(rename = "EnaQueueCount")]
    _ena_queue_count: Option<i64>,
}

/// When idle connections are forgotten.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ConnectionTrackingSpecification {
    tcp_established_timeout: Option<u32>,
    udp_stream_timeout: Option<u32>,
    udp_timeout: Option<u32>,
}

impl From<ConnectionTrackingSpecification> for ConnectionTracking {
    fn from(specification: ConnectionTrackingSpecification) -> Self {
        Self {
            tcp_established_timeout: specification.tcp_established_timeout,
            udp_stream_timeout: specification.udp_stream_timeout,
            udp_timeout: specification.udp_timeout,
        }
    }
}

/// ENA Express goes with an attachment to an instance, of which there are none.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct EnaSrdSpecification {
    #[serde(rename = "EnaSrdEnabled")]
    _ena_srd_enabled: Option<bool>,
    #[serde(rename = "EnaSrdUdpSpecification")]
    _ena_srd_udp_specification: Option<EnaSrdUdpSpecification>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct EnaSrdUdpSpecification {
    #[serde(rename = "EnaSrdUdpEnabled")]
    _ena_srd_udp_enabled: Option<bool>,
}

impl Action for ModifyNetworkInterfaceAttribute {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let given = [
            self.description.is_some(),
            self.source_dest_check.is_some(),
            !self.security_group_id.is_empty(),
            self.attachment.is_some(),
            self.enable_primary_ipv6.is_some(),
            self.connection_tracking_specification.is_some(),
            self.ena_srd_specification.is_some(),
            self.associate_public_ip_address.is_some(),
        ];
        let refusal = match given.iter().filter(|given| **given).count() {
            0 => Some("No attributes specified."),
            1 => None,
            _ => Some("Fields for multiple attribute types specified."),
        };
        if let Some(refusal) = refusal {
            return Err(Error::new(Code::InvalidParameterCombination, refusal));
        }
        let attachment_id = match self.attachment {
            Some(changes) => Some(
                changes
                    .attachment_id
                    .ok_or_else(|| Error::missing("Attachment.AttachmentId"))?,
            ),
            None => None,
        };
        let groups = Some(self.security_group_id).filter(|groups| !groups.is_empty());
        let command = app::ModifyNetworkInterface {
            network_interface_id: self.network_interface_id,
            description: self.description.map(|attribute| attribute.value),
            source_dest_check: self.source_dest_check.map(|attribute| attribute.value),
            security_group_ids: groups,
            attachment_id,
            enable_primary_ipv6: self.enable_primary_ipv6,
            associate_public_ip_address: self.associate_public_ip_address,
            connection_tracking: self.connection_tracking_specification.map(Into::into),
            ena_express: self.ena_srd_specification.is_some(),
            ..app::ModifyNetworkInterface::default()
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

/// The value of `SourceDestCheck` does not matter; it is reset if it is named.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ResetNetworkInterfaceAttribute {
    network_interface_id: String,
    source_dest_check: Option<String>,
}

impl Action for ResetNetworkInterfaceAttribute {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        if self.source_dest_check.is_none() {
            return Err(Error::missing("SourceDestCheck"));
        }
        let command = app::ModifyNetworkInterface {
            network_interface_id: self.network_interface_id,
            source_dest_check: Some(true),
            ..app::ModifyNetworkInterface::default()
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeNetworkInterfaceAttribute {
    network_interface_id: String,
    attribute: Attribute,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Attribute {
    AssociatePublicIpAddress,
    Attachment,
    Description,
    GroupSet,
    SourceDestCheck,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeNetworkInterfaceAttributeResponse {
    network_interface_id: String,
    associate_public_ip_address: Option<bool>,
    attachment: Option<Attachment>,
    description: Option<TextValue>,
    group_set: Option<Vec<GroupIdentifier>>,
    source_dest_check: Option<BooleanValue>,
}

#[derive(Serialize)]
struct TextValue {
    value: String,
}

impl Action for DescribeNetworkInterfaceAttribute {
    type Response = DescribeNetworkInterfaceAttributeResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeNetworkInterfaceAttributeResponse> {
        let query = Get::<app::NetworkInterfaceView>::new(self.network_interface_id);
        let interface = call.query(treatment, query).await?.interface.value;
        let mut response = DescribeNetworkInterfaceAttributeResponse {
            network_interface_id: interface.id.to_string(),
            ..DescribeNetworkInterfaceAttributeResponse::default()
        };
        match self.attribute {
            Attribute::AssociatePublicIpAddress => {
                response.associate_public_ip_address = Some(interface.associate_public_ip_address);
            }
            Attribute::Attachment => response.attachment = Attachment::of(&interface),
            Attribute::Description => {
                response.description = Some(TextValue {
                    value: interface.description,
                });
            }
            Attribute::GroupSet => {
                response.group_set = Some(interface.groups.into_iter().map(Into::into).collect());
            }
            Attribute::SourceDestCheck => {
                response.source_dest_check = Some(BooleanValue {
                    value: interface.source_dest_check,
                });
            }
        }
        Ok(response)
    }
}
