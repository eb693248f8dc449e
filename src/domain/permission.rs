//! A permission: one principal that may see an endpoint service and connect to it.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::filter::Filterable;
use super::id::{EndpointServiceId, PermissionId};
use super::principal::Principal;
use super::scope::Scope;
use super::tag::Tag;

/// A permission of an endpoint service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Permission {
    /// Identifier.
    pub id: PermissionId,
    /// Owner: the provider.
    pub scope: Scope,
    /// The service.
    pub service_id: EndpointServiceId,
    /// Whom it allows; once per service.
    pub principal: Principal,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl Filterable for Permission {
    const FILTERS: &'static [&'static str] = &["principal", "principal-type"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "principal" => vec![self.principal.to_string()],
            "principal-type" => vec![self.principal.principal_type().name().to_owned()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}
