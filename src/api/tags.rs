//! Tags in bodies and answers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::tag;

/// A tag.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Tag {
    /// Case-sensitive, unique on a resource, 1 to 128 characters.
    key: String,
    /// Up to 256 characters.
    #[serde(default)]
    value: String,
}

/// Tags as the domain knows them.
pub(super) fn from_body(tags: Vec<Tag>) -> Vec<tag::Tag> {
    tags.into_iter()
        .map(|tag| tag::Tag {
            key: tag.key,
            value: tag.value,
        })
        .collect()
}

/// Tags as answers show them.
pub(super) fn to_body(tags: Vec<tag::Tag>) -> Vec<Tag> {
    tags.into_iter()
        .map(|tag| Tag {
            key: tag.key,
            value: tag.value,
        })
        .collect()
}
