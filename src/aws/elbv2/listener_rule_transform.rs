//! The shapes of rules' transforms, in requests and answers alike.

use serde::{Deserialize, Serialize};

use crate::domain::listener_rule_transform::{Rewrite, Transform, TransformRequest, TransformType};
use crate::domain::mirror::{Mirror, mirrors};

/// How a request is rewritten.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RuleTransform {
    #[serde(rename = "Type")]
    transform_type: String,
    host_header_rewrite_config: Option<RewritesConfig>,
    url_rewrite_config: Option<RewritesConfig>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct RewritesConfig {
    #[serde(default)]
    rewrites: Vec<RewriteConfig>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct RewriteConfig {
    regex: String,
    replace: String,
}

mirrors! {
    RewriteConfig = Rewrite { regex, replace };
}

impl From<RuleTransform> for TransformRequest {
    fn from(transform: RuleTransform) -> Self {
        let rewrites = |config: RewritesConfig| config.rewrites.mirror();
        Self {
            transform_type: transform.transform_type,
            host_header_rewrite: transform.host_header_rewrite_config.map(rewrites),
            url_rewrite: transform.url_rewrite_config.map(rewrites),
        }
    }
}

impl From<Transform> for RuleTransform {
    fn from(transform: Transform) -> Self {
        let config = Some(RewritesConfig {
            rewrites: transform.rewrites.mirror(),
        });
        let (host_header_rewrite_config, url_rewrite_config) = match transform.transform_type {
            TransformType::HostHeaderRewrite => (config, None),
            TransformType::UrlRewrite => (None, config),
        };
        Self {
            transform_type: transform.transform_type.name().to_owned(),
            host_header_rewrite_config,
            url_rewrite_config,
        }
    }
}

/// Transforms as the use cases know them.
pub(super) fn requests(transforms: Vec<RuleTransform>) -> Vec<TransformRequest> {
    transforms.into_iter().map(Into::into).collect()
}

/// Transforms as answers show them.
pub(super) fn shown(transforms: Vec<Transform>) -> Vec<RuleTransform> {
    transforms.into_iter().map(Into::into).collect()
}
