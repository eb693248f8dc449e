//! Shapes that many actions of Elastic Load Balancing share.

use serde::{Deserialize, Serialize};

use crate::app::load_balancer::Paging;
use crate::domain::tag;

/// What actions answer that have nothing to say.
#[derive(Serialize)]
pub(super) struct Empty {}

/// A tag.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Tag {
    key: String,
    #[serde(default)]
    value: String,
}

/// Tags as the domain knows them.
pub(super) fn tags(tags: Vec<Tag>) -> Vec<tag::Tag> {
    tags.into_iter()
        .map(|tag| tag::Tag {
            key: tag.key,
            value: tag.value,
        })
        .collect()
}

/// Tags as answers show them.
pub(super) fn shown_tags(tags: Vec<tag::Tag>) -> Vec<Tag> {
    tags.into_iter()
        .map(|tag| Tag {
            key: tag.key,
            value: tag.value,
        })
        .collect()
}

/// An attribute of a load balancer, target group or listener.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Attribute {
    key: String,
    #[serde(default)]
    value: String,
}

/// Attributes as the use cases know them.
pub(super) fn attributes(attributes: Vec<Attribute>) -> Vec<(String, String)> {
    attributes
        .into_iter()
        .map(|attribute| (attribute.key, attribute.value))
        .collect()
}

/// The answer of actions about attributes: all of them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AttributesResponse {
    attributes: Vec<Attribute>,
}

impl From<Vec<(String, String)>> for AttributesResponse {
    fn from(attributes: Vec<(String, String)>) -> Self {
        Self {
            attributes: attributes
                .into_iter()
                .map(|(key, value)| Attribute { key, value })
                .collect(),
        }
    }
}

/// Which part of a list. An empty marker is none: clients send back what they got.
pub(super) fn paging(page_size: Option<i64>, marker: Option<String>) -> Paging {
    Paging {
        page_size,
        marker: marker.filter(|marker| !marker.is_empty()),
    }
}
