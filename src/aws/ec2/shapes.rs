//! Shapes that many EC2 actions share.

use serde::{Deserialize, Serialize};

use crate::app::ListRequest;
use crate::app::endpoint_service::Unsuccessful;
use crate::domain::error::{Error, Result};
use crate::domain::filter;
use crate::domain::limit;
use crate::domain::network_interface::SecurityGroupRef;
use crate::domain::page::PageRequest;
use crate::domain::tag;

/// A condition of a describe action.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Filter {
    name: String,
    #[serde(default)]
    value: Vec<String>,
}

/// The conditions as the domain knows them.
pub(super) fn filters(filters: Vec<Filter>) -> Vec<filter::Filter> {
    filters
        .into_iter()
        .map(|filter| filter::Filter {
            name: filter.name,
            values: filter.value,
        })
        .collect()
}

/// Which page, where EC2 allows `minimum` items at the least. More than the maximum is cut to it.
pub(super) fn page(
    max_results: Option<i64>,
    next_token: Option<String>,
    minimum: usize,
) -> Result<PageRequest> {
    let limit = max_results
        .map(|wish| match usize::try_from(wish) {
            Ok(size) if size >= minimum => Ok(size),
            _ => Err(Error::invalid_value(
                "MaxResults",
                format!("Value ( {wish} ) for parameter maxResults is invalid. Expecting a value greater than {minimum}."),
            )),
        })
        .transpose()?;
    Ok(PageRequest {
        limit,
        token: next_token.filter(|token| !token.is_empty()),
    })
}

/// The list that a describe action with ids, filters and pages asks for.
pub(super) fn list_request(
    ids: Vec<String>,
    conditions: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
) -> Result<ListRequest> {
    Ok(ListRequest {
        ids,
        filters: filters(conditions),
        page: page(max_results, next_token, limit::PAGE_MIN)?,
    })
}

/// A tag.
#[derive(Deserialize, Serialize)]
#[serde(
    rename_all(deserialize = "PascalCase", serialize = "camelCase"),
    deny_unknown_fields
)]
pub(super) struct Tag {
    key: String,
    #[serde(default)]
    value: String,
}

impl From<Tag> for tag::Tag {
    fn from(tag: Tag) -> Self {
        Self {
            key: tag.key,
            value: tag.value,
        }
    }
}

/// Tags as answers show them.
pub(super) fn tags(tags: Vec<tag::Tag>) -> Vec<Tag> {
    tags.into_iter()
        .map(|tag| Tag {
            key: tag.key,
            value: tag.value,
        })
        .collect()
}

/// Tags for a resource that an action creates.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct TagSpecification {
    resource_type: String,
    #[serde(default)]
    tag: Vec<Tag>,
}

/// The tags for a new resource of this type; specifications for other types are refused, as EC2 does.
pub(super) fn tags_for(
    resource_type: &str,
    specifications: Vec<TagSpecification>,
) -> Result<Vec<tag::Tag>> {
    let mut tags = Vec::new();
    for specification in specifications {
        if specification.resource_type != resource_type {
            return Err(Error::invalid_value(
                "TagSpecification",
                format!(
                    "'{}' is not a valid taggable resource type for this operation; expected '{resource_type}'.",
                    specification.resource_type
                ),
            ));
        }
        tags.extend(specification.tag.into_iter().map(tag::Tag::from));
    }
    Ok(tags)
}

/// What actions answer that have nothing to say but that they succeeded.
#[derive(Serialize)]
pub(super) struct Done {
    #[serde(rename = "return")]
    done: bool,
}

/// The answer of such an action.
pub(super) const DONE: Done = Done { done: true };

/// What did not work, in an action about several resources.
#[derive(Serialize)]
pub(super) struct UnsuccessfulResponse {
    unsuccessful: Vec<UnsuccessfulItem>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UnsuccessfulItem {
    resource_id: String,
    error: ItemError,
}

#[derive(Serialize)]
struct ItemError {
    code: String,
    message: String,
}

impl From<Vec<Unsuccessful>> for UnsuccessfulResponse {
    fn from(items: Vec<Unsuccessful>) -> Self {
        let unsuccessful = items
            .into_iter()
            .map(|item| UnsuccessfulItem {
                resource_id: item.resource_id,
                error: ItemError {
                    code: item.code,
                    message: item.message,
                },
            })
            .collect();
        Self { unsuccessful }
    }
}

/// A security group of an interface or endpoint.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GroupIdentifier {
    group_id: String,
    group_name: String,
}

impl From<SecurityGroupRef> for GroupIdentifier {
    fn from(group: SecurityGroupRef) -> Self {
        Self {
            group_id: group.group_id.to_string(),
            group_name: group.group_name,
        }
    }
}

/// A boolean attribute of a modify action: `EnableDnsSupport.Value=true`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AttributeBooleanValue {
    pub(super) value: bool,
}

/// A boolean attribute of an answer.
#[derive(Serialize)]
pub(super) struct BooleanValue {
    pub(super) value: bool,
}
