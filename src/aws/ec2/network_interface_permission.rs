//! The actions of permissions for network interfaces.

use serde::{Deserialize, Serialize};

use super::shapes::{DONE, Done, Filter, list_request};
use crate::app::network_interface_permission as app;
use crate::app::{List, Stored};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::network_interface_permission::{
    self as domain, InterfacePermission, PERMISSION_STATE,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateNetworkInterfacePermission {
    network_interface_id: String,
    aws_account_id: Option<String>,
    aws_service: Option<String>,
    permission: InterfacePermission,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateNetworkInterfacePermissionResponse {
    interface_permission: NetworkInterfacePermission,
}

impl Action for CreateNetworkInterfacePermission {
    type Response = CreateNetworkInterfacePermissionResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<CreateNetworkInterfacePermissionResponse> {
        let command = app::CreateNetworkInterfacePermission {
            network_interface_id: self.network_interface_id,
            account: self.aws_account_id,
            service: self.aws_service,
            permission: self.permission,
        };
        let permission = call.run(treatment, command).await?;
        Ok(CreateNetworkInterfacePermissionResponse {
            interface_permission: permission.value.into(),
        })
    }
}

/// There are no attachments to instances that would stand in the way, so that `Force` changes nothing.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteNetworkInterfacePermission {
    network_interface_permission_id: String,
    #[serde(rename = "Force")]
    _force: Option<bool>,
}

impl Action for DeleteNetworkInterfacePermission {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DeleteNetworkInterfacePermission {
            permission_id: self.network_interface_permission_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeNetworkInterfacePermissions {
    #[serde(default)]
    network_interface_permission_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeNetworkInterfacePermissionsResponse {
    network_interface_permissions: Vec<NetworkInterfacePermission>,
    next_token: Option<String>,
}

impl Action for DescribeNetworkInterfacePermissions {
    type Response = DescribeNetworkInterfacePermissionsResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeNetworkInterfacePermissionsResponse> {
        let request = list_request(
            self.network_interface_permission_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let query = List::<Stored<domain::NetworkInterfacePermission>>::new(request);
        let page = call
            .query(treatment, query)
            .await?
            .map(|permission| permission.value.into());
        Ok(DescribeNetworkInterfacePermissionsResponse {
            network_interface_permissions: page.items,
            next_token: page.next,
        })
    }
}

/// A permission as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NetworkInterfacePermission {
    network_interface_permission_id: String,
    network_interface_id: String,
    aws_account_id: String,
    permission: &'static str,
    permission_state: PermissionState,
}

#[derive(Serialize)]
struct PermissionState {
    state: &'static str,
}

impl From<domain::NetworkInterfacePermission> for NetworkInterfacePermission {
    fn from(permission: domain::NetworkInterfacePermission) -> Self {
        Self {
            network_interface_permission_id: permission.id.to_string(),
            network_interface_id: permission.network_interface_id.to_string(),
            aws_account_id: permission.account.to_string(),
            permission: permission.permission.name(),
            permission_state: PermissionState {
                state: PERMISSION_STATE,
            },
        }
    }
}
